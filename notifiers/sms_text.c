#include "notifiers/sms_text.h"

#include "base/utf8.h"

/* 3GPP TS 23.040 9.2.3.24.1: the header of a part takes 6 octets. */
#define GSM_PART  153
#define UCS2_PART 67

/*
 * The basic table of 3GPP TS 23.038 6.2.1 beyond ASCII, and what of ASCII is
 * missing from it. The extension table (6.2.1.1) costs two septets.
 */
static const uint16_t gsm_beyond_ascii[] = {
    0x00a3, 0x00a5, 0x00e8, 0x00e9, 0x00f9, 0x00ec, 0x00f2, 0x00c7,
    0x00d8, 0x00f8, 0x00c5, 0x00e5, 0x0394, 0x03a6, 0x0393, 0x039b,
    0x03a9, 0x03a0, 0x03a8, 0x03a3, 0x0398, 0x039e, 0x00c6, 0x00e6,
    0x00df, 0x00c9, 0x00a4, 0x00a1, 0x00c4, 0x00d6, 0x00d1, 0x00dc,
    0x00a7, 0x00bf, 0x00e4, 0x00f6, 0x00f1, 0x00fc, 0x00e0,
};
static const uint16_t gsm_extension[] = {
    '\f', '^', '{', '}', '\\', '[', '~', ']', '|', 0x20ac,
};
static const uint16_t gsm_missing[] = {'`', '\t'};

/* What loses nothing by being plain. */
static const struct {
    uint16_t point;
    const char *plain;
} plain_letters[] = {
    {0x2018, "'"},  {0x2019, "'"},   {0x02bc, "'"},  {0x201c, "\""},
    {0x201d, "\""}, {0x201e, "\""},  {0x00ab, "\""}, {0x00bb, "\""},
    {0x2013, "-"},  {0x2014, "-"},   {0x2010, "-"},  {0x2011, "-"},
    {0x2212, "-"},  {0x2026, "..."}, {0x00a0, " "},  {0x202f, " "},
    {0x2009, " "},  {0x2007, " "},   {'\t', " "},    {0x00ad, ""},
    {0x200b, ""},   {0x200e, ""},    {0x200f, ""},   {0xfeff, ""},
    {0x0153, "oe"}, {0x0152, "OE"},  {0x00ea, "e"},  {0x00eb, "e"},
    {0x00ee, "i"},  {0x00ef, "i"},   {0x00f4, "o"},  {0x00fb, "u"},
    {0x00e2, "a"},  {0x00e7, "c"},   {0x00c0, "A"},  {0x00c2, "A"},
    {0x00c8, "E"},  {0x00ca, "E"},   {0x00cb, "E"},  {0x00ce, "I"},
    {0x00cf, "I"},  {0x00d4, "O"},   {0x00d9, "U"},  {0x00db, "U"},
    {0x00ff, "y"},  {'`', "'"},      {0x00e1, "a"},  {0x00ed, "i"},
    {0x00f3, "o"},  {0x00fa, "u"},   {0x00c1, "A"},  {0x00cd, "I"},
    {0x00d3, "O"},  {0x00da, "U"},
};

static bool holds(const uint16_t *table, size_t count, uint32_t point)
{
    for (size_t i = 0; i < count; i++) {
        if (table[i] == point)
            return true;
    }
    return false;
}

/* Septets a letter takes; 0 when the alphabet has none for it. */
static size_t septets(uint32_t point)
{
    if ((point >= 'a' && point <= 'z') || point == ' ')
        return 1; /* most of them */
    if (holds(gsm_extension, ARRAY_LEN(gsm_extension), point))
        return 2;
    if (holds(gsm_missing, ARRAY_LEN(gsm_missing), point))
        return 0;
    if (point == '\n' || point == '\r' || (point >= 0x20 && point < 0x7f))
        return 1;
    return holds(gsm_beyond_ascii, ARRAY_LEN(gsm_beyond_ascii), point) ? 1 : 0;
}

static size_t utf16_units(uint32_t point)
{
    return point > 0xffff ? 2 : 1;
}

static bool is_gsm(struct str text)
{
    uint32_t point;

    while (utf8_next(&text, &point)) {
        if (septets(point) == 0)
            return false;
    }
    return true;
}

/* Parts of `part` units each, none of which ends inside a letter. */
static int count_parts(struct str text, size_t (*units)(uint32_t), size_t part)
{
    size_t used = 0;
    uint32_t point;
    int parts = 1;

    while (utf8_next(&text, &point)) {
        if (used + units(point) > part) {
            parts++;
            used = 0;
        }
        used += units(point);
    }
    return parts;
}

struct sms_size sms_text_size(const char *text)
{
    struct str all = str_of(text);
    struct str rest = all;
    struct sms_size size = {.is_gsm = is_gsm(all), .parts = 1};
    size_t (*units)(uint32_t) = size.is_gsm ? septets : utf16_units;
    uint32_t point;

    while (utf8_next(&rest, &point))
        size.units += units(point);
    if (size.units > (size.is_gsm ? SMS_LETTERS_GSM : SMS_LETTERS_UCS2))
        size.parts =
            count_parts(all, units, size.is_gsm ? GSM_PART : UCS2_PART);
    return size;
}

const char *sms_text_stranger(const char *text, struct arena *arena)
{
    struct str rest = str_of(text);
    const char *at = rest.at;
    uint32_t point;

    while (utf8_next(&rest, &point)) {
        if (septets(point) == 0)
            return arena_strndup(arena, at, (size_t)(rest.at - at));
        at = rest.at;
    }
    return NULL;
}

char *sms_text_alphabet(struct arena *arena)
{
    struct buf out;
    char *text;

    buf_init(&out, 4 * ARRAY_LEN(gsm_beyond_ascii));
    for (size_t i = 0; i < ARRAY_LEN(gsm_beyond_ascii); i++)
        (void)utf8_put(gsm_beyond_ascii[i], &out);
    (void)utf8_put(0x20ac, &out);
    text = arena_strdup(arena, buf_text(&out));
    buf_finish(&out);
    return text;
}

static void put_plain(uint32_t point, struct buf *out)
{
    for (size_t i = 0; i < ARRAY_LEN(plain_letters); i++) {
        if (plain_letters[i].point == point) {
            (void)buf_add_text(out, plain_letters[i].plain);
            return;
        }
    }
    (void)utf8_put(point, out);
}

void sms_text_plain(struct str text, struct buf *out)
{
    uint32_t point;

    while (utf8_next(&text, &point))
        put_plain(point, out);
}
