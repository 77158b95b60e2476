#include "importers/vcard.h"
#include "tests/test.h"

static struct arena arena;

static struct csv_result read_cards(const char *document)
{
    struct office office = {.country = "FR", .currency = "EUR"};
    struct csv_result result;
    struct error err;

    if (!vcard_read(str_of(document), &office, &arena, &result, &err))
        FAIL(err.text);
    CHECK(result.is_customer_list);
    return result;
}

static struct csv_customer only_card(const char *properties)
{
    struct csv_result result = read_cards(arena_printf(
        &arena, "BEGIN:VCARD\r\nVERSION:3.0\r\n%sEND:VCARD\r\n", properties));

    CHECK_UINT(result.rejected.count, 0);
    CHECK_UINT(result.customer_count, 1);
    return result.customers[0];
}

TEST(vcard, is_told_by_its_first_line)
{
    CHECK(vcard_is(STR("BEGIN:VCARD\r\n")));
    CHECK(vcard_is(STR("\xEF\xBB\xBF\r\nbegin:vcard\n")));
    CHECK(!vcard_is(STR("BEGIN:VCALENDAR\n")));
    CHECK(!vcard_is(STR("name,BEGIN:VCARD\n")));
    CHECK(!vcard_is(STR("")));
}

TEST(vcard, reads_what_a_telephone_of_apple_writes)
{
    struct csv_customer card =
        only_card("PRODID:-//Apple Inc.//iPhone OS 17.0//EN\r\n"
                  "N:Martin;Zoé;;;\r\n"
                  "FN:Zoé Martin\r\n"
                  "ORG:Atelier;\r\n"
                  "EMAIL;type=INTERNET;type=HOME:zoe@example.org\r\n"
                  "EMAIL;type=INTERNET;type=WORK;type=pref:z@example.org\r\n"
                  "TEL;type=HOME;type=VOICE:01 99 00 12 34\r\n"
                  "TEL;type=CELL;type=VOICE;type=pref:06 39 98 00 01\r\n"
                  "PHOTO;ENCODING=b;TYPE=JPEG:/9j/4AAQSkZJRgABAQAAS\r\n"
                  " TEL;TYPE=CELL:0639980009\r\n"
                  "BDAY;value=date;X-APPLE-OMIT-YEAR=1604:1604-04-15\r\n"
                  "UID:8f0c2a34-0000-4000-8000-000000000001\r\n");

    CHECK_UINT(card.line, 1);
    CHECK_STR(card.name, "Zoé Martin");
    CHECK_STR(card.phone, "+33639980001");
    CHECK_STR(card.mail, "z@example.org");
    CHECK_STR(card.external, "8f0c2a34-0000-4000-8000-000000000001");
    CHECK_INT(card.birth_year, 0);
    CHECK_NULL(card.phone_doubt);
    arena_free(&arena);
}

TEST(vcard, reads_what_old_telephones_write)
{
    struct csv_result result = read_cards(
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Mod=C3=A8le;Ren=\r\n"
        "=C3=A9;;;\r\n"
        "TEL;HOME;FAX:0199001200\r\n"
        "TEL;WORK:0199001201\r\n"
        "TEL;CELL;PREF:+33 6 39 98 00 02\r\n"
        "AGENT:\r\nBEGIN:VCARD\r\nN:Nobody;Bo\r\nEND:VCARD\r\n"
        "PHOTO;JPEG;ENCODING=BASE64:\r\n"
        " /9j/4AAQSkZJRgABAQAASABIAAD\r\n\r\n"
        "BDAY:19800229\r\n"
        "END:VCARD\r\n"
        "BEGIN:VCARD\r\nVERSION:2.1\r\n"
        "N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Mod=E8le;L=E9a\r\n"
        "END:VCARD\r\n");

    CHECK_UINT(result.customer_count, 2);
    CHECK_UINT(result.rejected.count, 0);
    CHECK_STR(result.customers[0].name, "René Modèle");
    CHECK_STR(result.customers[0].phone, "+33639980002");
    CHECK_INT(result.customers[0].birth_year, 1980);
    CHECK_STR(result.customers[1].name, "Léa Modèle");
    CHECK_UINT(result.customers[1].line, 17);
    arena_free(&arena);
}

TEST(vcard, reads_version_4)
{
    struct csv_customer card = only_card(
        "KIND:individual\r\n"
        "FN:Ada\r\n  Martin\r\n"
        "TEL;VALUE=uri;TYPE=\"voice,work\":tel:+33-1-99-00-12-34\r\n"
        "TEL;VALUE=uri;PREF=1;TYPE=\"voice,cell\":tel:+33-639-98-00-03"
        ";ext=5\r\n"
        "EMAIL;PREF=1:mailto:ada@example.org\r\n"
        "LANG;PREF=2:en\r\nLANG;PREF=1:fr\r\n"
        "BDAY:--0415\r\n"
        "UID:urn:uuid:4fbe8971-0bc3-424c-9c26-36c3e1eff6b1\r\n");

    CHECK_STR(card.name, "Ada Martin");
    CHECK_STR(card.phone, "+33639980003");
    CHECK_STR(card.mail, "ada@example.org");
    CHECK_STR(card.external, "4fbe8971-0bc3-424c-9c26-36c3e1eff6b1");
    CHECK_INT(card.birth_year, 0);
    arena_free(&arena);
}

TEST(vcard, takes_the_number_that_can_be_texted)
{
    static const struct {
        const char *lines;
        const char *phone; /* NULL: none */
        const char *doubt;
    } cases[] = {
        {"TEL;TYPE=HOME:0199001234\r\nTEL;TYPE=CELL:0639980001\r\n",
         "+33639980001", NULL},
        {"TEL;TYPE=WORK:0199001234\r\nTEL;TYPE=HOME:0199001235\r\n",
         "+33199001235", NULL},
        {"item1.TEL:0199001234\r\nitem1.X-ABLabel:Bureau\r\n"
         "item2.TEL;TYPE=WORK:0199001236\r\nitem2.X-ABLabel:Portable\r\n",
         "+33199001236", NULL},
        {"TEL:+493023125001\r\nTEL:+4915228817386\r\n", "+4915228817386", NULL},
        {"TEL;TYPE=FAX:0199001234\r\n", NULL, NULL},
        {"TEL;TYPE=CELL:12345\r\n", NULL, "12345"},
        {"TEL;TYPE=CELL:12345\r\nTEL;TYPE=WORK:0199001234\r\n", "+33199001234",
         NULL},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct csv_customer card =
            only_card(arena_printf(&arena, "FN:Ada\r\n%s", cases[i].lines));

        CHECK(str_same(card.phone, cases[i].phone));
        CHECK(str_same(card.phone_doubt, cases[i].doubt));
    }
    arena_free(&arena);
}

TEST(vcard, finds_a_name_where_there_is_one)
{
    CHECK_STR(only_card("N:Martin;Ada;;Dr;\r\n").name, "Ada Martin");
    CHECK_STR(only_card("N:;;;;\r\nFN:\r\nORG:Atelier du Lac;Bureau\r\n").name,
              "Atelier du Lac");
    CHECK_STR(only_card("FN:Martin\\, Ada\\; junior\r\n").name,
              "Martin, Ada; junior");
    CHECK_STR(only_card("fn:\x1b[2JAda\xE2\x80\xAE\r\n").name, "[2JAda");
    arena_free(&arena);
}

TEST(vcard, lists_what_it_cannot_take)
{
    struct csv_result result =
        read_cards("BEGIN:VCARD\nTEL:1\nEND:VCARD\n"
                   "BEGIN:VCARD\nFN:Ada\n"
                   "BEGIN:VCARD\nFN:Bo\nEND:VCARD\n"
                   "BEGIN:VCARD\nKIND:group\nFN:All\nEND:VCARD\n"
                   "nonsense\nBEGIN:VCARD\nFN:Cy\n");

    CHECK_UINT(result.customer_count, 1);
    CHECK_STR(result.customers[0].name, "Bo");
    CHECK_UINT(result.ignored_count, 1);
    CHECK_UINT(result.rejected.count, 3);
    CHECK_UINT(result.rejected.items[0].line, 1);
    CHECK_CONTAINS(result.rejected.items[0].reason, "neither a name");
    CHECK_UINT(result.rejected.items[1].line, 4);
    CHECK_CONTAINS(result.rejected.items[1].reason, "without END:VCARD");
    CHECK_UINT(result.rejected.items[2].line, 14);
    arena_free(&arena);
}

TEST(vcard, refuses_what_holds_no_card)
{
    struct office office = {.country = "FR"};
    struct csv_result result;
    struct error err;

    CHECK(
        !vcard_read(STR("END:VCARD\nhello\n"), &office, &arena, &result, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    CHECK_CONTAINS(err.text, "no vCard");
    arena_free(&arena);
}
