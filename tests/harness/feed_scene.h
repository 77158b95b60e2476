/*
 * feed_scene.h - a feed's visits, known and fetched alike, to be changed
 */
#ifndef TESTS_HARNESS_FEED_SCENE_H
#define TESTS_HARNESS_FEED_SCENE_H

#include "importers/reconcile.h"

#define SCENE_NOW        INT64_C(1777874400) /* 2026-05-04T06:00:00Z */
#define SCENE_VISITS_MAX 40

/* One visit a day at the same hour, all of different people. */
struct scene {
    struct arena *arena;
    struct known_booking known[SCENE_VISITS_MAX];
    struct booking fetched[SCENE_VISITS_MAX];
    struct reconcile_request request;
};

/* `count` visits from tomorrow on. */
struct scene *scene_of(struct arena *arena, int count);

/* The visit of customer `number`, half an hour from `start`. */
struct booking scene_visit(struct arena *arena, int number, int64_t start);

/* What the store knows of a booking it has taken in as it is. */
struct known_booking scene_known(struct arena *arena,
                                 const struct booking *booking, int row);

/* The fetch lacks that visit. */
void scene_forget(struct scene *scene, size_t fetched);

struct reconcile_result scene_run(const struct scene *scene);

#endif
