/* test_wording_check.c - texts that are refused when they are saved */
#include <string.h>

#include "notifiers/texts.h"
#include "notifiers/wording_check.h"
#include "tests/test.h"

static const struct service services[] = {
    {.name = "Détartrage"},
    {.name = "Soin (45 min.)"},
    {.name = "Rendez-vous"},
    {.name = "Botox\\E|x"},
};

static struct office office_of(const char *phone)
{
    return (struct office){
        .name = "Cabinet des Lilas",
        .language = "fr",
        .phone = phone,
        .services = services,
        .service_count = ARRAY_LEN(services),
    };
}

/* What is said of a text: the error, the first warning, or "". */
static const char *verdict_of(const struct text *text,
                              struct wording_report *report)
{
    static struct arena arena;
    static struct error err;
    struct office office = office_of("+33 1 99 00 12 34");

    if (strcmp(text->language, "zh") == 0)
        office.name = "丁香诊所";
    arena_free(&arena);
    if (!wording_check(&office, text, &arena, report, &err)) {
        CHECK_INT(err.kind, ERROR_USAGE);
        return err.text;
    }
    return report->warning_count == 0 ? "" : report->warnings[0];
}

static const char *verdict(enum channel channel, const char *subject,
                           const char *body)
{
    struct wording_report report;
    struct text text = {
        .rule = "",
        .language = "fr",
        .channel = channel,
        .subject = subject,
        .body = body,
    };

    return verdict_of(&text, &report);
}

static const char *sms(const char *body)
{
    return verdict(CHANNEL_SMS, NULL, body);
}

TEST(wording_check, lets_good_texts_pass)
{
    CHECK_STR(sms("RDV {{start.date}} {{ start.time }}, {{office.name}}"), "");
    CHECK_STR(sms("RDV {{start.date}}{{#site}} à {{site}}{{/site}}"), "");
    CHECK_STR(sms("{{! a note }}RDV {{start.weekday}}"), "");
    CHECK_STR(sms("{{^customer.name}}Bonjour{{/customer.name}}"), "");
    CHECK_STR(verdict(CHANNEL_MAIL, "RDV {{start.date}}",
                      "{{#service}}{{service}}{{/service}}"),
              "");
}

TEST(wording_check, names_an_unknown_placeholder_and_those_there_are)
{
    CHECK_CONTAINS(sms("{{start.dat}}"), "{{start.dat}}");
    CHECK_CONTAINS(sms("{{start.dat}}"), "customer.name, customer.short");
    CHECK_CONTAINS(sms("{{#site}}{{nom}}{{/site}}"), "{{nom}}");
    CHECK_CONTAINS(sms("{{^site}}{{nom}}{{/site}}"), "{{nom}}");
    CHECK_CONTAINS(verdict(CHANNEL_MAIL, "{{x}}", "ok"), "subject: unknown");
}

TEST(wording_check, refuses_broken_templates)
{
    CHECK(*sms("{{#site}}never closed") != '\0');
    CHECK(*sms("{{start.date") != '\0');
    CHECK(*sms("{{{start.date}}}") != '\0');
    CHECK(*sms("") != '\0');
}

TEST(wording_check, refuses_what_is_certainly_empty)
{
    struct office office = office_of(NULL);
    struct text text = {.language = "fr",
                        .channel = CHANNEL_SMS,
                        .body = "Appelez le {{office.phone}}"};
    struct arena arena = {0};
    struct wording_report report;
    struct error err;

    CHECK(!wording_check(&office, &text, &arena, &report, &err));
    CHECK_CONTAINS(err.text, "{{office.phone}} is empty");
    text.body = "x{{#office.phone}} {{office.phone}}{{/office.phone}}";
    CHECK(wording_check(&office, &text, &arena, &report, &err));
    CHECK_UINT(report.warning_count, 0);
    CHECK_CONTAINS(sms("{{office.address}}"), "{{office.address}} is empty");
    arena_free(&arena);
}

TEST(wording_check, warns_of_what_may_be_empty)
{
    CHECK_CONTAINS(sms("Bonjour {{customer.name}}"), "may be empty");
    CHECK_CONTAINS(sms("{{#site}}{{/site}}{{site}}"), "may be empty");
    CHECK_CONTAINS(sms("{{^site}}{{site}}{{/site}}"), "may be empty");
}

TEST(wording_check, keeps_the_treatment_out_of_an_sms)
{
    CHECK_CONTAINS(sms("RDV {{service}}"), "tells the treatment");
    CHECK_STR(sms("RDV{{#prepare}} {{prepare}}{{/prepare}}"), "");
    CHECK_CONTAINS(sms("Votre DÉTARTRAGE le {{start.date}}"),
                   "'Détartrage' in an SMS");
    CHECK_CONTAINS(sms("Vos détartrages"), "tells the treatment");
    CHECK_CONTAINS(sms("Soin (45 min.) demain"), "tells the treatment");
    CHECK_CONTAINS(sms("your root canal"), "'root canal' in an SMS");
    CHECK_CONTAINS(sms("votre vaccination"), "tells the treatment");
    /* A word for any visit tells nothing, and no word is part of another. */
    CHECK_STR(sms("Votre rendez-vous du {{start.date}}"), "");
    CHECK_STR(sms("Le vaccinodrome"), "");
    /* In a mail the customer reads it alone. */
    CHECK_STR(verdict(CHANNEL_MAIL, NULL, "Votre détartrage"), "");
}

TEST(wording_check, warns_of_what_costs_more)
{
    CHECK_CONTAINS(sms("Жду {{start.date}}"),
                   "'Ж' (U+0416) is outside the SMS alphabet");
    CHECK_CONTAINS(sms("a very long text a very long text a very long text a "
                       "very long text a very long text a very long text a "
                       "very long text a very long text {{start.date}} "
                       "{{start.time}}"),
                   "2 SMS parts");
    /* Letters we make plain ourselves cost nothing. */
    CHECK_STR(sms("L’août, c’est {{start.date}}"), "");
}

TEST(wording_check, offers_cheaper_letters_where_they_are_enough)
{
    struct wording_report report;
    struct text text = {
        .rule = "",
        .language = "fr",
        .channel = CHANNEL_SMS,
        .body = "Žádost o {{start.time}}, ño, é 🙂",
    };

    CHECK_CONTAINS(verdict_of(&text, &report), "'Ž' (U+017D)");
    CHECK_STR(report.stranger, "Ž");
    CHECK_STR(report.rewrite, "Zadost o {{start.time}}, ño, é ");
    /* The office's own name tips it: no words of the text would help. */
    text.body = "Жду {{start.time}}";
    (void)verdict_of(&text, &report);
    CHECK_NULL(report.rewrite);
    CHECK_STR(report.stranger, "Ж");
    CHECK_INT(report.usual.parts, 1);
    CHECK(!report.usual.is_gsm);
}

TEST(wording_check, says_whose_letter_it_is)
{
    struct office office = {.name = "Centre Żywiec", .language = "pl"};
    struct text text = {
        .rule = "",
        .language = "pl",
        .channel = CHANNEL_SMS,
        .body = "{{office.name}} {{start.time}}",
    };
    struct wording_report report;
    struct arena arena = {0};
    struct error err;

    CHECK(wording_check(&office, &text, &arena, &report, &err));
    CHECK_CONTAINS(report.warnings[0], "'Ż' (U+017B) in the office's name is");
    text.body = "{{start.date}}"; /* środa, 23 września */
    CHECK(wording_check(&office, &text, &arena, &report, &err));
    CHECK_CONTAINS(report.warnings[0], "'ś' (U+015B) in a value is");
    text.body = "Żż {{start.date}}";
    CHECK(wording_check(&office, &text, &arena, &report, &err));
    CHECK_CONTAINS(report.warnings[0], "'Ż' (U+017B) is outside");
    arena_free(&arena);
}

TEST(wording_check, measures_the_longest_day_and_a_household)
{
    struct wording_report report;
    struct text text = {
        .rule = "",
        .language = "fr",
        .channel = CHANNEL_SMS,
        .body = "{{start.date}}{{#several}} {{#visits}}{{customer.short}}"
                "{{#more}}, {{/more}}{{/visits}}{{/several}}",
    };

    (void)verdict_of(&text, &report);
    CHECK_UINT(report.usual.units, strlen("mercredi 23 septembre"));
    CHECK_UINT(report.longest.units, strlen("mercredi 23 septembre"));
    CHECK_UINT(report.household.units,
               strlen("mercredi 23 septembre Alexandra, Thomas, Emma"));
    text.language = "en";
    (void)verdict_of(&text, &report);
    CHECK_UINT(report.longest.units, strlen("Wednesday, September 23"));
    CHECK_STR(report.sample, "Wednesday, September 23");
}

TEST(wording_check, knows_which_placeholders_have_their_place)
{
    struct wording_report report;
    struct text moved = {
        .rule = "",
        .language = "fr",
        .kind = MESSAGE_MOVED,
        .channel = CHANNEL_SMS,
        .body = "{{was.date}} {{was.short}} {{was.time}} {{was.weekday}}",
    };

    CHECK_STR(verdict_of(&moved, &report), "");
    CHECK_CONTAINS(sms("{{was.date}}"), "only a text of the kind 'moved'");
    CHECK_CONTAINS(sms("{{#more}}, {{/more}}"), "belongs into {{#visits}}");
    CHECK_CONTAINS(sms("{{#visits}}{{#visits}}x{{/visits}}{{/visits}}"),
                   "{{#visits}} inside {{#visits}}");
    CHECK_CONTAINS(sms("{{visits}}"), "is a condition");
    CHECK_CONTAINS(sms("{{several}}"), "write {{#several}}…{{/several}}");
    CHECK_STR(sms("{{#visits}}{{start.time}}{{#more}}, {{/more}}{{/visits}}"),
              "");
    CHECK_STR(sms("{{#first}}Bienvenue ! {{/first}}{{^first}}x{{/first}}"), "");
}

TEST(wording_check, warns_of_an_answer_that_unsubscribes)
{
    CHECK_CONTAINS(sms("Reply CANCEL to cancel"), "the answer CANCEL");
    CHECK_CONTAINS(sms("YES or no"), "the answer YES");
    CHECK_STR(sms("WEEKEND {{start.date}}"), "");
    CHECK_STR(sms("Reply 1 or 2"), "");
}

TEST(wording_check, keeps_the_treatment_out_in_every_language)
{
    CHECK_CONTAINS(sms("Zahnreinigung am {{start.date}}"), "'*reinigung'");
    CHECK_CONTAINS(sms("Ihre Implantatbehandlung"), "tells the treatment");
    CHECK_CONTAINS(sms("su limpieza del {{start.date}}"), "'limpieza'");
    CHECK_CONTAINS(sms("您预约了洗牙。"), "'洗牙'");
    CHECK_STR(sms("Termin am {{start.date}}"), "");
    CHECK_STR(sms("提醒您{{start.date}}有预约。"), "");
}

/* Every text of every language, in an office that has all there is to say. */
TEST(wording_check, finds_no_fault_with_our_own_texts)
{
    struct arena arena = {0};
    struct wording_report report;
    const char *language;
    size_t count = 0;

    for (size_t i = 0; (language = texts_language_at(i, &arena)) != NULL; i++) {
        for (int kind = 0; kind < MESSAGE_KIND_COUNT; kind++) {
            struct text text = {
                .rule = "",
                .kind = (enum message_kind)kind,
                .language = language,
                .channel = CHANNEL_SMS,
                .body = wording_default((enum message_kind)kind, language,
                                        "sms", &arena),
            };

            CHECK_STR(verdict_of(&text, &report), "");
            text.channel = CHANNEL_MAIL;
            text.body = wording_default((enum message_kind)kind, language,
                                        "mail", &arena);
            text.subject = wording_default((enum message_kind)kind, language,
                                           "mail.subject", &arena);
            CHECK(text.subject != NULL);
            CHECK_STR(verdict_of(&text, &report), "");
            count++;
        }
        CHECK(texts_find(language, "calendar.summary", &arena) != NULL);
        CHECK(texts_find(language, "treatments", &arena) != NULL);
    }
    CHECK_UINT(count, 5 * MESSAGE_KIND_COUNT);
    arena_free(&arena);
}
