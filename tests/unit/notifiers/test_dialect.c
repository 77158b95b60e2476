#include "notifiers/dialect.h"
#include "tests/test.h"

TEST(dialect, knows_where_a_gateway_is)
{
    static const char usual[] = "https://{region=eu}.example.org/1.0";
    struct gateway_settings settings = {0};
    struct arena arena = {0};

    CHECK_STR(dialect_base(&settings, usual, &arena),
              "https://eu.example.org/1.0");
    settings.region = "us";
    CHECK_STR(dialect_base(&settings, usual, &arena),
              "https://us.example.org/1.0");
    CHECK_STR(dialect_base(&settings, "https://example.org", &arena),
              "https://example.org");
    settings.url = "http://127.0.0.1:8/x//";
    CHECK_STR(dialect_base(&settings, usual, &arena), "http://127.0.0.1:8/x");
    arena_free(&arena);
}

static bool is_fit(const char *to, const char *text, size_t letters_max)
{
    const struct message message = {.to = to, .text = text};
    struct error err;

    return dialect_check_sms(&message, letters_max, &err);
}

TEST(dialect, an_sms_has_a_number_and_a_text_that_fits)
{
    CHECK(is_fit("+33639980001", "é", 1));
    CHECK(!is_fit("+33639980001", "éa", 1));
    CHECK(!is_fit("+33639980001", "", 1));
    CHECK(!is_fit("33639980001", "x", 1));
    CHECK(!is_fit("+33639980001x", "x", 1));
    CHECK(!is_fit("+1234567890123456", "x", 1));
    CHECK(!is_fit("+", "x", 1));
    CHECK(!is_fit("", "x", 1));
    CHECK(!is_fit(NULL, "x", 1));
}

TEST(dialect, hands_the_rest_of_the_time_on)
{
    struct message message = {0};

    CHECK_INT(dialect_validity(&message, 60, 3600), 0);
    message.useful.s = 5;
    CHECK_INT(dialect_validity(&message, 60, 3600), 60);
    message.useful.s = 600;
    CHECK_INT(dialect_validity(&message, 60, 3600), 600);
    message.useful.s = 86400;
    CHECK_INT(dialect_validity(&message, 60, 3600), 3600);
}

TEST(dialect, leaves_at_the_attempt_not_at_the_writing)
{
    struct message message = {.date = {100}};

    CHECK_INT(dialect_sending(&message).unix_s, 100);
    message.sending.unix_s = 200;
    CHECK_INT(dialect_sending(&message).unix_s, 200);
}

TEST(dialect, finds_what_stands_between_tags)
{
    const struct str xml = STR("<a><Code>X</Code><Code>Y</Code></a>");
    struct arena arena = {0};

    CHECK_STR(dialect_tag(xml, "Code", &arena), "X");
    CHECK_NULL(dialect_tag(xml, "Message", &arena));
    CHECK_NULL(dialect_tag(STR("<Code>X"), "Code", &arena));
    CHECK_NULL(dialect_tag((struct str){0}, "Code", &arena));
    arena_free(&arena);
}

static const struct code_rule rules[] = {
    {"7", DELIVERY_RETRY, "seven", false},
    {"10-20", DELIVERY_CONFIG, "some", false},
    {"OptedOut", DELIVERY_REFUSED, "opted out", true},
};

static const char *meaning(const char *code)
{
    const struct code_table table = {rules, ARRAY_LEN(rules)};
    const struct code_rule *rule = code_table_find(&table, code);

    return rule == NULL ? NULL : rule->means;
}

TEST(code_table, knows_numbers_ranges_and_words)
{
    CHECK_STR(meaning("7"), "seven");
    CHECK_STR(meaning("10"), "some");
    CHECK_STR(meaning("20"), "some");
    CHECK_STR(meaning("optedout"), "opted out");
    CHECK_NULL(meaning("9"));
    CHECK_NULL(meaning("21"));
    CHECK_NULL(meaning("15x"));
    CHECK_NULL(meaning("99999999999999999999"));
    CHECK_NULL(meaning(""));
    CHECK_NULL(meaning(NULL));
}

TEST(code_table, explains_a_receipt)
{
    const struct code_table table = {rules, ARRAY_LEN(rules)};
    struct receipt receipt = {0};

    code_table_explain(&table, "0", &receipt);
    CHECK_NULL(receipt.code);
    code_table_explain(&table, "7", &receipt);
    CHECK_STR(receipt.code, "7");
    CHECK(receipt.is_passing && !receipt.suppress);
    receipt = (struct receipt){.detail = "said"};
    code_table_explain(&table, "OptedOut", &receipt);
    CHECK_STR(receipt.detail, "said");
    CHECK(receipt.suppress && !receipt.is_passing);
    receipt = (struct receipt){0};
    code_table_explain(&table, "new", &receipt);
    CHECK_STR(receipt.code, "new");
    CHECK(!receipt.suppress && !receipt.is_passing);
}
