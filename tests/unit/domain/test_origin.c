#include "base/str.h"
#include "domain/origin.h"
#include "tests/test.h"

static struct arena arena;

static const struct origins some = {
    .field = {
        [FIELD_NAME] = {ORIGIN_LABEL, SURENESS_SURE, "Patient"},
        [FIELD_PHONE] = {ORIGIN_WORD, SURENESS_SURE, "tel"},
        [FIELD_MAIL] = {ORIGIN_TEXT, SURENESS_LIKELY, NULL},
        [FIELD_SERVICE] = {ORIGIN_TITLE, SURENESS_GUESS, NULL},
    }};

TEST(origin, comes_back_as_it_was_kept)
{
    char text[ORIGINS_TEXT_MAX];
    struct origins got;

    CHECK_STR(origins_encode(&some, text), "nL!Patient;pW!tel;mT~;sI?");
    origins_decode(text, &arena, &got);
    for (size_t i = 0; i < FIELD_COUNT; i++) {
        CHECK_INT(got.field[i].way, some.field[i].way);
        CHECK_INT(got.field[i].sureness, some.field[i].sureness);
        CHECK(str_same(got.field[i].label, some.field[i].label));
    }
    arena_free(&arena);
}

TEST(origin, has_a_letter_and_a_word_for_everything)
{
    char text[ORIGINS_TEXT_MAX];
    struct origins got;

    for (int way = ORIGIN_PATTERN; way < ORIGIN_WAY_COUNT; way++) {
        for (size_t i = 0; i < FIELD_COUNT; i++) {
            struct origins origins = {0};

            origins.field[i].way = (enum origin_way)way;
            origins.field[i].sureness =
                (enum sureness)(way % (SURENESS_COUNT - 1) + 1);
            origins_decode(origins_encode(&origins, text), &arena, &got);
            CHECK_INT(got.field[i].way, way);
            CHECK_INT(got.field[i].sureness, origins.field[i].sureness);
            CHECK(*origin_field_name((enum origin_field)i) != '\0');
            CHECK(*origin_way_name((enum origin_way)way) != '\0');
            CHECK(origin_sentence(&got, (enum origin_field)i, &arena) != NULL);
        }
    }
    arena_free(&arena);
}

TEST(origin, survives_what_nobody_wrote)
{
    static const char *const texts[] = {"",    ";",   "n",      "nL", "zL!",
                                        "nz!", "nLz", ";;x;nL", NULL};
    struct origins got;

    for (size_t i = 0; i < ARRAY_LEN(texts); i++) {
        origins_decode(texts[i], &arena, &got);
        CHECK_INT(got.field[FIELD_NAME].way, ORIGIN_NOWHERE);
    }
    origins_decode("zL!;nL!a;qq", &arena, &got);
    CHECK_STR(got.field[FIELD_NAME].label, "a");
    arena_free(&arena);
}

TEST(origin, keeps_labels_short_and_whole)
{
    struct origins origins = {0};
    char text[ORIGINS_TEXT_MAX];
    struct origins got;

    for (size_t i = 0; i < FIELD_COUNT; i++)
        origins.field[i] = (struct origin){
            ORIGIN_LABEL, SURENESS_SURE,
            "a;\nbcé a label that is longer than anybody's: éééééééé"};
    origins_decode(origins_encode(&origins, text), &arena, &got);
    CHECK_STR(got.field[FIELD_NAME].label,
              "abcé a label that is longer than anybod");
    CHECK(strlen(text) < ORIGINS_TEXT_MAX);

    origins.field[FIELD_NAME].label =
        "ééééééééééééééééééééééééééééééééééééééééé";
    origins.field[FIELD_PHONE].label = "aéééééééééééééééééééééééé";
    origins_decode(origins_encode(&origins, text), &arena, &got);
    CHECK_UINT(strlen(got.field[FIELD_NAME].label), 40);
    CHECK_UINT(strlen(got.field[FIELD_PHONE].label), 39);
    arena_free(&arena);
}

TEST(origin, is_a_sentence)
{
    struct origins got = some;

    CHECK_STR(origin_sentence(&got, FIELD_NAME, &arena),
              "name: from the line 'Patient:' (sure)");
    CHECK_STR(origin_sentence(&got, FIELD_PHONE, &arena),
              "phone: behind the word 'tel' (sure)");
    CHECK_STR(origin_sentence(&got, FIELD_SERVICE, &arena),
              "service: from the title (a guess)");
    CHECK_NULL(origin_sentence(&got, FIELD_PRICE, &arena));
    got.field[FIELD_NAME] =
        (struct origin){ORIGIN_LABEL, SURENESS_MIXED, "%s%n"};
    CHECK_STR(origin_sentence(&got, FIELD_NAME, &arena),
              "name: from the line '%s%n:' (doubtful: it mixes alphabets)");
    arena_free(&arena);
}
