/* test_wording_check.c - texts that are refused when they are saved */
#include <string.h>

#include "notifiers/texts.h"
#include "notifiers/wording.h"
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

/* What is said of a text: the error, the warning, or "". */
static const char *verdict(enum channel channel, const char *subject,
                           const char *body)
{
    static struct arena arena;
    static struct error err;
    struct office office = office_of("+33 1 99 00 12 34");
    struct text text = {
        .rule = "",
        .language = "fr",
        .channel = channel,
        .subject = subject,
        .body = body,
    };
    const char *warning;

    arena_free(&arena);
    if (!wording_check(&office, &text, &arena, &warning, &err)) {
        CHECK_INT(err.kind, ERROR_USAGE);
        CHECK_NULL(warning);
        return err.text;
    }
    return warning == NULL ? "" : warning;
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
    CHECK_CONTAINS(sms("{{start.dat}}"), "customer.name, office.name");
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
    const char *warning;
    struct error err;

    CHECK(!wording_check(&office, &text, &arena, &warning, &err));
    CHECK_CONTAINS(err.text, "{{office.phone}} is empty");
    text.body = "x{{#office.phone}} {{office.phone}}{{/office.phone}}";
    CHECK(wording_check(&office, &text, &arena, &warning, &err));
    CHECK_NULL(warning);
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
    CHECK_CONTAINS(sms("RDV {{#prepare}}x{{/prepare}}"), "tells the treatment");
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
    CHECK_CONTAINS(sms("Жду {{start.date}}"), "outside the SMS alphabet");
    CHECK_CONTAINS(sms("a very long text a very long text a very long text a "
                       "very long text a very long text a very long text a "
                       "very long text a very long text {{start.date}} "
                       "{{start.time}}"),
                   "2 SMS parts");
    /* Letters we make plain ourselves cost nothing. */
    CHECK_STR(sms("L’août, c’est {{start.date}}"), "");
}

TEST(wording_check, finds_no_fault_with_our_own_texts)
{
    struct arena arena = {0};
    const char *language;

    for (size_t i = 0; (language = texts_language_at(i, &arena)) != NULL; i++) {
        const char *body = texts_find(language, "sms", &arena);

        CHECK_STR(sms(body), "");
        body = texts_find(language, "mail", &arena);
        CHECK(body != NULL);
        CHECK(texts_find(language, "mail.subject", &arena) != NULL);
        CHECK(texts_find(language, "calendar.summary", &arena) != NULL);
        CHECK(texts_find(language, "treatments", &arena) != NULL);
        CHECK_STR(verdict(CHANNEL_MAIL,
                          texts_find(language, "mail.subject", &arena), "ok"),
                  "");
    }
    arena_free(&arena);
}
