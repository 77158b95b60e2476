#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/utf8.h"
#include "notifiers/sms_text.h"
#include "tests/harness/shared.h"
#include "tests/test.h"

static char *repeated(const char *text, int count)
{
    static char out[4096];
    size_t len = strlen(text);

    for (int i = 0; i < count; i++)
        memcpy(out + len * (size_t)i, text, len);
    out[len * (size_t)count] = '\0';
    return out;
}

static int parts(const char *text, int count)
{
    return sms_text_size(repeated(text, count)).parts;
}

TEST(sms_text, counts_parts_at_the_border)
{
    CHECK_INT(parts("a", 0), 1);
    CHECK_INT(parts("a", 160), 1);
    CHECK_INT(parts("a", 161), 2);
    CHECK_INT(parts("a", 306), 2);
    CHECK_INT(parts("a", 307), 3);
    CHECK_INT(parts("€", 80), 1);
    CHECK_INT(parts("€", 81), 2);
    CHECK_INT(parts("ç", 70), 1);
    CHECK_INT(parts("ç", 71), 2);
    CHECK_INT(parts("ç", 134), 2);
    CHECK_INT(parts("ç", 135), 3);
    CHECK_INT(parts("😀", 35), 1);
    CHECK_INT(parts("😀", 36), 2);
}

TEST(sms_text, never_splits_a_letter)
{
    char text[4096];

    /* 306 septets, but the euro would lie across the border. */
    (void)snprintf(text, sizeof(text), "%0152d€%0152d", 1, 1);
    CHECK_UINT(sms_text_size(text).units, 306);
    CHECK_INT(sms_text_size(text).parts, 3);
}

TEST(sms_text, knows_the_alphabet)
{
    CHECK(sms_text_size("éèàùìòäöüñÇÉß@£$¥ÆæØøÅå¿¡§ÄÖÑÜ¤").is_gsm);
    CHECK(sms_text_size("^{}\\[~]|€\f\n\r").is_gsm);
    CHECK_UINT(sms_text_size("^{}\\[~]|€").units, 18);
    CHECK(!sms_text_size("ê").is_gsm);
    CHECK(!sms_text_size("ç").is_gsm);
    CHECK(!sms_text_size("À").is_gsm);
    CHECK(!sms_text_size("`").is_gsm);
    CHECK(!sms_text_size("\t").is_gsm);
    CHECK(!sms_text_size("’").is_gsm);
    CHECK(!sms_text_size("10\u00a0h").is_gsm);
    CHECK(!sms_text_size("e\u0301").is_gsm); /* é in two pieces */
    CHECK_UINT(sms_text_size("").units, 0);
}

static void check_plain(const char *text, const char *expected)
{
    struct buf out;

    buf_init(&out, 1000);
    sms_text_plain(str_of(text), &out);
    CHECK_STR(buf_text(&out), expected);
    buf_finish(&out);
}

TEST(sms_text, makes_plain_what_loses_nothing_by_it)
{
    check_plain("« L’été à 10\u202fh – déjà… »",
                "\" L'été à 10 h - déjà... \"");
    check_plain("Noël, août, cœur, français, pâte, gîte, hôte",
                "Noel, aout, coeur, francais, pate, gite, hote");
    check_plain("À Évry", "A Évry");
    check_plain("sábado, Ángel, mañana, ¿sí?", "sabado, Angel, mañana, ¿si?");
    check_plain("señor José, 张伟", "señor José, 张伟");
    check_plain("", "");
}

TEST(sms_text, names_the_letter_that_costs)
{
    struct arena arena = {0};

    CHECK_NULL(sms_text_stranger("", &arena));
    CHECK_NULL(sms_text_stranger("Größe: 10 €", &arena));
    CHECK_STR(sms_text_stranger("ab€ŁŻ", &arena), "Ł");
    CHECK_STR(sms_text_stranger("🙂", &arena), "🙂");
    CHECK_NULL(sms_text_stranger(sms_text_alphabet(&arena), &arena));
    CHECK_UINT(utf8_count(str_of(sms_text_alphabet(&arena))), 40);
    arena_free(&arena);
}

/* 45 texts that two calculators and a real gateway have agreed on. */
TEST(sms_text, agrees_with_other_calculators)
{
    json_error_t problem;
    json_t *file =
        json_load_file(shared_path("gateways/vectors/segment-vectors.json"), 0,
                       &problem);
    json_t *vectors = json_object_get(file, "vectors");

    CHECK(json_array_size(vectors) >= 45);
    for (size_t i = 0; i < json_array_size(vectors); i++) {
        json_t *vector = json_array_get(vectors, i);
        json_t *judge = json_object_get(vector, "twilio_calculator");
        const char *text = json_string_value(json_object_get(vector, "text"));
        const char *alphabet =
            json_string_value(json_object_get(judge, "encoding"));
        struct sms_size size = sms_text_size(text);

        if (size.is_gsm != (strcmp(alphabet, "GSM-7") == 0) ||
            size.parts !=
                json_integer_value(json_object_get(judge, "segments")))
            FAIL(json_string_value(json_object_get(vector, "name")));
    }
    json_decref(file);
}
