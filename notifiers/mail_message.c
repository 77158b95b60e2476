#include "notifiers/mail_message.h"

#include <stdio.h>
#include <string.h>

#include "base/buf.h"
#include "base/civil.h"
#include "base/crypto.h"
#include "base/escape.h"
#include "base/locale.h"
#include "base/utf8.h"
#include "domain/customer.h"
#include "notifiers/mail_calendar.h"

/* An encoded word is at most 75 letters (RFC 2047 section 2): 45 bytes. */
#define WORD_BYTES_MAX      45
/* A subject longer than this is no subject. */
#define SUBJECT_BYTES_MAX   240
#define HEADER_BYTES_MAX    4096
/* Together with the header's name less than 998 octets (RFC 5322 2.1.1). */
#define UNSUBSCRIBE_URL_MAX 500
#define MAILTO_BYTES_MAX    400
#define HTML_BYTES_MAX      (512UL * 1024)

static const char atext[] = "abcdefghijklmnopqrstuvwxyz"
                            "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                            "0123456789-_.";

static char *taken(struct buf *buf, struct arena *arena)
{
    char *text = arena_strndup(arena, buf_text(buf), buf->len);

    buf_finish(buf);
    return text;
}

static bool is_plain(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        if ((unsigned char)*at < 0x20 || (unsigned char)*at > 0x7e)
            return false;
    }
    return strstr(text, "=?") == NULL;
}

static void put_base64(const unsigned char *at, size_t len, struct buf *out)
{
    static const char letters[] =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    for (size_t i = 0; i < len; i += 3) {
        unsigned bits = (unsigned)at[i] << 16;

        if (i + 1 < len)
            bits |= (unsigned)at[i + 1] << 8;
        if (i + 2 < len)
            bits |= at[i + 2];
        (void)buf_add_char(out, letters[bits >> 18]);
        (void)buf_add_char(out, letters[bits >> 12 & 63]);
        (void)buf_add_char(out, i + 1 < len ? letters[bits >> 6 & 63] : '=');
        (void)buf_add_char(out, i + 2 < len ? letters[bits & 63] : '=');
    }
}

static void put_word(struct buf *word, struct buf *out)
{
    if (word->len == 0)
        return;
    (void)buf_add_text(out, out->len == 0 ? "=?UTF-8?B?" : " =?UTF-8?B?");
    put_base64((const unsigned char *)word->at, word->len, out);
    (void)buf_add_text(out, "?=");
    buf_clear(word);
}

/* Words end between letters; blanks between two of them do not count. */
char *mail_header_encode(const char *text, struct arena *arena)
{
    struct str rest = str_of(text);
    struct buf word;
    struct buf out;
    uint32_t point;

    if (is_plain(text))
        return arena_strdup(arena, text);
    buf_init(&word, WORD_BYTES_MAX);
    buf_init(&out, HEADER_BYTES_MAX);
    while (utf8_next(&rest, &point)) {
        if (point < 0x20 || point == 0x7f)
            point = ' ';
        if (!utf8_put(point, &word)) {
            put_word(&word, &out);
            (void)utf8_put(point, &word);
        }
    }
    put_word(&word, &out);
    buf_finish(&word);
    return taken(&out, arena);
}

char *mail_date(struct instant at, struct arena *arena)
{
    static const char days[] = "MonTueWedThuFriSatSun";
    static const char months[] = "JanFebMarAprMayJunJulAugSepOctNovDec";
    struct civil_time time = civil_from_seconds(at.unix_s);

    return arena_printf(arena, "%.3s, %02d %.3s %04d %02d:%02d:%02d +0000",
                        days + 3 * (size_t)civil_weekday(time.date),
                        time.date.day,
                        months + 3 * (size_t)(time.date.month - 1),
                        time.date.year, time.hour, time.minute, time.second);
}

static char *trimmed(const char *text, size_t len, struct arena *arena)
{
    while (len > 0 && (*text == ' ' || *text == '"')) {
        text++;
        len--;
    }
    while (len > 0 && (text[len - 1] == ' ' || text[len - 1] == '"'))
        len--;
    return arena_strndup(arena, text, len);
}

bool mail_sender_read(const char *sender, struct arena *arena,
                      struct mail_sender *out, struct error *err)
{
    const char *open = sender == NULL ? NULL : strrchr(sender, '<');
    const char *close = open == NULL ? NULL : strchr(open, '>');

    if (str_is_empty(sender))
        return error_set(err, ERROR_USAGE, "'from' is missing");
    if (open == NULL) {
        out->name = "";
        out->mailbox = trimmed(sender, strlen(sender), arena);
    } else {
        size_t len = close == NULL ? 0 : (size_t)(close - open) - 1;

        out->name = trimmed(sender, (size_t)(open - sender), arena);
        out->mailbox = trimmed(open + 1, len, arena);
    }
    if (!mail_is_plausible(out->mailbox))
        return error_set(err, ERROR_USAGE, "'from' holds no mailbox: '%.80s'",
                         sender);
    out->domain = strrchr(out->mailbox, '@') + 1;
    return true;
}

/* `Name <mailbox>` as RFC 5322 3.4 has it. */
static char *from_header(const struct mail_sender *sender, struct arena *arena)
{
    struct buf out;

    if (*sender->name == '\0')
        return arena_strdup(arena, sender->mailbox);
    if (!is_plain(sender->name))
        return arena_printf(arena, "%s <%s>",
                            mail_header_encode(sender->name, arena),
                            sender->mailbox);
    buf_init(&out, HEADER_BYTES_MAX);
    (void)buf_add_char(&out, '"');
    for (const char *at = sender->name; *at != '\0'; at++) {
        if (*at == '"' || *at == '\\')
            (void)buf_add_char(&out, '\\');
        (void)buf_add_char(&out, *at);
    }
    (void)buf_printf(&out, "\" <%s>", sender->mailbox);
    return taken(&out, arena);
}

/* The same for every attempt, so that a mailbox may show doubles once. */
static char *message_id(const struct mail_sender *sender,
                        const struct message *message, struct arena *arena)
{
    char fingerprint[CRYPTO_FINGERPRINT_MAX];
    struct str key = str_of(message->key);

    if (key.len > 0 && key.len <= 64 && strspn(key.at, atext) == key.len &&
        key.at[0] != '.' && key.at[key.len - 1] != '.' &&
        strstr(key.at, "..") == NULL)
        return arena_printf(arena, "<%s@%s>", message->key, sender->domain);
    return arena_printf(arena, "<%s@%s>",
                        crypto_fingerprint(&key, 1, fingerprint),
                        sender->domain);
}

static char *subject_header(const char *subject, struct arena *arena)
{
    struct str rest = str_of(subject);
    struct buf cut;
    uint32_t point;

    buf_init(&cut, SUBJECT_BYTES_MAX);
    while (utf8_next(&rest, &point) && utf8_put(point, &cut))
        continue;
    return mail_header_encode(taken(&cut, arena), arena);
}

static void add_header(struct exchange_request *out, const char *name,
                       const char *value)
{
    assert(out->header_count < EXCHANGE_HEADERS_MAX);
    out->headers[out->header_count++] =
        (struct exchange_header){.name = name, .value = value};
}

static void add_part(struct exchange_request *out, const char *type,
                     const char *body, const char *file_name)
{
    if (body == NULL)
        return;
    assert(out->part_count < EXCHANGE_PARTS_MAX);
    out->parts[out->part_count++] = (struct exchange_part){
        .type = type,
        .body = str_of(body),
        .file_name = file_name,
    };
}

/* Fit for a header between angle brackets: visible ASCII, no bracket. */
static bool is_header_url(const char *url)
{
    for (const char *at = url; *at != '\0'; at++) {
        if ((unsigned char)*at <= 0x20 || (unsigned char)*at > 0x7e ||
            strchr("<>,\"", *at) != NULL)
            return false;
    }
    return strncmp(url, "https://", strlen("https://")) == 0 &&
           strlen(url) <= UNSUBSCRIBE_URL_MAX;
}

/* RFC 6068: whatever could end the address or begin a field is escaped. NULL
 * when that is longer than anybody's mailbox. */
static char *mailto(const char *mailbox, struct arena *arena)
{
    const char *at = strrchr(mailbox, '@');
    struct buf out;

    buf_init(&out, MAILTO_BYTES_MAX);
    (void)buf_add_text(&out, "<mailto:");
    escape_percent((struct str){mailbox, (size_t)(at - mailbox)}, &out);
    (void)buf_add_char(&out, '@');
    escape_percent(str_of(at + 1), &out);
    (void)buf_add_text(&out, "?subject=unsubscribe>");
    if (!out.full)
        return taken(&out, arena);
    buf_finish(&out);
    return NULL;
}

/* One line: no carrier folds, and both addresses fit into 998 octets. */
char *mail_unsubscribe(const struct mail_sender *sender,
                       const struct message *message, struct arena *arena,
                       bool *one_click)
{
    const char *box = message->unsubscribe_mail;
    const char *url = message->unsubscribe_url;
    char *address;

    if (box == NULL || !mail_is_plausible(box))
        box = sender->mailbox;
    address = mailto(box, arena);
    *one_click = url != NULL && is_header_url(url);
    if (!*one_click)
        return address;
    return arena_printf(arena, "<%s>%s%s", url, address == NULL ? "" : ", ",
                        str_or_empty(address));
}

static void add_unsubscribe(const struct mail_sender *sender,
                            const struct message *message, struct arena *arena,
                            struct exchange_request *out)
{
    bool one_click;
    const char *value = mail_unsubscribe(sender, message, arena, &one_click);

    if (value != NULL)
        add_header(out, "List-Unsubscribe", value);
    if (one_click)
        add_header(out, "List-Unsubscribe-Post", MAIL_ONE_CLICK);
}

bool mail_message_write(const struct mail_sender *sender,
                        const struct message *message, struct arena *arena,
                        struct exchange_request *out, struct error *err)
{
    if (message->to == NULL || !mail_is_plausible(message->to))
        return error_set(err, ERROR_INPUT, "not a mailbox");
    out->mail_from = sender->mailbox;
    out->mail_to = message->to;
    add_header(out, "From", from_header(sender, arena));
    add_header(out, "To", message->to);
    add_header(out, "Subject",
               subject_header(str_or_empty(message->subject), arena));
    add_header(out, "Date", mail_date(message->date, arena));
    add_header(out, "Message-ID", message_id(sender, message, arena));
    add_unsubscribe(sender, message, arena, out);
    /* No answer from a holiday responder, please (RFC 3834). */
    add_header(out, "Auto-Submitted", "auto-generated");
    add_part(out, "text/plain; charset=utf-8", message->text, NULL);
    add_part(out, "text/html; charset=utf-8", message->html, NULL);
    out->alternative_count = out->part_count;
    if (message->calendar != NULL)
        add_part(out,
                 arena_printf(arena, "text/calendar; charset=utf-8; method=%s",
                              mail_calendar_method(message->calendar)),
                 message->calendar, "appointment.ics");
    return true;
}

/* Blank lines part paragraphs, other line ends are breaks. */
static void put_paragraphs(const char *text, struct buf *out)
{
    (void)buf_add_text(out, "<p>");
    while (*text != '\0') {
        size_t line = strcspn(text, "\n");
        size_t ends = strspn(text + line, "\n");

        escape_html((struct str){.at = text, .len = line}, out);
        text += line + ends;
        if (*text != '\0')
            (void)buf_add_text(out, ends > 1 ? "</p>\n<p>" : "<br>\n");
    }
    (void)buf_add_text(out, "</p>\n");
}

/* Colours are the reader's own, light or dark. */
char *mail_html(const char *text, const char *title, const char *language,
                struct arena *arena)
{
    struct buf out;

    buf_init(&out, HTML_BYTES_MAX);
    (void)buf_add_text(&out, "<!DOCTYPE html>\n<html lang=\"");
    escape_html(str_of(language), &out);
    (void)buf_printf(&out, "\" dir=\"%s\">\n<head><meta charset=\"utf-8\">",
                     locale_is_right_to_left(language) ? "rtl" : "ltr");
    (void)buf_add_text(&out, "<meta name=\"viewport\" "
                             "content=\"width=device-width\">"
                             "<meta name=\"color-scheme\" "
                             "content=\"light dark\">\n<title>");
    escape_html(str_of(title), &out);
    (void)buf_add_text(&out, "</title></head>\n"
                             "<body style=\"font: 16px/1.5 sans-serif; "
                             "color-scheme: light dark; max-width: 36em; "
                             "margin: 1em auto; padding: 0 1em\">\n");
    put_paragraphs(text, &out);
    (void)buf_add_text(&out, "</body>\n</html>\n");
    return taken(&out, arena);
}
