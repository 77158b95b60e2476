#include <stdio.h>
#include <string.h>

#include "notifiers/sms_text.h"
#include "notifiers/texts.h"
#include "notifiers/wording.h"
#include "tests/test.h"

/* Tuesday 2026-11-24, 14:30 in Paris. */
#define START 1795527000

/* An office, a customer, two visits, and what a test changes of them. */
struct scene {
    struct office office;
    struct service services[2];
    struct text texts[4];
    struct customer customer;
    struct customer child;
    struct appointment first;
    struct appointment second;
    struct wording_visit visits[2];
    struct wording_request request;
    struct arena arena;
    struct message message;
};

static struct appointment visit_at(const struct zone *zone, int64_t row,
                                   int64_t start)
{
    return (struct appointment){
        .id = {row},
        .start = {start},
        .end = {start + 2400},
        .zone = *zone,
        .service = "Détartrage",
        .provider = "Dr Martin",
        .site = "",
    };
}

static void scene_set(struct scene *scene, enum channel channel)
{
    struct zone paris;
    struct error err;

    CHECK(zone_load("Europe/Paris", &paris, &err));
    *scene = (struct scene){
        .office = {.name = "Cabinet des Lilas",
                   .zone = paris,
                   .language = "fr",
                   .phone = "+33 1 99 00 12 34",
                   .address = "3, rue des Lilas; Paris"},
        .services = {{.name = "Détartrage", .prepare = "Venez à jeun."},
                     {.name = "Rendez-vous"}},
        .customer = {.name = "Anna Martin",
                     .phone = "+33639980101",
                     .mail = "anna@example.org",
                     .language = "fr"},
        .child = {.name = "Tom Martin"},
        .first = visit_at(&paris, 1, START),
        .second = visit_at(&paris, 2, START + 1800),
    };
    scene->office.services = scene->services;
    scene->office.service_count = 2;
    scene->office.texts = scene->texts;
    scene->visits[0] =
        (struct wording_visit){&scene->customer, &scene->first, NULL};
    scene->visits[1] =
        (struct wording_visit){&scene->child, &scene->second, NULL};
    scene->request = (struct wording_request){
        .office = &scene->office,
        .rule = "one-day",
        .channel = channel,
        .now = {START - 86400},
        .visits = scene->visits,
        .visit_count = 1,
    };
}

/* The text of the message; must succeed. */
static const char *words(struct scene *scene)
{
    struct error err;

    if (!wording_message(&scene->request, &scene->arena, &scene->message, &err))
        FAIL(err.text);
    return scene->message.text;
}

static void own_text(struct scene *scene, const char *rule,
                     const char *language, const char *body)
{
    scene->texts[scene->office.text_count++] = (struct text){
        .rule = rule,
        .language = language,
        .channel = scene->request.channel,
        .body = body,
    };
}

TEST(wording, reminds_in_french)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    CHECK_STR(words(&scene),
              "Cabinet des Lilas : rappel de votre rendez-vous le mardi 24 "
              "novembre à 14h30. Si vous ne pouvez pas venir, appelez le "
              "+33 1 99 00 12 34.");
    CHECK_STR(scene.message.to, "+33639980101");
    CHECK_STR(scene.message.language, "fr");
    CHECK_INT(scene.message.parts, 1);
    CHECK_NULL(scene.message.subject);
    CHECK_NULL(scene.message.calendar);
    arena_free(&scene.arena);
}

TEST(wording, reminds_in_english)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    scene.customer.language = "en-GB";
    CHECK_STR(words(&scene),
              "Cabinet des Lilas: reminder of your appointment on Tuesday, 24 "
              "November at 14:30. If you cannot come, please call "
              "+33 1 99 00 12 34.");
    scene.customer.language = "en-US";
    CHECK_CONTAINS(words(&scene), "on Tuesday, November 24 at 2:30 PM.");
    scene.customer.language = "en"; /* of no region: the office's */
    scene.office.country = "FR";
    CHECK_CONTAINS(words(&scene), "at 14:30.");
    arena_free(&scene.arena);
}

TEST(wording, speaks_the_time_of_the_place)
{
    struct scene scene;
    struct error err;

    scene_set(&scene, CHANNEL_SMS);
    CHECK(zone_load("America/Guadeloupe", &scene.first.zone, &err));
    CHECK_CONTAINS(words(&scene), "mardi 24 novembre à 9h30.");
    arena_free(&scene.arena);
}

/* 2026-10-25 the clock goes back in Paris: 14:30 is 13:30 UTC from then. */
TEST(wording, knows_the_clock_change)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    scene.first.start.unix_s = 1792844400; /* 2026-10-24T12:20Z */
    CHECK_CONTAINS(words(&scene), "samedi 24 octobre à 14h20.");
    scene.first.start.unix_s += 86400 + 3600;
    CHECK_CONTAINS(words(&scene), "dimanche 25 octobre à 14h20.");
    arena_free(&scene.arena);
}

TEST(wording, falls_back_to_a_language_it_has)
{
    static const struct {
        const char *customer;
        const char *office;
        const char *language;
    } cases[] = {
        {"fr-CH", "en", "fr-CH"},
        {"pt-BR", "fr", "fr"},
        {"pt-BR", "nl", "en"},
        {"pt-BR", "es", "es"},
        {"zh-Hant-TW", "fr", "zh-Hant-TW"},
        {"de-AT", "fr", "de-AT"},
        {NULL, "fr-FR", "fr-FR"},
        {"", "en", "en"},
        {"xx", NULL, "en"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene scene;

        scene_set(&scene, CHANNEL_SMS);
        scene.customer.language = cases[i].customer;
        scene.office.language = cases[i].office;
        (void)words(&scene);
        CHECK_STR(scene.message.language, cases[i].language);
        arena_free(&scene.arena);
    }
}

TEST(wording, prefers_the_offices_own_words)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    own_text(&scene, "", "fr", "any {{start.time}}");
    own_text(&scene, "one-day", "FR", "this {{start.time}}");
    own_text(&scene, "one-day", "pt", "isto {{start.weekday}}");
    CHECK_STR(words(&scene), "this 14h30");
    scene.request.rule = "three-days";
    CHECK_STR(words(&scene), "any 14h30");
    scene.request.rule = "one-day";
    scene.customer.language = "pt-BR";
    CHECK_STR(words(&scene), "isto terca-feira");
    /* Ours in the customer's language before the office's in another. */
    scene.customer.language = "en";
    CHECK_CONTAINS(words(&scene), "reminder of your appointment");
    arena_free(&scene.arena);
}

TEST(wording, is_a_good_sentence_without_a_name_or_phone)
{
    static const char *const languages[] = {"en", "fr", "de", "es", "zh"};

    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        struct scene scene;

        scene_set(&scene, CHANNEL_MAIL);
        scene.customer.language = languages[i];
        scene.customer.name = "";
        scene.office.phone = NULL;
        scene.office.address = NULL;
        scene.first.provider = "";
        scene.first.service = "";
        (void)words(&scene);
        CHECK(strstr(scene.message.text, "  ") == NULL);
        CHECK(strstr(scene.message.text, " ,") == NULL);
        CHECK(strstr(scene.message.text, " .") == NULL);
        CHECK(strstr(scene.message.text, "{{") == NULL);
        CHECK(strstr(scene.message.text, "\n\n\n") == NULL);
        arena_free(&scene.arena);
    }
}

TEST(wording, names_each_visit_of_a_household)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    scene.request.visit_count = 2;
    CHECK_CONTAINS(words(&scene),
                   "rappel de vos rendez-vous le mardi 24 novembre (Anna "
                   "14h30, Tom 15h00).");
    scene.customer.language = "en-GB";
    CHECK_CONTAINS(words(&scene), "appointments on Tuesday, 24 November (Anna "
                                  "14:30, Tom 15:00).");
    arena_free(&scene.arena);
    scene_set(&scene, CHANNEL_MAIL);
    scene.request.visit_count = 2;
    CHECK_CONTAINS(words(&scene), "Bonjour Anna Martin et Tom Martin,");
    CHECK_CONTAINS(words(&scene), "le mardi 24 novembre :\n\n"
                                  "Anna Martin : 14h30, avec Dr Martin\n"
                                  "Tom Martin : 15h00, avec Dr Martin\n\n");
    arena_free(&scene.arena);
}

TEST(wording, says_a_name_once_for_several_visits_of_a_person)
{
    struct scene scene;
    struct appointment third;
    struct wording_visit visits[3];

    scene_set(&scene, CHANNEL_SMS);
    third = visit_at(&scene.first.zone, 3, START + 3600);
    visits[0] = scene.visits[0];
    visits[1] = (struct wording_visit){&scene.customer, &scene.second, NULL};
    visits[2] = (struct wording_visit){&scene.child, &third, NULL};
    scene.request.visits = visits;
    scene.request.visit_count = 2;
    CHECK_CONTAINS(words(&scene), "novembre (14h30, 15h00).");
    scene.request.visit_count = 3;
    CHECK_CONTAINS(words(&scene), "novembre (Anna 14h30, 15h00, Tom 15h30).");
    arena_free(&scene.arena);
}

TEST(wording, shortens_names_to_what_tells_them_apart)
{
    static const struct {
        const char *names[2];
        const char *expected;
    } cases[] = {
        {{"Anna Martin", "Tom Martin"}, "Anna,Tom"},
        {{"Martin, Anna", "Martin, Tom"}, "Anna,Tom"},
        {{"Anna Sofia Martin", "Anna Lena Martin"}, "Sofia,Lena"},
        {{"Jean Paul Martin", "Jean Paul Luc Martin"}, "Jean Paul Martin,Luc"},
        {{"Marie Dupont", "Tom Martin"}, "Marie,Tom"},
        {{"Tom Dupont A", "Zoe Dupont A"}, "Tom,Zoe"},
        {{"王小明", "王小红"}, "王小明,王小红"},
        {{"Anna Martin", ""}, "Anna,"},
        {{"Anna Martin", "Anna Martin"}, ","},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene scene;

        scene_set(&scene, CHANNEL_SMS);
        own_text(&scene, "", "fr",
                 "{{#visits}}{{customer.short}}{{#more}},{{/more}}{{/visits}}");
        scene.request.visit_count = 2;
        scene.customer.name = cases[i].names[0];
        scene.child.name = cases[i].names[1];
        CHECK_STR(words(&scene), cases[i].expected);
        arena_free(&scene.arena);
    }
}

TEST(wording, tells_of_a_move_with_both_times)
{
    struct scene scene;
    const char *calendar;

    scene_set(&scene, CHANNEL_MAIL);
    scene.request.kind = WORDING_MOVED;
    scene.visits[0].was = &scene.second;
    CHECK_CONTAINS(words(&scene), "mardi 24 novembre à 14h30, avec Dr Martin, "
                                  "au lieu du mardi 24 novembre à 15h00\n");
    calendar = scene.message.calendar;
    CHECK_CONTAINS(calendar, "METHOD:PUBLISH\r\n");
    CHECK_CONTAINS(calendar, "STATUS:CONFIRMED\r\nDTSTART:20261124T133000Z");
    CHECK_CONTAINS(calendar, "STATUS:CANCELLED\r\nDTSTART:20261124T140000Z");
    arena_free(&scene.arena);
}

TEST(wording, cancels_the_calendar_entry_that_the_reminder_made)
{
    struct scene scene;
    char uid[64];

    scene_set(&scene, CHANNEL_MAIL);
    (void)words(&scene);
    (void)snprintf(uid, sizeof(uid), "%.40s",
                   strstr(scene.message.calendar, "UID:"));
    scene.request.kind = WORDING_CANCELLED;
    CHECK_CONTAINS(words(&scene), "Nous sommes désolés");
    CHECK_STR(scene.message.subject,
              "Votre rendez-vous du mardi 24 novembre est annulé");
    CHECK_CONTAINS(scene.message.calendar, uid);
    CHECK_CONTAINS(scene.message.calendar, "METHOD:CANCEL\r\n");
    CHECK_CONTAINS(scene.message.calendar, "STATUS:CANCELLED\r\n");
    /* Who did not come has nothing to put into a calendar. */
    scene.request.kind = WORDING_MISSED;
    CHECK_CONTAINS(words(&scene), "Nous vous attendions");
    CHECK_NULL(scene.message.calendar);
    arena_free(&scene.arena);
}

TEST(wording, takes_the_offices_words_for_their_kind_only)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    own_text(&scene, "", "fr", "annulé {{start.time}}");
    scene.texts[0].kind = WORDING_CANCELLED;
    CHECK_CONTAINS(words(&scene), "rappel de votre rendez-vous");
    scene.request.kind = WORDING_CANCELLED;
    CHECK_STR(words(&scene), "annulé 14h30");
    scene.request.kind = WORDING_MISSED;
    CHECK_CONTAINS(words(&scene), "nous vous attendions");
    arena_free(&scene.arena);
}

TEST(wording, asks_for_an_answer_only_where_one_is_read)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    CHECK(strstr(words(&scene), "pondez") == NULL);
    scene.request.answers = true;
    CHECK_CONTAINS(words(&scene), "Répondez 1 pour confirmer, 2 si");
    CHECK(strstr(scene.message.text, "appelez") == NULL);
    arena_free(&scene.arena);
}

TEST(wording, keeps_a_telling_preparation_out_of_an_sms)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    own_text(&scene, "", "fr", "{{#first}}1re visite. {{/first}}{{prepare}}");
    CHECK_STR(words(&scene), "Venez à jeun.");
    scene.customer.is_new = true;
    CHECK_STR(words(&scene), "1re visite. Venez à jeun.");
    scene.services[0].prepare = "Avant votre extraction, mangez.";
    CHECK_STR(words(&scene), "1re visite. ");
    scene.services[0].prepare = "Un détartrage dure une heure.";
    CHECK_STR(words(&scene), "1re visite. ");
    scene.request.channel = CHANNEL_MAIL;
    scene.texts[0].channel = CHANNEL_MAIL;
    CHECK_CONTAINS(words(&scene), "Un détartrage dure une heure.");
    arena_free(&scene.arena);
}

/* The first of a month is the only ordinal among French days. */
TEST(wording, writes_dates_as_people_do)
{
    static const struct {
        const char *language;
        const char *expected;
    } cases[] = {
        {"fr", "mardi 1er décembre à 14h30"},
        {"de", "Dienstag, 1. Dezember um 14:30 Uhr"},
        {"de-US", "Dienstag, 1. Dezember um 14:30 Uhr"},
        {"es", "martes 1 de diciembre (14:30)"},
        {"es-US", "martes 1 de diciembre (2:30 p. m.)"},
        {"zh", "12月1日周二14:30"},
        {"en-GB", "Tuesday, 1 December at 14:30"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene scene;

        scene_set(&scene, CHANNEL_SMS);
        scene.first.start.unix_s += 7 * 86400;
        scene.customer.language = cases[i].language;
        CHECK_CONTAINS(words(&scene), cases[i].expected);
        arena_free(&scene.arena);
    }
}

/* Whatever the month and day, a part is paid once. */
TEST(wording, fits_our_texts_into_one_part)
{
    static const char *const languages[] = {"fr", "en", "en-GB",
                                            "de", "es", "es-MX"};

    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        struct scene scene;

        scene_set(&scene, CHANNEL_SMS);
        scene.customer.language = languages[i];
        scene.first.site = "Lilas";
        for (int day = 0; day < 366; day++) {
            scene.first.start.unix_s = START + day * INT64_C(86400);
            (void)words(&scene);
            CHECK(sms_text_size(scene.message.text).is_gsm);
            CHECK_INT(scene.message.parts, 1);
        }
        arena_free(&scene.arena);
    }
}

TEST(wording, makes_our_letters_plain_but_no_customers_name)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    own_text(&scene, "", "fr", "Fête l’été {{provider}} {{customer.name}}");
    scene.first.provider = "Dr Benoît";
    CHECK_STR(words(&scene), "Fete l'été Dr Benoit Anna Martin");
    scene.customer.name = "Chloë";
    /* It costs the alphabet anyway, so nothing is changed for nothing. */
    CHECK_STR(words(&scene), "Fête l’été Dr Benoît Chloë");
    arena_free(&scene.arena);
}

TEST(wording, inserts_a_name_and_never_obeys_it)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_MAIL);
    scene.customer.name = "{{office.phone}} <b>%s";
    CHECK_CONTAINS(words(&scene), "Bonjour {{office.phone}} <b>%s,");
    CHECK_CONTAINS(scene.message.html, "Bonjour {{office.phone}} &lt;b&gt;%s,");
    arena_free(&scene.arena);
}

TEST(wording, writes_a_mail_with_a_calendar_that_tells_nothing)
{
    struct scene scene;
    const char *calendar;

    scene_set(&scene, CHANNEL_MAIL);
    CHECK_CONTAINS(words(&scene), "le mardi 24 novembre à 14h30, avec");
    CHECK_CONTAINS(scene.message.text, "\n\nVenez à jeun.\n\n");
    CHECK_STR(scene.message.subject, "Votre rendez-vous du mardi 24 novembre");
    CHECK_STR(scene.message.to, "anna@example.org");
    CHECK_CONTAINS(scene.message.html, "<html lang=\"fr\" dir=\"ltr\">");
    calendar = scene.message.calendar;
    CHECK_CONTAINS(calendar, "METHOD:PUBLISH\r\n");
    CHECK_CONTAINS(calendar, "DTSTART:20261124T133000Z\r\n"
                             "DTEND:20261124T141000Z\r\n"
                             "SUMMARY:Rendez-vous\r\n"
                             "LOCATION:3\\, rue des Lilas\\; Paris\r\n"
                             "CLASS:PRIVATE\r\n");
    CHECK(strstr(calendar, "ORGANIZER") == NULL);
    scene.request.organizer = "rdv@example.org";
    (void)words(&scene);
    CHECK_CONTAINS(scene.message.calendar,
                   "ORGANIZER:mailto:rdv@example.org\r\n");
    scene.request.organizer = "a b\r\nX:@y";
    (void)words(&scene);
    CHECK(strstr(scene.message.calendar, "ORGANIZER") == NULL);
    CHECK(strstr(calendar, "tartrage") == NULL);
    CHECK(strstr(calendar, "Martin") == NULL);
    CHECK(strstr(calendar, "Cabinet") == NULL);
    arena_free(&scene.arena);
}

TEST(wording, gives_an_appointment_one_calendar_entry_for_ever)
{
    struct scene scene;
    char uid[64];

    scene_set(&scene, CHANNEL_MAIL);
    (void)words(&scene);
    (void)snprintf(uid, sizeof(uid), "%.40s",
                   strstr(scene.message.calendar, "UID:"));
    CHECK_CONTAINS(scene.message.calendar, "SEQUENCE:3626730\r\n");
    scene.request.now.unix_s += 3600;
    scene.request.rule = "another";
    (void)words(&scene);
    CHECK_CONTAINS(scene.message.calendar, uid);
    CHECK_CONTAINS(scene.message.calendar, "SEQUENCE:3626790\r\n");
    scene.first.id.row = 7;
    (void)words(&scene);
    CHECK(strstr(scene.message.calendar, uid) == NULL);
    arena_free(&scene.arena);
}

TEST(wording, folds_long_calendar_lines_between_letters)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_MAIL);
    scene.office.address = "ééééééééééééééééééééééééééééééééééééééééééééééé"
                           "ééééééééééééééééééééééééééééééééééééééééééééééé";
    (void)words(&scene);
    for (const char *line = scene.message.calendar; *line != '\0';) {
        size_t len = strcspn(line, "\r");

        CHECK(len <= 75);
        CHECK((line[0] & 0xc0) != 0x80);
        CHECK(line[0] != ' ' || (line[1] & 0xc0) != 0x80);
        line += len + 2;
    }
    arena_free(&scene.arena);
}

TEST(wording, has_no_message_for_nobody)
{
    struct scene scene;
    struct error err;

    scene_set(&scene, CHANNEL_SMS);
    scene.customer.phone = NULL;
    CHECK(!wording_message(&scene.request, &scene.arena, &scene.message, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    arena_free(&scene.arena);
}

TEST(wording, says_which_text_is_wrong)
{
    struct scene scene;
    struct error err;

    scene_set(&scene, CHANNEL_SMS);
    own_text(&scene, "one-day", "fr", "{{nobody}}");
    CHECK(!wording_message(&scene.request, &scene.arena, &scene.message, &err));
    CHECK_INT(err.kind, ERROR_USAGE);
    CHECK_CONTAINS(err.text, "rule 'one-day' in 'fr'");
    CHECK_CONTAINS(err.text, "{{nobody}}");
    arena_free(&scene.arena);
}

/* A patient who answers CANCEL is unsubscribed by the gateway, silently. */
TEST(wording, never_asks_for_a_word_that_unsubscribes)
{
    static const char *const words_of_exit[] = {
        "CANCEL", "END",   "STOP",    "QUIT",        "YES",
        "ARRET",  "REPLY", "ANNULER", "UNSUBSCRIBE",
    };
    struct arena arena = {0};
    const char *language;

    for (size_t i = 0; (language = texts_language_at(i, &arena)) != NULL; i++) {
        const char *text = texts_find(language, "sms", &arena);

        CHECK(text != NULL);
        for (size_t k = 0; k < ARRAY_LEN(words_of_exit); k++)
            CHECK(strstr(text, words_of_exit[k]) == NULL);
        CHECK_CONTAINS(text, "{{office.phone}}");
    }
    CHECK(texts_language_at(1, &arena) != NULL);
    arena_free(&arena);
}
