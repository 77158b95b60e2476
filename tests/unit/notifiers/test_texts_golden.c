/*
 * test_texts_golden.c - all we ever say, as a customer reads it
 *
 * tests/golden/texts holds every text of every language, rendered, to be
 * read by somebody who speaks it. After a change of a text:
 *
 *     KEPT_BLESS=1 build/dev/unit_notifiers texts_golden
 *
 * writes the files anew; read what git shows of it before you commit it.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "notifiers/sms_text.h"
#include "notifiers/wording_sample.h"
#include "tests/test.h"

#define GOLDEN_BYTES_MAX (256UL * 1024)

/* Wednesday 2026-11-18. */
#define NOW              1794992400

/* An office as there may be one where people speak the language. */
struct place {
    const char *language;
    const char *zone;
    const char *country;
    const char *name;
    const char *phone;
    const char *address;
    const char *provider;
    const char *prepare;
};

static const struct place places[] = {
    {"en-GB", "Europe/London", "GB", "Lilac Street Practice",
     "+44 20 7946 0018", "3 Lilac Street, London N1 9XX", "Dr Martin",
     "Please come ten minutes early and bring a list of your medicines."},
    {"en-US", "America/New_York", "US", "Lilac Street Practice",
     "+1 212 555 0118", "3 Lilac Street, New York, NY 10001", "Dr. Martin",
     "Please come ten minutes early and bring your insurance card."},
    {"fr", "Europe/Paris", "FR", "Cabinet des Lilas", "+33 1 99 00 12 34",
     "3, rue des Lilas, 75020 Paris", "Dr Martin",
     "Merci d'apporter votre carte Vitale et vos ordonnances."},
    {"de", "Europe/Berlin", "DE", "Praxis am Lindenplatz", "+49 30 23125 012",
     "Lindenplatz 3, 10115 Berlin", "Dr. Martin",
     "Bitte bringen Sie Ihre Versichertenkarte mit."},
    {"es", "Europe/Madrid", "ES", "Centro Los Tilos", "+34 910 00 00 12",
     "Calle de los Tilos, 3, 28013 Madrid", "la Dra. Moreno",
     "Por favor, traiga su tarjeta sanitaria."},
    {"zh", "Asia/Shanghai", "CN", "丁香诊所", "+86 10 5550 0123", "丁香路3号",
     "王医生", "请携带身份证和医保卡。"},
};

struct scene {
    struct office office;
    struct service service;
    struct provider provider;
    struct wording_sample sample;
    struct wording_request request;
    const char *language;
    struct arena arena;
    struct buf out;
};

static void open_scene(struct scene *scene, const struct place *place)
{
    struct zone zone;
    struct error err;

    CHECK(zone_load(place->zone, &zone, &err));
    *scene = (struct scene){
        .service = {.name = "Service", .prepare = place->prepare},
        .provider = {.name = place->provider},
        .language = place->language,
    };
    scene->office = (struct office){
        .name = place->name,
        .zone = zone,
        .country = place->country,
        .language = place->language,
        .phone = place->phone,
        .address = place->address,
        .services = &scene->service,
        .service_count = 1,
        .providers = &scene->provider,
        .provider_count = 1,
    };
    scene->request = (struct wording_request){
        .office = &scene->office,
        .now = {NOW},
    };
    buf_init(&scene->out, GOLDEN_BYTES_MAX);
}

static struct message say(struct scene *scene, enum wording_sample_kind kind)
{
    struct message message;
    struct error err;

    wording_sample_fill(kind, scene->language, &scene->arena, &scene->sample,
                        &scene->request);
    if (!wording_message(&scene->request, &scene->arena, &message, &err))
        FAIL(err.text);
    return message;
}

static void put_sms(struct scene *scene, enum wording_sample_kind kind,
                    const char *title)
{
    struct message message = say(scene, kind);
    struct sms_size size = sms_text_size(message.text);

    (void)buf_printf(&scene->out,
                     "== %s: sms, %s: %d part%s, %zu of %d\n%s\n\n",
                     message_kind_name(scene->request.kind), title, size.parts,
                     size.parts == 1 ? "" : "s", size.units,
                     size.is_gsm ? SMS_LETTERS_GSM : SMS_LETTERS_UCS2,
                     message.text);
    /* A household's takes what it takes. */
    if (kind != SAMPLE_HOUSEHOLD)
        CHECK_INT(size.parts, 1);
    CHECK(size.is_gsm == (strcmp(scene->language, "zh") != 0));
}

static void put_mail(struct scene *scene, enum wording_sample_kind kind,
                     const char *title)
{
    struct message message = say(scene, kind);

    (void)buf_printf(&scene->out, "== %s: mail, %s\nSubject: %s\n\n%s\n\n",
                     message_kind_name(scene->request.kind), title,
                     message.subject, message.text);
    CHECK(strstr(message.text, "\n\n\n") == NULL);
    CHECK(strstr(message.text, "  ") == NULL);
}

static void put_kind(struct scene *scene, enum message_kind kind)
{
    scene->request.kind = kind;
    scene->request.channel = CHANNEL_SMS;
    put_sms(scene, SAMPLE_USUAL, "usual");
    put_sms(scene, SAMPLE_LONGEST, "longest");
    put_sms(scene, SAMPLE_HOUSEHOLD, "household");
    if (kind == MESSAGE_REMINDER) {
        scene->request.answers = true;
        put_sms(scene, SAMPLE_LONGEST, "longest, can be answered");
        scene->request.answers = false;
    }
    scene->request.channel = CHANNEL_MAIL;
    put_mail(scene, SAMPLE_USUAL, "usual");
    put_mail(scene, SAMPLE_HOUSEHOLD, "household");
}

static void put_page(struct scene *scene)
{
    scene->request.kind = MESSAGE_REMINDER;
    (void)buf_printf(&scene->out, "== reminder: mail as a page\n%s",
                     say(scene, SAMPLE_USUAL).html);
}

static char *read_all(const char *path, struct arena *arena)
{
    char *text = arena_alloc(arena, GOLDEN_BYTES_MAX);
    FILE *file = fopen(path, "r");
    size_t len = 0;

    if (file != NULL) {
        len = fread(text, 1, GOLDEN_BYTES_MAX - 1, file);
        (void)fclose(file);
    }
    text[len] = '\0';
    return text;
}

/* Prints the lines that differ; whether there are any. */
static bool differs(const char *known, const char *made, const char *path)
{
    bool found = false;

    for (int line = 1; *known != '\0' || *made != '\0'; line++) {
        size_t left = strcspn(known, "\n");
        size_t right = strcspn(made, "\n");

        if (left != right || memcmp(known, made, left) != 0) {
            (void)fprintf(stderr, "%s:%d\n- %.*s\n+ %.*s\n", path, line,
                          (int)left, known, (int)right, made);
            found = true;
        }
        known += left + (known[left] != '\0');
        made += right + (made[right] != '\0');
    }
    return found;
}

static void bless(const char *path, const struct buf *out)
{
    FILE *file = fopen(path, "w");

    CHECK(file != NULL);
    CHECK_UINT(fwrite(buf_text(out), 1, out->len, file), out->len);
    CHECK_INT(fclose(file), 0);
}

TEST(texts_golden, are_what_somebody_has_read)
{
    bool is_changed = false;

    for (size_t i = 0; i < ARRAY_LEN(places); i++) {
        struct scene scene;
        char path[500];

        open_scene(&scene, &places[i]);
        (void)snprintf(path, sizeof(path), "%s/../golden/texts/%s.txt",
                       TEST_FIXTURES_DIR, places[i].language);
        for (int kind = 0; kind < MESSAGE_KIND_COUNT; kind++)
            put_kind(&scene, (enum message_kind)kind);
        put_page(&scene);
        if (getenv("KEPT_BLESS") != NULL)
            bless(path, &scene.out);
        is_changed |=
            differs(read_all(path, &scene.arena), buf_text(&scene.out), path);
        buf_finish(&scene.out);
        arena_free(&scene.arena);
    }
    CHECK(!is_changed);
}
