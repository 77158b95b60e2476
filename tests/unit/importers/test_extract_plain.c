#include "importers/extract_plain.h"
#include "tests/test.h"

TEST(extract_plain, makes_lines_of_markup)
{
    static const struct {
        const char *text;
        const char *plain;
    } cases[] = {
        {NULL, ""},
        {"Name: Ada", "Name: Ada"},
        {"<b>Booked by</b>\nAda<br>ada@example.org", "Booked by\nAda\n"
                                                     "ada@example.org"},
        {"<p>one</p><p>two</p>", "one\n\ntwo"},
        {"<ul><li>a</li><li>b</li></ul>", "a\nb"},
        {"<html><head><title>x</title></head><body>y", "y"},
        {"a<script>if (1 < 2) alert(1)</script>b", "ab"},
        {"a<script>never closed", "a"},
        {"Ada &amp; Bo &eacute;&#233;&#xE9;", "Ada & Bo ééé"},
        {"&nosuch; & &#0; &", "&nosuch; & &#0; &"},
        {"Ada <ada@example.org>", "Ada <ada@example.org>"},
        {"1 < 2 and <3", "1 < 2 and <3"},
        {"Name: Ada\\nPhone: 1\\, 2", "Name: Ada\nPhone: 1, 2"},
        {"only \\, here", "only \\, here"},
        {"<br", "<br"},
        {"a <b unfinished", "a b unfinished"},
    };
    struct arena arena = {0};

    for (size_t i = 0; i < ARRAY_LEN(cases); i++)
        CHECK_STR(extract_plain(cases[i].text, &arena), cases[i].plain);
    arena_free(&arena);
}
