#include "base/utf8.h"
#include "tests/test.h"

TEST(utf8, knows_what_is_well_formed)
{
    static const struct {
        const char *text;
        bool valid;
    } cases[] = {
        {"", true},
        {"Élodie", true},
        {"\xF0\x9F\x98\x80", true},
        {"\xC0\xAF", false},         /* overlong */
        {"\xE0\x80\xAF", false},     /* overlong */
        {"\xED\xA0\x80", false},     /* surrogate */
        {"\xF4\x90\x80\x80", false}, /* past the end */
        {"\xC3", false},             /* cut */
        {"caf\xE9", false},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_INT(utf8_is_valid(str_of(cases[i].text)), cases[i].valid);
}

TEST(utf8, reads_stray_bytes_as_windows_1252)
{
    struct str rest = STR("\x80\xE9z\xC3\xA9");
    uint32_t point;

    CHECK(utf8_next(&rest, &point));
    CHECK_UINT(point, 0x20AC);
    CHECK(utf8_next(&rest, &point));
    CHECK_UINT(point, 0xE9);
    CHECK(utf8_next(&rest, &point));
    CHECK_UINT(point, 'z');
    CHECK(utf8_next(&rest, &point));
    CHECK_UINT(point, 0xE9);
    CHECK(!utf8_next(&rest, &point));
}

TEST(utf8, writes_what_it_reads)
{
    const char *text = "aé€\xF0\x9F\x98\x80";
    struct str rest = str_of(text);
    struct buf out;
    uint32_t point;

    buf_init(&out, 100);
    while (utf8_next(&rest, &point))
        CHECK(utf8_put(point, &out));
    CHECK_STR(buf_text(&out), text);
    CHECK_UINT(utf8_count(buf_str(&out)), 4);

    buf_clear(&out);
    CHECK(utf8_put(0xD800, &out));
    CHECK_STR(buf_text(&out), "\xEF\xBF\xBD");
    buf_finish(&out);
}
