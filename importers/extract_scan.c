#include "importers/extract_scan.h"

#include "base/buf.h"
#include "domain/customer.h"
#include "importers/clean.h"
#include "importers/extract_line.h"
#include "importers/extract_words.h"

#define DIGITS_MIN       7
#define DIGITS_MAX       15
/* Without a leading zero or plus, only a long number in groups is one. */
#define BARE_DIGITS_MIN  9
#define NUMBER_BYTES_MAX 40

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_ascii_alnum(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static bool is_alnum(char c)
{
    return is_ascii_alnum(c) || (unsigned char)c >= 0x80;
}

static struct str from(struct str text, size_t at)
{
    return (struct str){text.at + at, text.len - at};
}

/*
 * Bytes of the run of digits and what groups them, at the start of `text`.
 * Behind a whole number a slash, or a dash between spaces, begins another.
 */
static size_t number_run(struct str text)
{
    size_t len = 0;
    size_t end = 0;
    size_t digits = 0;

    while (len < text.len && len < NUMBER_BYTES_MAX) {
        char c = text.at[len];
        bool is_whole = digits >= DIGITS_MIN;

        if (is_digit(c)) {
            end = len + 1;
            digits++;
        } else if (strchr("+ ()./-", c) == NULL || (c == '+' && len > 0) ||
                   (c == '/' && is_whole) ||
                   (c == '-' && is_whole && text.at[len - 1] == ' ')) {
            break;
        }
        len++;
    }
    return end;
}

static size_t count_digits(struct str text)
{
    size_t count = 0;

    for (size_t i = 0; i < text.len; i++)
        count += is_digit(text.at[i]);
    return count;
}

/* "24.11.2026", "2026-11-24", "24/11/26": three groups, each of a date. */
static bool is_date(struct str text)
{
    size_t lens[4] = {0};
    size_t group = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (is_digit(text.at[i])) {
            lens[group]++;
        } else if (text.at[i] == ' ') {
            return group == 2 && lens[2] > 0;
        } else if (strchr("./-", text.at[i]) == NULL || ++group == 4) {
            return false;
        }
    }
    if (group != 2)
        return false;
    if (lens[0] == 4)
        return lens[1] <= 2 && lens[2] <= 2;
    return lens[0] <= 2 && lens[1] <= 2 && (lens[2] == 2 || lens[2] == 4);
}

/* Whether the word at the start of `text` counts something. */
static bool is_unit(struct str text)
{
    static const char units[] =
        "|m|min|mins|minute|minutes|minuten|minut|minuty|minutos|minuti|"
        "minuut|h|hr|hrs|hour|hours|std|stunde|stunden|heure|heures|hora|"
        "horas|ora|ore|uur|pers|person|persons|personen|people|personas|"
        "personnes|persone|pessoas|x|eur|euro|euros|\xE2\x82\xAC|chf|usd|"
        "gbp|pln|teeth|times|mal|fois|";
    char word[16];
    size_t len = 0;

    while (len < text.len && len < sizeof(word) && is_alnum(text.at[len])) {
        char c = text.at[len];

        word[len++] = c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
    }
    return len < sizeof(word) && words_are_listed(word, len, units);
}

/* The last group belongs to a word ("45 min"): bytes without it. */
static size_t without_quantity(struct str run, struct str after)
{
    size_t len = run.len;

    if (after.len < 2 || after.at[0] != ' ' || !is_unit(from(after, 1)))
        return len;
    while (len > 0 && is_digit(run.at[len - 1]))
        len--;
    if (len == 0 || run.at[len - 1] != ' ' || run.len - len > 3)
        return run.len;
    return len - 1;
}

static bool in_groups(struct str text)
{
    for (size_t i = 1; i < text.len; i++) {
        if (!is_digit(text.at[i]))
            return true;
    }
    return false;
}

/* Whether a run may be a number at all. */
static bool may_be_phone(struct str run)
{
    size_t digits = count_digits(run);
    bool marked = run.at[0] == '+' || run.at[0] == '0' || run.at[0] == '(';

    if (digits < DIGITS_MIN || digits > DIGITS_MAX || is_date(run))
        return false;
    return marked || (digits >= BARE_DIGITS_MIN && in_groups(run));
}

static bool read_run(struct str run, struct phone_reader *phones,
                     char e164[PHONE_E164_MAX])
{
    char text[NUMBER_BYTES_MAX + 1];

    if (!may_be_phone(run))
        return false;
    memcpy(text, run.at, run.len);
    text[run.len] = '\0';
    return phone_reader_read(phones, text, e164) == PHONE_GOOD;
}

/* A later group that starts like a number: "Room 12 0171 …". */
static size_t next_start(struct str run)
{
    for (size_t i = 1; i < run.len; i++) {
        if (run.at[i - 1] == ' ' && strchr("+0(", run.at[i]) != NULL)
            return i;
    }
    return 0;
}

/*
 * Bytes of a word that is no place to look: a URL, an address, a time of day,
 * a code.
 */
static size_t opaque_word(struct str text)
{
    size_t len = 0;
    bool opaque = false;

    while (len < text.len && strchr(" \n\t", text.at[len]) == NULL) {
        char c = text.at[len];

        opaque |= c == '@' || c == '_' || c == '=' || c == '#' ||
                  (c == ':' && is_digit(text.at[0])) ||
                  (c == '/' && len + 1 < text.len && text.at[len + 1] == '/');
        len++;
    }
    return opaque ? len : 0;
}

/* What of the run at the start of `rest`, `len` bytes, may be the number. */
static struct str number_in(struct str rest, size_t len)
{
    struct str run = {rest.at, len};

    if (len < rest.len && rest.at[len] != 'x' && is_ascii_alnum(rest.at[len]))
        return (struct str){run.at, 0}; /* part of a code */
    run.len = without_quantity(run, from(rest, len));
    return run;
}

/* A number in a run: at first the one that begins like one, then all of it. */
static bool read_number(struct str *run, struct phone_reader *phones,
                        char e164[PHONE_E164_MAX])
{
    size_t later = strchr("+0(", run->at[0]) == NULL ? next_start(*run) : 0;
    struct str part = from(*run, later);

    if (!read_run(part, phones, e164))
        return later > 0 && read_run(*run, phones, e164);
    *run = part;
    return true;
}

static bool may_start(char c, char before)
{
    return (is_digit(c) || c == '+' || c == '(') && !is_ascii_alnum(before) &&
           strchr("+/-", before) == NULL;
}

bool scan_phone(struct str *rest, struct phone_reader *phones,
                struct str *written, char e164[PHONE_E164_MAX])
{
    char before = ' ';

    while (rest->len > 0) {
        size_t word = before == ' ' ? opaque_word(*rest) : 0;
        size_t run = 0;
        size_t taken = 1;

        if (word > 0)
            taken = word;
        else if (may_start(rest->at[0], before))
            run = number_run(*rest);
        if (run > 0)
            taken = run;
        *written = run > 0 ? number_in(*rest, run) : (struct str){0};
        before = rest->at[taken - 1] == '\n' ? ' ' : rest->at[taken - 1];
        *rest = from(*rest, taken);
        if (written->len > 0 && read_number(written, phones, e164))
            return true;
    }
    return false;
}

static bool is_mail_char(char c)
{
    return is_alnum(c) || (c != '\0' && strchr("._%+-'&", c) != NULL);
}

static bool is_domain_char(char c)
{
    return is_alnum(c) || c == '.' || c == '-';
}

/* The mailbox around the '@' at `at`, as far as it may reach. */
static struct str mailbox_around(struct str text, size_t at)
{
    size_t first = at;
    size_t end = at + 1;

    while (first > 0 && is_mail_char(text.at[first - 1]))
        first--;
    while (end < text.len && is_domain_char(text.at[end]))
        end++;
    while (text.at[end - 1] == '.' || text.at[end - 1] == '-')
        end--;
    return (struct str){text.at + first, end - first};
}

char *scan_mail(struct str *rest, struct arena *arena)
{
    for (size_t at = 0; at < rest->len; at++) {
        struct str mailbox;
        char *mail;

        if (rest->at[at] != '@')
            continue;
        mailbox = mailbox_around(*rest, at);
        mail = arena_strndup(arena, mailbox.at, mailbox.len);
        for (char *c = mail; *c != '\0'; c++) {
            if (*c >= 'A' && *c <= 'Z')
                *c = (char)(*c + ('a' - 'A'));
        }
        if (mail_is_plausible(mail)) {
            *rest = from(*rest, (size_t)(mailbox.at - rest->at) + mailbox.len);
            return mail;
        }
    }
    *rest = from(*rest, rest->len);
    return NULL;
}

/* Appends `text` without its addresses. */
static void add_without_mails(struct str text, struct buf *out)
{
    size_t start = 0;

    while (start < text.len) {
        size_t end = start;
        bool is_mail = false;

        while (end < text.len && text.at[end] != ' ')
            is_mail |= text.at[end++] == '@';
        if (!is_mail)
            (void)buf_add(out, text.at + start, end - start);
        if (end < text.len)
            (void)buf_add_char(out, ' ');
        start = end + 1;
    }
}

/* Most titles have none: digits enough for a number, or an address's sign. */
bool scan_may_have_contacts(const char *text)
{
    size_t digits = 0;

    for (; *text != '\0'; text++) {
        digits += is_digit(*text);
        if (*text == '@')
            return true;
    }
    return digits >= DIGITS_MIN;
}

/* Where a number with the word that names it begins, its bracket included. */
static const char *contact_start(const struct label_index *labels,
                                 const char *text, const char *at,
                                 struct arena *arena)
{
    struct str word = {0};
    enum label label = line_word_before(labels, text, at, arena, &word);

    if (label == LABEL_PHONE || label == LABEL_MOBILE)
        at = word.at;
    return at > text && at[-1] == '(' ? at - 1 : at;
}

/* Takes off the end what divided the rest from a number. */
static void trim_end(char *line)
{
    size_t len = strlen(line);

    while (len > 1 && line[len - 2] == ' ' &&
           strchr("-/|,;:", line[len - 1]) != NULL) {
        len -= 2;
        line[len] = '\0';
    }
}

char *scan_without_contacts(const char *text, struct phone_reader *phones,
                            const struct label_index *labels,
                            struct arena *arena)
{
    struct str rest = str_of(text);
    char e164[PHONE_E164_MAX];
    struct str written;
    const char *done = text;
    struct buf out;
    char *line;

    if (!scan_may_have_contacts(text)) {
        line = clean_line(rest, arena);
        return line == NULL ? arena_strdup(arena, "") : line;
    }
    buf_init(&out, strlen(text) + 1);
    while (scan_phone(&rest, phones, &written, e164)) {
        const char *end = written.at + written.len;
        const char *first = contact_start(labels, done, written.at, arena);

        add_without_mails((struct str){done, (size_t)(first - done)}, &out);
        done = end + (*end == ')' && (*written.at == '(' || *first == '('));
    }
    add_without_mails(str_of(done), &out);
    line = clean_line(buf_str(&out), arena);
    buf_finish(&out);
    if (line == NULL)
        return arena_strdup(arena, "");
    trim_end(line);
    return line;
}
