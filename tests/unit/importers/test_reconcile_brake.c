#include "tests/harness/feed_scene.h"
#include "tests/test.h"

static struct arena arena;

TEST(reconcile_brake, holds_a_fetch_that_drops_too_much)
{
    static const struct {
        int visits;
        size_t dropped;
        bool suspicious;
    } cases[] = {
        {30, 6, false}, {30, 7, true}, {7, 3, false},
        {7, 4, true},   {1, 1, true},  {3, 3, true},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene *scene = scene_of(&arena, cases[i].visits);
        struct reconcile_result result;

        for (size_t k = 0; k < cases[i].dropped; k++)
            scene_forget(scene, 0);
        result = scene_run(scene);
        CHECK_INT(result.verdict == RECONCILE_SUSPICIOUS, cases[i].suspicious);
        CHECK_INT(result.reason[0] != '\0', cases[i].suspicious);
        CHECK_UINT(result.counts.missing,
                   cases[i].suspicious ? 0 : cases[i].dropped);
        CHECK_UINT(result.held_count,
                   cases[i].suspicious ? cases[i].dropped : 0);
    }
    arena_free(&arena);
}

TEST(reconcile_brake, holds_a_fetch_that_drops_all_of_a_day)
{
    struct scene *scene = scene_of(&arena, 30);
    struct reconcile_result result;

    scene->known[4].start.unix_s = scene->known[5].start.unix_s + 600;
    scene->fetched[4].start = scene->known[4].start;
    scene->known[4] = scene_known(&arena, &scene->fetched[4], 5);
    scene_forget(scene, 4);
    result = scene_run(scene);
    CHECK_INT(result.verdict, RECONCILE_OK);

    scene_forget(scene, 4);
    result = scene_run(scene);
    CHECK_INT(result.verdict, RECONCILE_SUSPICIOUS);
    CHECK_CONTAINS(result.reason, "2026-05-10");
    arena_free(&arena);
}

TEST(reconcile_brake, holds_a_fetch_that_looks_less_far_ahead)
{
    struct scene *scene = scene_of(&arena, 30);
    struct reconcile_result result;

    scene->request.fetched_count = 28;
    result = scene_run(scene);
    CHECK_INT(result.verdict, RECONCILE_OK);

    scene->request.fetched_count = 27;
    result = scene_run(scene);
    CHECK_INT(result.verdict, RECONCILE_SUSPICIOUS);
    CHECK_CONTAINS(result.reason, "less far");
    arena_free(&arena);
}

TEST(reconcile_brake, applies_additions_and_words_of_a_suspicious_fetch)
{
    struct scene *scene = scene_of(&arena, 12);
    struct reconcile_result result;

    for (int i = 0; i < 6; i++)
        scene_forget(scene, 0);
    scene->fetched[0].state = APPOINTMENT_CANCELLED;
    scene->fetched[1].start.unix_s += 900;
    scene->fetched[2].summary = "Colour";
    scene->fetched[6] = scene_visit(&arena, 99, SCENE_NOW + 40 * DAY_S);
    scene->request.fetched_count++;
    result = scene_run(scene);
    CHECK_INT(result.verdict, RECONCILE_SUSPICIOUS);
    CHECK_UINT(result.counts.cancelled, 1);
    CHECK_UINT(result.counts.moved, 1);
    CHECK_UINT(result.counts.created, 1);
    CHECK_UINT(result.counts.changed, 0);
    CHECK_UINT(result.counts.missing, 0);
    CHECK_UINT(result.held_count, 7);
    arena_free(&arena);
}

TEST(reconcile_brake, lets_a_person_release_the_brake)
{
    struct scene *scene = scene_of(&arena, 7);
    struct reconcile_result result;

    scene->request.fetched_count = 0;
    scene->request.is_released = true;
    result = scene_run(scene);
    CHECK_INT(result.verdict, RECONCILE_OK);
    CHECK_UINT(result.counts.withdrawn, 7);
    arena_free(&arena);
}
