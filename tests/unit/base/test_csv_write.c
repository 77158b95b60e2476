#include "base/csv_write.h"
#include "base/escape.h"
#include "tests/test.h"

TEST(csv_write, lets_no_cell_act)
{
    static const struct {
        const char *text;
        enum csv_cell_kind kind;
        const char *cell;
    } cases[] = {
        {"Ada", CSV_CELL_TEXT, "\"Ada\""},
        {"", CSV_CELL_TEXT, "\"\""},
        {"say \"no\", please", CSV_CELL_TEXT, "\"say \"\"no\"\", please\""},
        {"two\r\nlines", CSV_CELL_TEXT, "\"two\nlines\""},
        {"=1+1", CSV_CELL_TEXT, "\"'=1+1\""},
        {"  =cmd|' /C calc'!A0", CSV_CELL_TEXT, "\"'  =cmd|' /C calc'!A0\""},
        {"+33639980001", CSV_CELL_TEXT, "\"'+33639980001\""},
        {"-5.00", CSV_CELL_TEXT, "\"'-5.00\""},
        {"@SUM(A1)", CSV_CELL_TEXT, "\"'@SUM(A1)\""},
        {"\t=1", CSV_CELL_TEXT, "\"'\t=1\""},
        {"\r=1", CSV_CELL_TEXT, "\"'=1\""},
        {"\n=1", CSV_CELL_TEXT, "\"'\n=1\""},
        {"＝1+1", CSV_CELL_TEXT, "\"'＝1+1\""},
        {"\xC2\xA0\xEF\xBC\x8B"
         "1",
         CSV_CELL_TEXT,
         "\"'\xC2\xA0\xEF\xBC\x8B"
         "1\""},
        {"\xEF\xBB\xBF=1", CSV_CELL_TEXT, "\"'\xEF\xBB\xBF=1\""},
        {"\"=1\"", CSV_CELL_TEXT, "\"'\"\"=1\"\"\""},
        {"Ada = Bo", CSV_CELL_TEXT, "\"Ada = Bo\""},
        {"+33639980001", CSV_CELL_PHONE, "\"+33639980001\""},
        {"+1+cmd", CSV_CELL_PHONE, "\"'+1+cmd\""},
        {"+", CSV_CELL_PHONE, "\"'+\""},
        {"-5.00", CSV_CELL_NUMBER, "\"-5.00\""},
        {"-5+1", CSV_CELL_NUMBER, "\"'-5+1\""},
        {"a\x01\x7F"
         "b",
         CSV_CELL_TEXT, "\"ab\""},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct buf out;

        buf_init(&out, 200);
        csv_write_cell(str_of(cases[i].text), cases[i].kind, &out);
        CHECK_STR(buf_text(&out), cases[i].cell);
        buf_finish(&out);
    }
}

TEST(csv_write, sets_commas_between_cells_only)
{
    struct buf out;

    buf_init(&out, 200);
    csv_write_cell(STR("a"), CSV_CELL_TEXT, &out);
    csv_write_cell(STR("b\n"), CSV_CELL_TEXT, &out);
    csv_write_end(&out);
    csv_write_cell(STR(""), CSV_CELL_TEXT, &out);
    csv_write_cell(STR("c"), CSV_CELL_TEXT, &out);
    csv_write_end(&out);
    CHECK_STR(buf_text(&out), "\"a\",\"b\n\"\r\n\"\",\"c\"\r\n");
    buf_finish(&out);
}

TEST(escape, lets_nothing_act_on_a_screen)
{
    struct buf out;

    buf_init(&out, 200);
    escape_screen(STR("Zoé\t1\n\x1B[2J\r\b\x7F\xC2\x9B"
                      "31m\xE2\x80\xAE"
                      "x"
                      "\xE2\x81\xA6\xE2\x80\x8F"),
                  &out);
    CHECK_STR(buf_text(&out), "Zoé\t1\n�[2J����31m�x��");
    buf_finish(&out);
}
