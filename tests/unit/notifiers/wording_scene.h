/*
 * wording_scene.h - an office, two visits, and what is said of them
 */
#ifndef TESTS_UNIT_NOTIFIERS_WORDING_SCENE_H
#define TESTS_UNIT_NOTIFIERS_WORDING_SCENE_H

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

static inline struct appointment visit_at(const struct zone *zone, int64_t row,
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

static inline void scene_set(struct scene *scene, enum channel channel)
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
static inline const char *words(struct scene *scene)
{
    struct error err;

    if (!wording_message(&scene->request, &scene->arena, &scene->message, &err))
        FAIL(err.text);
    return scene->message.text;
}

static inline void own_text(struct scene *scene, const char *rule,
                            const char *language, const char *body)
{
    scene->texts[scene->office.text_count++] = (struct text){
        .rule = rule,
        .language = language,
        .channel = scene->request.channel,
        .body = body,
    };
}

#endif
