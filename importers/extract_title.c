#include "base/pattern.h"
#include "importers/clean.h"
#include "importers/extract_state.h"
#include "importers/extract_words.h"
#include "importers/extraction.h"

/* "Anna - Cut - Chloe - Room 2": more parts are prose. */
#define PARTS_MAX       4

/* Two capitalised words; the same behind "Mme". */
#define PERSON_SCORE    3
#define RESPECTED_SCORE 6

struct parts {
    const char *part[PARTS_MAX];
    size_t count;
};

static const char *piece(struct extraction *extraction, const char *at,
                         size_t len)
{
    return str_or_empty(clean_line((struct str){at, len}, extraction->arena));
}

/* Takes over a name that the title shows, unless somebody surer spoke. */
static void keep_name(struct extraction *extraction, const char *text)
{
    const char *comma = strchr(text, ',');
    struct arena *arena = extraction->arena;

    /* "Surname, Given". */
    if (comma != NULL && strchr(comma + 1, ',') == NULL && comma > text &&
        comma[1] != '\0')
        text = arena_printf(arena, "%s %s",
                            piece(extraction, comma + 1, strlen(comma + 1)),
                            piece(extraction, text, (size_t)(comma - text)));
    found_keep(&extraction->name, text, origin_by(ORIGIN_TITLE));
}

static void keep_service(struct extraction *extraction, const char *text)
{
    if (!words_are_generic(text, extraction->arena))
        found_keep(&extraction->service, extract_service_text(extraction, text),
                   origin_by(ORIGIN_TITLE));
}

static bool is_the_name(const struct extraction *extraction, const char *text)
{
    return extraction->name.text != NULL &&
           words_have_name(text, extraction->name.text, extraction->arena);
}

static bool is_service(const struct extraction *extraction, const char *text)
{
    const struct extractor *extractor = extraction->extractor;

    for (size_t i = 0; i < extractor->office->service_count; i++) {
        const struct named_pattern *service = &extractor->services[i];

        if (service->pattern != NULL
                ? pattern_occurs(service->pattern, str_of(text))
                : words_have_name(text, service->name, extraction->arena))
            return true;
    }
    return false;
}

static int score_of(const struct extraction *extraction, const char *text)
{
    if (is_the_name(extraction, text))
        return 10;
    if (is_service(extraction, text))
        return -10;
    return words_person_score(text, extraction->arena);
}

/* Behind `word` between two texts, in any of its languages; NULL. */
static const char *find_word(const char *text, const char *const *words,
                             size_t count, size_t *len)
{
    for (size_t i = 0; i < count; i++) {
        const char *at = strstr(text, words[i]);

        if (at != NULL && at > text) {
            *len = (size_t)(at - text);
            return at + strlen(words[i]);
        }
    }
    return NULL;
}

static const char *const with_words[] = {" with ", " w/ ",  " avec ", " mit ",
                                         " bei ",  " con ", " met ",  " com "};
static const char *const for_words[] = {" for ",  " pour ", " für ", " para ",
                                        " voor ", " per ",  " dla "};
static const char *const and_words[] = {" and ", " et ", " und ", " y ",
                                        " e ",   " en ", " & ",   " i "};
static const char *const between_words[] = {" between ",  " entre ",
                                            " zwischen ", " tussen ",
                                            " tra ",      " między "};

/* "Ada Example with Bo": who is served by whom; all of it when nobody is. */
static const char *before_staff(struct extraction *extraction, const char *text)
{
    size_t len;
    const char *staff =
        find_word(text, with_words, ARRAY_LEN(with_words), &len);

    if (staff == NULL || score_of(extraction, staff) < 1)
        return text;
    found_keep(&extraction->provider, staff, origin_by(ORIGIN_TITLE));
    return piece(extraction, text, len);
}

/* "SERVICE with STAFF", "… for NAME", "SERVICE for NAME with STAFF". */
static void take_service_part(struct extraction *extraction, const char *text)
{
    size_t len;
    const char *tail = find_word(text, for_words, ARRAY_LEN(for_words), &len);

    if (tail != NULL) {
        const char *who = before_staff(extraction, tail);

        if (score_of(extraction, who) >= 1 &&
            (extraction->name.text == NULL || is_the_name(extraction, who))) {
            keep_name(extraction, who);
            text = piece(extraction, text, len);
        }
    }
    tail = find_word(text, with_words, ARRAY_LEN(with_words), &len);
    if (tail != NULL && (extract_is_staff(extraction, tail) ||
                         score_of(extraction, tail) >= 1)) {
        if (!is_the_name(extraction, tail))
            found_keep(&extraction->provider, tail, origin_by(ORIGIN_TITLE));
        text = piece(extraction, text, len);
    }
    keep_service(extraction, text);
}

/* Cal.com's "TYPE between HOST and NAME". */
static bool take_between(struct extraction *extraction)
{
    size_t type_len;
    size_t host_len;
    const char *people = find_word(extraction->title, between_words,
                                   ARRAY_LEN(between_words), &type_len);
    const char *guest;

    if (people == NULL)
        return false;
    guest = find_word(people, and_words, ARRAY_LEN(and_words), &host_len);
    if (guest == NULL)
        return false;
    found_keep(&extraction->provider, piece(extraction, people, host_len),
               origin_by(ORIGIN_TITLE));
    keep_name(extraction, guest);
    /* However general: it is what the program calls it. */
    found_keep(&extraction->service,
               piece(extraction, extraction->title, type_len),
               origin_by(ORIGIN_TITLE));
    return true;
}

/* Calendly's "INVITEE and HOST"; elsewhere only with a host who is known. */
static bool take_pair(struct extraction *extraction)
{
    size_t len;
    const char *right =
        find_word(extraction->title, and_words, ARRAY_LEN(and_words), &len);
    const char *left;
    bool is_turned;

    if (right == NULL)
        return false;
    left = piece(extraction, extraction->title, len);
    is_turned =
        extract_is_staff(extraction, left) ||
        (is_the_name(extraction, right) && !is_the_name(extraction, left));
    if (extraction->source != SOURCE_CALENDLY &&
        (!extract_is_staff(extraction, is_turned ? left : right) ||
         score_of(extraction, is_turned ? right : left) < 1))
        return false;
    keep_name(extraction, is_turned ? right : left);
    found_keep(&extraction->provider, is_turned ? left : right,
               origin_by(ORIGIN_TITLE));
    return true;
}

/* "(owner NAME)", "(Besitzer: NAME)". */
static const char *owner_in(struct extraction *extraction, const char *text)
{
    static const char *const owners[] = {
        "owner ",        "besitzer ",  "besitzerin ", "halter ",
        "proprietaire ", "dueno ",     "duena ",      "eigenaar ",
        "proprietario ", "client ",    "customer ",   "kunde ",
        "owner: ",       "besitzer: ",
    };
    const char *folded = clean_fold(str_of(text), extraction->arena);

    for (size_t i = 0; i < ARRAY_LEN(owners); i++) {
        if (strncmp(folded, owners[i], strlen(owners[i])) == 0)
            return strchr(text, ' ') + 1;
    }
    return NULL;
}

/*
 * What stands in brackets at the end: a name, the owner's name, a length, a
 * price, or something of the service. Returns the title without it, or whole.
 */
static const char *take_brackets(struct extraction *extraction)
{
    const char *title = extraction->title;
    const char *open = strrchr(title, '(');
    size_t len = strlen(title);
    const char *inside;
    const char *before;
    const char *owner;

    if (open == NULL || open == title || title[len - 1] != ')')
        return title;
    inside = piece(extraction, open + 1, len - (size_t)(open + 1 - title) - 1);
    before = piece(extraction, title, (size_t)(open - title));
    owner = owner_in(extraction, inside);
    if (owner != NULL) {
        keep_name(extraction, owner);
        return before;
    }
    if (words_are_duration(inside, extraction->arena) ||
        state_is(inside, extraction->arena))
        return before;
    if (extraction->source == SOURCE_ACUITY)
        return before; /* the business */
    if (score_of(extraction, before) >= 1 &&
        score_of(extraction, before) - score_of(extraction, inside) >=
            WORDS_LEAD &&
        (extraction->name.text == NULL || is_the_name(extraction, before))) {
        keep_name(extraction, before);
        return inside;
    }
    if (score_of(extraction, inside) >= 3 &&
        score_of(extraction, inside) - score_of(extraction, before) >=
            WORDS_LEAD &&
        (extraction->name.text == NULL || is_the_name(extraction, inside))) {
        keep_name(extraction, inside);
        return before;
    }
    return title;
}

/* The first sign between two parts; NULL when there is none. */
static const char *next_sign(const char *title, size_t *len)
{
    static const char *const signs[] = {" - ",  " – ", " — ", " | ", ": ",
                                        " : ",  "：",  " / ", "; ",  " → ",
                                        " -> ", " • ", " · "};
    const char *first = NULL;

    for (size_t i = 0; i < ARRAY_LEN(signs); i++) {
        const char *at = strstr(title, signs[i]);

        if (at != NULL && at > title && (first == NULL || at < first)) {
            first = at;
            *len = strlen(signs[i]);
        }
    }
    return first;
}

/* Adds a part, unless it is only a state, or says where. */
static void add_part(struct extraction *extraction, struct parts *parts,
                     const char *text)
{
    if (*text == '\0' || state_is(text, extraction->arena))
        return;
    if (state_is_room(text, extraction->arena))
        found_keep(&extraction->location, text, origin_by(ORIGIN_TITLE));
    else
        parts->part[parts->count++] = text;
}

/* "李娜 预约 洗牙": signs that need no other sign between them. */
static bool split_han(struct extraction *extraction, const char *title,
                      struct parts *parts)
{
    struct parts words = {0};

    if (strchr(title, ' ') == NULL || !words_are_han(title))
        return false;
    while (*title != '\0' && words.count < PARTS_MAX) {
        size_t len = strcspn(title, " ");

        add_part(extraction, &words, piece(extraction, title, len));
        title += len + strspn(title + len, " ");
    }
    *parts = words;
    return true;
}

/* Parts between " - ", " – ", " — ", " | ", ": " and their like. */
static struct parts split(struct extraction *extraction, const char *title)
{
    struct parts parts = {0};
    const char *sign;
    size_t len;

    while (parts.count + 1 < PARTS_MAX &&
           (sign = next_sign(title, &len)) != NULL) {
        add_part(extraction, &parts,
                 piece(extraction, title, (size_t)(sign - title)));
        title = sign + len;
    }
    if (parts.count == 0 && split_han(extraction, title, &parts))
        return parts;
    add_part(extraction, &parts, piece(extraction, title, strlen(title)));
    return parts;
}

/* Which part is the person; PARTS_MAX when nothing settles it. */
static size_t find_person(const struct extraction *extraction,
                          const struct parts *parts)
{
    size_t best = PARTS_MAX;
    int best_score = 0;
    int second = -100;

    for (size_t i = 0; i < parts->count; i++) {
        int score = words_are_generic(parts->part[i], extraction->arena)
                        ? -10
                        : score_of(extraction, parts->part[i]);

        if (best == PARTS_MAX || score > best_score) {
            second = best == PARTS_MAX ? second : best_score;
            best = i;
            best_score = score;
        } else if (score > second) {
            second = score;
        }
    }
    return best_score >= 1 && best_score - second >= WORDS_LEAD ? best
                                                                : PARTS_MAX;
}

/* The name is known, but not in the title: the part that is most a service. */
static void take_service_beside_name(struct extraction *extraction,
                                     const struct parts *parts)
{
    size_t best = 0;
    int best_score = 100;
    int second = 100;

    for (size_t i = 0; i < parts->count; i++) {
        int score = score_of(extraction, parts->part[i]);

        if (score < best_score) {
            second = best_score;
            best_score = score;
            best = i;
        } else if (score < second) {
            second = score;
        }
    }
    if (parts->count == 1 ||
        (best_score < 0 && second - best_score >= WORDS_LEAD))
        take_service_part(extraction, parts->part[best]);
    else
        keep_service(extraction, extraction->title);
}

/* What stands beside the person: staff, and the service. */
static void take_beside(struct extraction *extraction,
                        const struct parts *parts, size_t person)
{
    const char *service = NULL;

    for (size_t i = 0; i < parts->count; i++) {
        if (i == person)
            continue;
        if (parts->count > 2 && extract_is_staff(extraction, parts->part[i]))
            found_keep(&extraction->provider, parts->part[i],
                       origin_by(ORIGIN_TITLE));
        else
            service = service == NULL
                          ? parts->part[i]
                          : arena_printf(extraction->arena, "%s - %s", service,
                                         parts->part[i]);
    }
    if (service != NULL)
        take_service_part(extraction, service);
}

static void take_parts(struct extraction *extraction, const struct parts *parts)
{
    size_t person = find_person(extraction, parts);
    bool is_known = extraction->name.text != NULL;

    if (person != PARTS_MAX &&
        (!is_known || is_the_name(extraction, parts->part[person]))) {
        keep_name(extraction, parts->part[person]);
        take_beside(extraction, parts, person);
    } else if (is_known) {
        take_service_beside_name(extraction, parts);
    }
}

/* "Appointment with NAME". */
static bool is_with_customer(struct extraction *extraction, const char *title)
{
    size_t len;
    const char *tail =
        find_word(title, with_words, ARRAY_LEN(with_words), &len);

    if (tail == NULL || extract_is_staff(extraction, tail) ||
        score_of(extraction, tail) < WORDS_LEAD ||
        !words_are_generic(piece(extraction, title, len), extraction->arena))
        return false;
    keep_name(extraction, tail);
    return true;
}

/* "Anna Berger, Haarschnitt": only where it is clear who is who. */
static void take_list(struct extraction *extraction, const char *title)
{
    const char *comma = strstr(title, ", ");
    struct parts parts = {.count = 2};

    if (comma == NULL || strstr(comma + 2, ", ") != NULL)
        return;
    parts.part[0] = piece(extraction, title, (size_t)(comma - title));
    parts.part[1] = piece(extraction, comma + 2, strlen(comma + 2));
    if (score_of(extraction, parts.part[0]) < 0 ||
        score_of(extraction, parts.part[1]) < 0)
        take_parts(extraction, &parts);
}

/* "SERVICE for NAME". */
static bool is_for_somebody(const struct extraction *extraction,
                            const char *title)
{
    size_t len;
    const char *tail = find_word(title, for_words, ARRAY_LEN(for_words), &len);
    const char *with;

    if (tail == NULL)
        return false;
    with = find_word(tail, with_words, ARRAY_LEN(with_words), &len);
    if (with != NULL)
        tail = arena_strndup(extraction->arena, tail, len);
    return score_of(extraction, tail) >= WORDS_LEAD;
}

/*
 * A title that is one part and a person: with a title of respect, or where
 * the description has said what for.
 */
static bool is_person_alone(const struct extraction *extraction,
                            const char *title)
{
    enum origin_way way = extraction->service.origin.way;
    int least = way == ORIGIN_LABEL || way == ORIGIN_PATTERN ? PERSON_SCORE
                                                             : RESPECTED_SCORE;

    return extraction->name.text == NULL &&
           words_person_score(title, extraction->arena) >= least &&
           !extract_is_staff(extraction, title);
}

void extract_title(struct extraction *extraction)
{
    struct parts parts;
    const char *title;

    if (extraction->title[0] == '\0')
        return;
    if (extraction->source == SOURCE_NEXTCLOUD_APP &&
        words_person_score(extraction->title, extraction->arena) > 0)
        found_keep(&extraction->name, extraction->title,
                   origin_by(ORIGIN_PRODUCT));
    if (take_between(extraction) || take_pair(extraction))
        return;
    title = take_brackets(extraction);
    parts = split(extraction, title);
    if (parts.count > 1) {
        take_parts(extraction, &parts);
        return;
    }
    title = parts.count == 0 ? "" : parts.part[0];
    if (is_person_alone(extraction, title)) {
        keep_name(extraction, title);
        return;
    }
    if (is_the_name(extraction, title) &&
        words_person_score(title, extraction->arena) > 0)
        return;
    /* One thing: with a name known, or the office's own word, the service. */
    if (extraction->name.text != NULL || is_service(extraction, title) ||
        is_for_somebody(extraction, title))
        take_service_part(extraction, title);
    else if (!is_with_customer(extraction, title))
        take_list(extraction, title);
}
