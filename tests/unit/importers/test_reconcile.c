#include "importers/reconcile.h"
#include "tests/harness/feed_scene.h"
#include "tests/test.h"

static struct arena arena;

/* The one change that is no UNCHANGED and not held. */
static struct change only_change(const struct reconcile_result *result)
{
    struct change found = {.known = RECONCILE_NONE};
    size_t count = 0;

    for (size_t i = 0; i < result->change_count; i++) {
        if (result->changes[i].kind == CHANGE_UNCHANGED ||
            result->changes[i].is_held)
            continue;
        found = result->changes[i];
        count++;
    }
    CHECK_UINT(count, 1);
    return found;
}

static void check_quiet(const struct reconcile_result *result)
{
    for (size_t i = 0; i < result->change_count; i++)
        CHECK(result->changes[i].kind == CHANGE_UNCHANGED ||
              result->changes[i].is_held);
}

TEST(reconcile, says_nothing_about_the_same_again)
{
    struct scene *scene = scene_of(&arena, 5);
    struct reconcile_result result;

    scene->fetched[3].zone = zone_utc();
    scene->fetched[2].sequence = 7;
    scene->fetched[1].raw = "DTSTAMP changed";
    result = scene_run(scene);
    check_quiet(&result);
    CHECK_INT(result.verdict, RECONCILE_OK);
    CHECK_UINT(result.counts.unchanged, 5);
    arena_free(&arena);
}

TEST(reconcile, knows_what_a_fetch_says)
{
    static const struct {
        const char *what;
        enum change_kind kind;
    } cases[] = {
        {"title", CHANGE_CHANGED},       {"phone", CHANGE_CHANGED},
        {"end", CHANGE_CHANGED},         {"start", CHANGE_RESCHEDULED},
        {"cancelled", CHANGE_CANCELLED}, {"confirmed", CHANGE_CHANGED},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene *scene = scene_of(&arena, 3);
        struct booking *booking = &scene->fetched[1];
        struct reconcile_result result;

        booking->summary = i == 0 ? "Colour" : booking->summary;
        booking->phone = i == 1 ? "+33639980001" : NULL;
        booking->end.unix_s += i == 2 ? 900 : 0;
        booking->start.unix_s += i == 3 ? 900 : 0;
        booking->state = i == 4   ? APPOINTMENT_CANCELLED
                         : i == 5 ? APPOINTMENT_CONFIRMED
                                  : APPOINTMENT_BOOKED;
        result = scene_run(scene);
        CHECK_INT(only_change(&result).kind, cases[i].kind);
        CHECK_UINT(only_change(&result).known, 1);
        CHECK_UINT(only_change(&result).fetched, 1);
        CHECK_INT(only_change(&result).state_said, i >= 4);
    }
    arena_free(&arena);
}

TEST(reconcile, believes_a_file_but_no_calendar_about_when_it_was_booked)
{
    for (int i = 0; i < 2; i++) {
        struct scene *scene = scene_of(&arena, 3);
        struct reconcile_result result;

        scene->fetched[1].booked_known = true;
        scene->fetched[1].booked.unix_s = SCENE_NOW;
        scene->fetched[1].raw = i == 0 ? "BEGIN:VEVENT" : NULL;
        result = scene_run(scene);
        CHECK_UINT(result.counts.changed, (size_t)i);
    }
    arena_free(&arena);
}

TEST(reconcile, adds_what_is_new)
{
    struct scene *scene = scene_of(&arena, 3);
    struct reconcile_result result;

    scene->request.known_count = 2;
    result = scene_run(scene);
    CHECK_INT(only_change(&result).kind, CHANGE_CREATED);
    CHECK_UINT(only_change(&result).known, RECONCILE_NONE);
    CHECK_UINT(only_change(&result).fetched, 2);
    CHECK(only_change(&result).content != NULL);
    CHECK_UINT(result.counts.created, 1);
    arena_free(&arena);
}

TEST(reconcile, withdraws_at_a_second_absence_half_an_hour_later)
{
    static const struct {
        int64_t missing_for_s; /* −1: it was there */
        enum change_kind kind;
    } cases[] = {
        {-1, CHANGE_MISSING},
        {1799, CHANGE_UNCHANGED},
        {1800, CHANGE_WITHDRAWN},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct scene *scene = scene_of(&arena, 7);
        struct reconcile_result result;

        if (cases[i].missing_for_s >= 0)
            scene->known[3].missing_since.unix_s =
                SCENE_NOW - cases[i].missing_for_s;
        scene_forget(scene, 3);
        result = scene_run(scene);
        CHECK_INT(result.verdict, RECONCILE_OK);
        if (cases[i].kind == CHANGE_UNCHANGED) {
            check_quiet(&result);
            continue;
        }
        CHECK_INT(only_change(&result).kind, cases[i].kind);
        CHECK_UINT(only_change(&result).known, 3);
        CHECK_NULL(only_change(&result).content);
    }
    arena_free(&arena);
}

TEST(reconcile, never_touches_the_past)
{
    struct scene *scene = scene_of(&arena, 7);
    struct reconcile_result result;

    for (int i = 0; i < 7; i++) {
        scene->known[i].start.unix_s = SCENE_NOW - i;
        scene->known[i].missing_since.unix_s = SCENE_NOW - DAY_S;
    }
    scene->request.fetched_count = 0;
    result = scene_run(scene);
    check_quiet(&result);
    CHECK_INT(result.verdict, RECONCILE_OK);
    arena_free(&arena);
}

TEST(reconcile, leaves_alone_what_the_window_does_not_cover)
{
    struct scene *scene = scene_of(&arena, 7);
    struct reconcile_result result;

    scene->request.until = scene->known[6].start;
    scene_forget(scene, 6);
    result = scene_run(scene);
    check_quiet(&result);
    arena_free(&arena);
}

TEST(reconcile, takes_unread_events_for_present)
{
    static const char *const unread[] = {"n3"};
    struct scene *scene = scene_of(&arena, 7);
    struct reconcile_result result;

    scene->request.unread = unread;
    scene->request.unread_count = 1;
    scene_forget(scene, 3);
    result = scene_run(scene);
    check_quiet(&result);
    arena_free(&arena);
}

TEST(reconcile, welcomes_back_what_was_missing_or_withdrawn)
{
    for (int i = 0; i < 3; i++) {
        struct scene *scene = scene_of(&arena, 3);
        struct reconcile_result result;
        char content[BOOKING_CONTENT_MAX];

        scene->known[1].missing_since.unix_s = i == 2 ? 0 : SCENE_NOW - 600;
        scene->known[1].gone = i == 1;
        if (i == 1)
            scene->known[1].state = APPOINTMENT_WITHDRAWN;
        if (i == 2) { /* cancelled by its source, and not any more */
            struct booking before = scene->fetched[1];

            before.state = APPOINTMENT_CANCELLED;
            booking_fingerprint(&before, content);
            scene->known[1].content = content;
            scene->known[1].state = APPOINTMENT_CANCELLED;
        }
        result = scene_run(scene);
        CHECK_INT(only_change(&result).kind, CHANGE_RETURNED);
        CHECK_INT(only_change(&result).state_said, i > 0);
        CHECK_UINT(result.counts.restored, 1);
    }
    arena_free(&arena);
}

TEST(reconcile, leaves_a_visit_cancelled_that_was_cancelled_here)
{
    struct scene *scene = scene_of(&arena, 3);
    struct reconcile_result result;

    scene->known[1].state = APPOINTMENT_CANCELLED;
    result = scene_run(scene);
    check_quiet(&result);

    scene->fetched[1].summary = "Colour";
    result = scene_run(scene);
    CHECK_INT(only_change(&result).kind, CHANGE_CHANGED);
    CHECK(!only_change(&result).state_said);
    arena_free(&arena);
}

TEST(reconcile, ignores_stale_copies)
{
    struct scene *scene = scene_of(&arena, 3);
    struct reconcile_result result;

    scene->known[1].sequence = 4;
    scene->fetched[1].sequence = 3;
    scene->fetched[1].start.unix_s += 900;
    result = scene_run(scene);
    check_quiet(&result);
    CHECK_UINT(result.counts.skipped, 1);

    scene->fetched[1].sequence = 4;
    result = scene_run(scene);
    CHECK_INT(only_change(&result).kind, CHANGE_RESCHEDULED);
    arena_free(&arena);
}

TEST(reconcile, sees_a_probable_move)
{
    static const char *const phone = "+33639980001";

    for (int i = 0; i < 4; i++) {
        struct scene *scene = scene_of(&arena, 7);
        struct reconcile_result result;
        struct booking moved = scene_visit(&arena, 99, SCENE_NOW + 9 * DAY_S);

        moved.customer_name = i == 0 ? scene->known[3].name : NULL;
        moved.phone = i == 1 ? phone : NULL;
        scene->known[3].phone = i == 1 ? phone : NULL;
        moved.mail = i == 2 ? "ada@example.org" : NULL;
        scene->known[3].mail = i == 2 ? "ada@example.org" : NULL;
        if (i == 3)
            moved.summary = scene->known[3].title;
        scene->fetched[3] = moved;
        result = scene_run(scene);
        CHECK_INT(result.verdict, RECONCILE_OK);
        CHECK_INT(only_change(&result).kind, CHANGE_RESCHEDULED);
        CHECK(only_change(&result).is_probable);
        CHECK(only_change(&result).is_rekeyed);
        CHECK_UINT(only_change(&result).known, 3);
        CHECK_UINT(only_change(&result).fetched, 3);
    }
    arena_free(&arena);
}

TEST(reconcile, does_not_take_another_visit_for_a_move)
{
    for (int i = 0; i < 3; i++) {
        struct scene *scene = scene_of(&arena, 7);
        struct reconcile_result result;
        struct booking other = scene_visit(&arena, 99, SCENE_NOW + 9 * DAY_S);

        other.customer_name = scene->known[3].name;
        if (i == 0)
            other.service = "Colour";
        if (i == 1) {
            other.phone = "+33639980001";
            scene->known[3].phone = "+33639980002";
        }
        if (i == 2)
            other.state = APPOINTMENT_CANCELLED;
        scene->fetched[3] = other;
        result = scene_run(scene);
        CHECK_UINT(result.counts.moved, 0);
        CHECK_UINT(result.counts.created, 1);
        CHECK_UINT(result.counts.missing, 1);
    }
    arena_free(&arena);
}

TEST(reconcile, takes_a_visit_left_out_of_its_series_as_cancelled)
{
    struct scene *scene = scene_of(&arena, 4);
    struct reconcile_result result;
    struct change change;

    for (size_t i = 0; i < 4; i++) {
        scene->fetched[i] =
            scene_visit(&arena, 0, scene->known[i].start.unix_s);
        scene->fetched[i].recurrence =
            arena_printf(&arena, "2026050%zuT060000Z", i + 5);
        scene->fetched[i].in_series = true;
        scene->known[i] = scene_known(&arena, &scene->fetched[i], (int)i + 1);
    }
    scene_forget(scene, 1);
    result = scene_run(scene);
    change = only_change(&result);
    CHECK_INT(change.kind, CHANGE_CANCELLED);
    CHECK_UINT(change.known, 1);
    CHECK_UINT(change.fetched, RECONCILE_NONE);
    CHECK_INT(change.content[0], 'c');
    arena_free(&arena);
}

TEST(reconcile, does_not_take_events_that_share_a_uid_for_a_series)
{
    struct scene *scene = scene_of(&arena, 7);
    struct reconcile_result result;

    for (size_t i = 0; i < 7; i++) {
        scene->fetched[i].uid = "same";
        scene->fetched[i].recurrence = arena_printf(&arena, "r%zu", i);
        scene->known[i] = scene_known(&arena, &scene->fetched[i], (int)i + 1);
    }
    scene_forget(scene, 1);
    result = scene_run(scene);
    CHECK_INT(only_change(&result).kind, CHANGE_MISSING);
    arena_free(&arena);
}

TEST(reconcile, does_not_move_a_series_to_the_end_of_the_window)
{
    struct scene *scene = scene_of(&arena, 4);
    struct reconcile_result result;

    for (size_t i = 0; i < 4; i++) {
        scene->fetched[i] =
            scene_visit(&arena, 0, SCENE_NOW + DAY_S + (int64_t)i * 7 * DAY_S);
        scene->fetched[i].recurrence = arena_printf(&arena, "r%zu", i);
        scene->fetched[i].in_series = true;
        scene->known[i] = scene_known(&arena, &scene->fetched[i], (int)i + 1);
    }
    /* The second left out; a fifth comes into view. */
    scene->fetched[1] = scene_visit(&arena, 0, SCENE_NOW + DAY_S + 28 * DAY_S);
    scene->fetched[1].recurrence = "r4";
    result = scene_run(scene);
    CHECK_UINT(result.counts.moved, 0);
    CHECK_UINT(result.counts.created, 1);
    CHECK_UINT(result.counts.cancelled, 1);
    arena_free(&arena);
}

TEST(reconcile, sees_through_uids_that_change_at_every_fetch)
{
    struct scene *scene = scene_of(&arena, 8);
    struct reconcile_result result;

    for (size_t i = 0; i < 8; i++)
        scene->fetched[i].uid = arena_printf(&arena, "other-%zu", i);
    result = scene_run(scene);
    check_quiet(&result);
    CHECK_INT(result.verdict, RECONCILE_OK);
    CHECK(result.uids_are_unstable);
    CHECK(result.changes[4].is_rekeyed);
    CHECK_UINT(result.changes[4].known, 4);
    arena_free(&arena);
}

TEST(reconcile, makes_nothing_of_what_a_file_leaves_out)
{
    struct scene *scene = scene_of(&arena, 7);
    struct reconcile_result result;

    scene->request.absence_is_silent = true;
    scene->request.fetched_count = 1;
    scene->fetched[0].attendance = ATTENDANCE_NO_SHOW;
    scene->fetched[0].attendance_known = true;
    result = scene_run(scene);
    CHECK_INT(result.verdict, RECONCILE_OK);
    CHECK_INT(only_change(&result).kind, CHANGE_CHANGED);
    arena_free(&arena);
}

TEST(reconcile, does_not_undo_the_move_that_another_source_made)
{
    struct scene *scene = scene_of(&arena, 3);
    struct reconcile_result result;

    scene->known[1].start.unix_s += 3600; /* the fetch says what it said */
    result = scene_run(scene);
    check_quiet(&result);
    scene->known[1].content = "b-at another time";
    result = scene_run(scene);
    CHECK_INT(only_change(&result).kind, CHANGE_RESCHEDULED);
    arena_free(&arena);
}

TEST(reconcile, leaves_a_marked_visit_where_it_took_place)
{
    struct scene *scene = scene_of(&arena, 3);
    struct reconcile_result result;
    struct change change;

    scene->known[1].start.unix_s = SCENE_NOW - DAY_S;
    scene->known[1].content = "b-of yesterday";
    scene->known[1].is_marked = true;
    result = scene_run(scene);
    change = only_change(&result);
    CHECK_INT(change.kind, CHANGE_CREATED);
    CHECK_UINT(change.known, 1);

    scene->fetched[1].start.unix_s = SCENE_NOW - DAY_S;
    scene->fetched[1].state = APPOINTMENT_CANCELLED;
    result = scene_run(scene);
    check_quiet(&result);
    arena_free(&arena);
}

TEST(reconcile, counts_a_repeated_key_once)
{
    struct scene *scene = scene_of(&arena, 3);
    struct reconcile_result result;

    scene->fetched[2] = scene->fetched[1];
    scene->fetched[2].summary = "again";
    scene->request.known_count = 2;
    result = scene_run(scene);
    check_quiet(&result);
    CHECK_UINT(result.counts.skipped, 1);
    arena_free(&arena);
}

TEST(reconcile, names_every_change)
{
    static const char *const names[CHANGE_KIND_COUNT] = {
        "unchanged", "created", "changed",   "rescheduled",
        "cancelled", "missing", "withdrawn", "returned"};

    for (int i = 0; i < CHANGE_KIND_COUNT; i++)
        CHECK_STR(change_kind_name((enum change_kind)i), names[i]);
}
