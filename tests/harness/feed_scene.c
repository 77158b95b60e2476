#include "tests/harness/feed_scene.h"

struct booking scene_visit(struct arena *arena, int number, int64_t start)
{
    return (struct booking){
        .uid = arena_printf(arena, "n%d", number),
        .recurrence = "",
        .sequence = -1,
        .start = {start},
        .end = {start + 1800},
        .summary = arena_printf(arena, "Cut – customer %d", number),
        .customer_name = arena_printf(arena, "Customer %d", number),
        .service = "Cut",
        .reminded = -1,
    };
}

struct known_booking scene_known(struct arena *arena,
                                 const struct booking *booking, int row)
{
    char content[BOOKING_CONTENT_MAX];

    return (struct known_booking){
        .id = {row},
        .appointment = {row},
        .uid = booking->uid,
        .recurrence = booking->recurrence,
        .content = arena_strdup(arena, booking_fingerprint(booking, content)),
        .sequence = booking->sequence,
        .start = booking->start,
        .end = booking->end,
        .state = booking->state,
        .title = booking->summary,
        .phone = booking->phone,
        .mail = booking->mail,
        .name = booking->customer_name,
        .service = booking->service,
    };
}

struct scene *scene_of(struct arena *arena, int count)
{
    struct scene *scene = arena_new(arena, struct scene);

    scene->arena = arena;
    for (int i = 0; i < count; i++) {
        scene->fetched[i] = scene_visit(arena, i, SCENE_NOW + (i + 1) * DAY_S);
        scene->known[i] = scene_known(arena, &scene->fetched[i], i + 1);
    }
    scene->request = (struct reconcile_request){
        .known = scene->known,
        .known_count = (size_t)count,
        .fetched = scene->fetched,
        .fetched_count = (size_t)count,
        .now = {SCENE_NOW},
        .zone = zone_utc(),
    };
    return scene;
}

void scene_forget(struct scene *scene, size_t fetched)
{
    scene->request.fetched_count--;
    for (size_t i = fetched; i < scene->request.fetched_count; i++)
        scene->fetched[i] = scene->fetched[i + 1];
}

struct reconcile_result scene_run(const struct scene *scene)
{
    struct reconcile_result result;

    reconcile(&scene->request, scene->arena, &result);
    return result;
}
