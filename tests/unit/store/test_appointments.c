#include "store/appointments.h"
#include "tests/unit/store/made.h"

static struct visit load(struct db *db, struct appointment_id id,
                         struct arena *arena)
{
    struct visit visit;
    struct error err;

    CHECK(visit_load(db, id, arena, &visit, &err));
    return visit;
}

TEST(appointments, keep_the_wall_time_beside_the_instant)
{
    struct db *db = test_db_open();
    struct customer_id nobody = {0};

    (void)made_appointment(db, nobody, 0);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM appointment"
                                 " WHERE wall = '2026-11-24T13:00:00'"
                                 "   AND zone = 'Europe/Paris'"),
              1);
    test_db_close(db);
}

TEST(appointments, tell_who_changed_them_from_what_to_what)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct customer_id nobody = {0};
    struct appointment_id id = made_appointment(db, nobody, 86400);
    struct state_change cancel = {
        .id = id,
        .state = APPOINTMENT_CANCELLED,
        .by = CANCELLED_BY_OFFICE,
        .said = {.known = true, .exact = true, .at = {NOW_S}},
    };
    struct state_change back = {.id = id, .state = APPOINTMENT_BOOKED};
    struct event_list events;
    struct error err;

    CHECK(appointment_set_state(db, &cancel, &made_by, &err));
    CHECK(appointment_set_state(db, &cancel, &made_by, &err)); /* no news */
    CHECK_INT(load(db, id, &arena).appointment.cancelled_by,
              CANCELLED_BY_OFFICE);
    CHECK(appointment_set_state(db, &back, &made_by, &err));
    CHECK_INT(load(db, id, &arena).appointment.state, APPOINTMENT_BOOKED);
    CHECK(!load(db, id, &arena).appointment.said.known);
    CHECK(event_list(db, id, &arena, &events, &err));
    CHECK_UINT(events.count, 3);
    CHECK_STR(events.items[1].before, "booked");
    CHECK_STR(events.items[1].after, "cancelled-office");
    CHECK_STR(events.items[1].who, "test");
    CHECK_STR(events.items[2].after, "booked");
    arena_free(&arena);
    test_db_close(db);
}

TEST(appointments, are_unmarked_until_somebody_says_otherwise)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct customer_id nobody = {0};
    struct appointment_id id = made_appointment(db, nobody, -86400);
    struct attendance_note missed = {.id = id,
                                     .attendance = ATTENDANCE_NO_SHOW,
                                     .reason = "ill"};
    struct attendance_note nothing = {.id = id};
    struct error err;

    CHECK_INT(load(db, id, &arena).attendance, ATTENDANCE_UNMARKED);
    CHECK(attendance_mark(db, &missed, &made_by, &err));
    CHECK_INT(load(db, id, &arena).attendance, ATTENDANCE_NO_SHOW);
    CHECK_STR(load(db, id, &arena).reason, "ill");
    CHECK(attendance_mark(db, &nothing, &made_by, &err));
    CHECK_INT(load(db, id, &arena).attendance, ATTENDANCE_UNMARKED);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM event"
                                 " WHERE what = 'marked'"),
              2);
    arena_free(&arena);
    test_db_close(db);
}

TEST(appointments, that_move_close_one_slot_and_link_the_next)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct customer_id nobody = {0};
    struct appointment_id from = made_appointment(db, nobody, 86400);
    struct appointment_id to = made_appointment(db, nobody, 2 * 86400);
    struct said bracket = {.known = true,
                           .at = {NOW_S - 600},
                           .until = {NOW_S}};
    struct visit visit;
    struct error err;

    CHECK(appointment_move(db, from, to, bracket, &made_by, &err));
    visit = load(db, from, &arena);
    CHECK_INT(visit.appointment.state, APPOINTMENT_MOVED);
    CHECK(!visit.appointment.said.exact);
    CHECK_INT(visit.appointment.said.at.unix_s, NOW_S - 600);
    CHECK_INT(test_db_number(db, "SELECT moved_to FROM appointment"
                                 " WHERE state = 'moved'"),
              to.row);
    /* Free for somebody else only once it surely was gone. */
    CHECK_INT(test_db_number(db, "SELECT freed_s FROM appointment"
                                 " WHERE state = 'moved'"),
              NOW_S);
    arena_free(&arena);
    test_db_close(db);
}

TEST(appointments, of_the_past_do_not_wait_for_the_planner)
{
    struct db *db = test_db_open();
    struct customer_id nobody = {0};

    (void)made_appointment(db, nobody, -86400);
    (void)made_appointment(db, nobody, 86400);
    CHECK_INT(test_db_number(db, "SELECT sum(replan) FROM appointment"), 1);
    test_db_close(db);
}

TEST(appointments, are_found_on_both_sides_of_1970)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct customer_id nobody = {0};
    struct visit_list visits;
    struct error err;

    (void)made_appointment(db, nobody, -NOW_S - 10);
    (void)made_appointment(db, nobody, -NOW_S + 10);
    CHECK(visit_between(db, (struct instant){-10}, (struct instant){10}, &arena,
                        &visits, &err));
    CHECK_UINT(visits.count, 1);
    CHECK(visit_between(db, (struct instant){-86401}, (struct instant){11},
                        &arena, &visits, &err));
    CHECK_UINT(visits.count, 2);
    arena_free(&arena);
    test_db_close(db);
}
