/*
 * oracle_scene.h - a random office, its rules and one visit, from a seed
 */
#ifndef TESTS_HARNESS_ORACLE_SCENE_H
#define TESTS_HARNESS_ORACLE_SCENE_H

#include "scheduler/plan.h"
#include "tests/harness/oracle_time.h"

#define SCENE_RANGES_MAX 4

/* Seeds of a hundred share the zone and the season. */
#define SCENE_SEASON     100

/* Where and when the visits of a season are. */
struct scene_season {
    struct oracle_clock clock;
    int64_t middle_s; /* often a change of the clock */
};

/* Points into itself: do not copy. */
struct oracle_scene {
    struct office office;
    struct rule rules[PLAN_RULES_MAX];
    struct opening hours[3];
    struct site sites[2];
    struct provider providers[2];
    struct date_range ranges[6][SCENE_RANGES_MAX];
    struct appointment visit;
    struct appointment was;
    struct customer customer;
    struct plan_request request;
};

void scene_season(const struct oracle_zones *zones, uint64_t seed,
                  struct scene_season *out);

/* Everything but `request.now`, which is when the visit became known. */
void scene_roll(const struct scene_season *season, uint64_t seed,
                struct oracle_scene *out);

/* Sets `request.now` to somewhere that matters: at, or a second beside, a
 * time of what is planned, or the start; or anywhere. */
void scene_set_now(struct oracle_scene *scene, uint64_t seed,
                   const struct reminder_list *planned);

#endif
