#include <stdio.h>
#include <string.h>

#include "notifiers/sms_text.h"
#include "notifiers/texts.h"
#include "notifiers/wording.h"
#include "notifiers/wording_cache.h"
#include "tests/unit/notifiers/wording_scene.h"

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

TEST(wording, tells_of_no_move_from_nowhere)
{
    struct scene scene;
    struct error err;

    scene_set(&scene, CHANNEL_SMS);
    scene.request.kind = MESSAGE_MOVED;
    CHECK(!wording_message(&scene.request, &scene.arena, &scene.message, &err));
    CHECK_INT(err.kind, ERROR_INPUT);
    arena_free(&scene.arena);
}

/* Two visits of one preparation are told of it once. */
TEST(wording, says_how_to_prepare_in_sentences_of_their_own)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_MAIL);
    scene.request.visit_count = 2;
    CHECK_CONTAINS(words(&scene), "\n\nVenez à jeun.\n\n");
    scene.services[1].prepare = "Apportez votre carte.";
    scene.second.service = "Rendez-vous";
    CHECK_CONTAINS(words(&scene),
                   "\n\nVenez à jeun.\nApportez votre carte.\n\n");
    arena_free(&scene.arena);
}

/* Whatever was kept from another text, language or office. */
TEST(wording, says_the_same_with_a_cache_and_without)
{
    static const char *const languages[] = {"en", "fr", "en-US", "fr", "de"};
    struct wording_cache cache;
    struct scene scene;

    wording_cache_init(&cache);
    scene_set(&scene, CHANNEL_SMS);
    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        const char *without;

        scene.customer.language = languages[i];
        scene.request.cache = NULL;
        without = words(&scene);
        scene.request.cache = &cache;
        CHECK_STR(words(&scene), without);
        scene.first.start.unix_s += 86400 + 900;
        scene.request.cache = NULL;
        without = words(&scene);
        scene.request.cache = &cache;
        CHECK_STR(words(&scene), without);
    }
    arena_free(&scene.arena);
    wording_cache_finish(&cache);
    wording_cache_finish(&cache);
}

TEST(wording, takes_the_offices_words_for_their_kind_only)
{
    struct scene scene;

    scene_set(&scene, CHANNEL_SMS);
    own_text(&scene, "", "fr", "annulé {{start.time}}");
    scene.texts[0].kind = MESSAGE_CANCELLED;
    CHECK_CONTAINS(words(&scene), "rappel de votre rendez-vous");
    scene.request.kind = MESSAGE_CANCELLED;
    CHECK_STR(words(&scene), "annulé 14h30");
    scene.request.kind = MESSAGE_MISSED;
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
