#include "base/charset.h"
#include "tests/test.h"

TEST(charset, guesses_what_offices_write)
{
    const struct {
        struct str bytes;
        enum charset charset;
        const char *text;
    } cases[] = {
        {STR("Zoé, “Müller”"), CHARSET_UTF_8, "Zoé, “Müller”"},
        {STR("\xEF\xBB\xBFZoé"), CHARSET_UTF_8, "Zoé"},
        {STR("\xFF\xFEZ\0o\0\xE9\0"), CHARSET_UTF_16LE, "Zoé"},
        {STR("\xFE\xFF\0Z\0o\0\xE9"), CHARSET_UTF_16BE, "Zoé"},
        {STR("Z\0o\0e\0,\0\xE9\0"), CHARSET_UTF_16LE, "Zoe,é"},
        {STR("\xFF\xFE\x3D\xD8\x00\xDE"), CHARSET_UTF_16LE, "😀"},
        {STR("Zo\xE9; d\x92"
             "Aix; 5 \x80"),
         CHARSET_WINDOWS_1252, "Zoé; d’Aix; 5 €"},
        {STR("Fran\xE7ois 5 \xA4"), CHARSET_ISO_8859_15, "François 5 €"},
        {STR("c\xBDur na\xEFve"), CHARSET_ISO_8859_15, "cœur naïve"},
        {STR("Zo\x8E M\x9Fller \xDB"), CHARSET_MAC_ROMAN, "Zoé Müller €"},
        {STR("Zoé Zoé Zo\xE9"), CHARSET_UTF_8, "Zoé Zoé Zo\xE9"},
        {STR(""), CHARSET_UTF_8, ""},
        {STR("\xFF\xFEZ"), CHARSET_UTF_16LE, ""},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct str text = charset_decode(cases[i].bytes,
                                         charset_guess(cases[i].bytes), &arena);

        CHECK_INT(charset_guess(cases[i].bytes), cases[i].charset);
        CHECK(str_equal(text, str_of(cases[i].text)));
    }
    arena_free(&arena);
}

TEST(charset, knows_the_names_of_mime)
{
    enum charset charset;

    CHECK(charset_named("ISO-8859-1", &charset));
    CHECK_INT(charset, CHARSET_WINDOWS_1252);
    CHECK(charset_named("Utf-8", &charset));
    CHECK_INT(charset, CHARSET_UTF_8);
    CHECK(!charset_named("KOI8-R", &charset));
}
