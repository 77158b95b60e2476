#include "domain/origin.h"

#include <string.h>

#include "base/str.h"

static const struct {
    char letter;
    const char *name;
} fields[FIELD_COUNT] = {
    [FIELD_NAME] = {'n', "name"},         [FIELD_PHONE] = {'p', "phone"},
    [FIELD_MAIL] = {'m', "mail"},         [FIELD_SERVICE] = {'s', "service"},
    [FIELD_PROVIDER] = {'v', "provider"}, [FIELD_PRICE] = {'a', "price"},
    [FIELD_LOCATION] = {'l', "location"}, [FIELD_NOTES] = {'t', "notes"},
    [FIELD_CUSTOMER] = {'i', "customer"},
};

/* `labelled`: the sentence when a label is known; %s is the label. */
static const struct {
    char letter;
    const char *name;
    const char *sentence;
    const char *labelled;
} ways[ORIGIN_WAY_COUNT] = {
    [ORIGIN_NOWHERE] = {'-', "", "not said", NULL},
    [ORIGIN_PATTERN] = {'P', "pattern", "by the feed's pattern", NULL},
    [ORIGIN_LABEL] = {'L', "label", "from a labelled line",
                      "from the line '%s:'"},
    [ORIGIN_WORD] = {'W', "word", "from the word before it",
                     "behind the word '%s'"},
    [ORIGIN_HEADING] = {'H', "heading", "from below a heading",
                        "from below the heading '%s'"},
    [ORIGIN_GUEST] = {'G', "guest", "from the event's guests", NULL},
    [ORIGIN_PRODUCT] = {'S', "product", "from where its program writes it",
                        NULL},
    [ORIGIN_URL] = {'U', "url", "from a tel: link", NULL},
    [ORIGIN_PLACE] = {'A', "place", "from the event's place", NULL},
    [ORIGIN_TEXT] = {'T', "text", "from the description", NULL},
    [ORIGIN_TITLE] = {'I', "title", "from the title", NULL},
    [ORIGIN_OFFICE] = {'O', "office", "known from the office file", NULL},
    [ORIGIN_SETTING] = {'F', "setting", "by the feed's settings", NULL},
    [ORIGIN_COLUMN] = {'C', "column", "from the table", "from the column '%s'"},
};

static const struct {
    char letter;
    const char *name;
    const char *sentence;
} surenesses[SURENESS_COUNT] = {
    [SURENESS_NONE] = {'-', "", ""},
    [SURENESS_MIXED] = {'x', "mixed", "doubtful: it mixes alphabets"},
    [SURENESS_GUESS] = {'?', "guess", "a guess"},
    [SURENESS_LIKELY] = {'~', "likely", "likely"},
    [SURENESS_SURE] = {'!', "sure", "sure"},
};

/* Appends a label without what would end it, at most ORIGIN_LABEL_MAX bytes. */
static char *put_label(char *at, const char *label)
{
    size_t count = 0;

    for (; *label != '\0' && count < ORIGIN_LABEL_MAX; label++) {
        unsigned char c = (unsigned char)*label;

        if (c < ' ' || c == ';')
            continue;
        *at++ = (char)c;
        count++;
    }
    /* Not half of a letter. */
    while (*label != '\0' && ((unsigned char)*label & 0xC0U) == 0x80) {
        label--;
        at--;
    }
    return at;
}

char *origins_encode(const struct origins *origins, char out[ORIGINS_TEXT_MAX])
{
    char *at = out;

    for (size_t i = 0; i < FIELD_COUNT; i++) {
        const struct origin *origin = &origins->field[i];

        if (origin->way == ORIGIN_NOWHERE)
            continue;
        if (at > out)
            *at++ = ';';
        *at++ = fields[i].letter;
        *at++ = ways[origin->way].letter;
        *at++ = surenesses[origin->sureness].letter;
        if (origin->label != NULL)
            at = put_label(at, origin->label);
    }
    *at = '\0';
    return out;
}

static size_t field_of(char letter)
{
    size_t i = 0;

    while (i < FIELD_COUNT && fields[i].letter != letter)
        i++;
    return i;
}

static size_t way_of(char letter)
{
    size_t i = 0;

    while (i < ORIGIN_WAY_COUNT && ways[i].letter != letter)
        i++;
    return i;
}

static size_t sureness_of(char letter)
{
    size_t i = 0;

    while (i < SURENESS_COUNT && surenesses[i].letter != letter)
        i++;
    return i;
}

/* One entry, `len` bytes; what nobody knows is left out. */
static void decode_entry(const char *entry, size_t len, struct arena *arena,
                         struct origins *out)
{
    size_t field;
    size_t way;
    size_t sureness;

    if (len < 3)
        return;
    field = field_of(entry[0]);
    way = way_of(entry[1]);
    sureness = sureness_of(entry[2]);
    if (field == FIELD_COUNT || way == ORIGIN_WAY_COUNT ||
        sureness == SURENESS_COUNT)
        return;
    out->field[field] = (struct origin){
        .way = (enum origin_way)way,
        .sureness = (enum sureness)sureness,
        .label = len == 3 ? NULL : arena_strndup(arena, entry + 3, len - 3),
    };
}

void origins_decode(const char *text, struct arena *arena, struct origins *out)
{
    *out = (struct origins){0};
    text = str_or_empty(text);
    while (*text != '\0') {
        size_t len = strcspn(text, ";");

        decode_entry(text, len, arena, out);
        text += len + (text[len] == ';');
    }
}

const char *origin_field_name(enum origin_field field)
{
    return fields[field].name;
}

const char *origin_way_name(enum origin_way way)
{
    return ways[way].name;
}

const char *sureness_name(enum sureness sureness)
{
    return surenesses[sureness].name;
}

/* `sentence` with the label in the place of its "%s". */
static char *with_label(const char *sentence, const char *label,
                        struct arena *arena)
{
    const char *place = strstr(sentence, "%s");

    return arena_printf(arena, "%.*s%s%s", (int)(place - sentence), sentence,
                        label, place + 2);
}

char *origin_sentence(const struct origins *origins, enum origin_field field,
                      struct arena *arena)
{
    const struct origin *origin = &origins->field[field];
    const char *from = ways[origin->way].sentence;

    if (origin->way == ORIGIN_NOWHERE)
        return NULL;
    if (origin->label != NULL && ways[origin->way].labelled != NULL)
        from = with_label(ways[origin->way].labelled, origin->label, arena);
    return arena_printf(arena, "%s: %s (%s)", fields[field].name, from,
                        surenesses[origin->sureness].sentence);
}
