#include "domain/appointment.h"
#include "domain/attendance.h"
#include "domain/delivery.h"
#include "domain/message_kind.h"
#include "domain/reminder.h"
#include "tests/test.h"

TEST(reminder, never_takes_back_what_may_have_left)
{
    static const enum reminder_state left[] = {REMINDER_ACCEPTED,
                                               REMINDER_DELIVERED,
                                               REMINDER_REFUSED,
                                               REMINDER_UNKNOWN};

    for (size_t i = 0; i < ARRAY_LEN(left); i++) {
        CHECK(!reminder_may_become(left[i], REMINDER_PLANNED));
        CHECK(!reminder_may_become(left[i], REMINDER_CANCELLED));
        CHECK(!reminder_may_become(left[i], REMINDER_SKIPPED));
    }
    CHECK(reminder_may_become(REMINDER_PLANNED, REMINDER_CLAIMED));
    CHECK(reminder_may_become(REMINDER_CANCELLED, REMINDER_PLANNED));
    CHECK(!reminder_may_become(REMINDER_PLANNED, REMINDER_ACCEPTED));
}

TEST(names, lead_there_and_back)
{
    enum reminder_state state;
    enum reminder_reason reason;
    enum appointment_state appointment;
    enum attendance attendance;
    enum delivery_outcome outcome;
    enum message_kind kind;

    for (int i = 0; i < REMINDER_STATE_COUNT; i++) {
        CHECK(reminder_state_find(reminder_state_name((enum reminder_state)i),
                                  &state));
        CHECK_INT(state, i);
    }
    for (int i = 0; i < REMINDER_REASON_COUNT; i++) {
        CHECK(reminder_reason_find(
            reminder_reason_name((enum reminder_reason)i), &reason));
        CHECK_INT(reason, i);
        CHECK((*reminder_reason_text((enum reminder_reason)i) == '\0') ==
              (i == REASON_NONE));
    }
    for (int i = 0; i < APPOINTMENT_STATE_COUNT; i++) {
        CHECK(appointment_state_find(
            appointment_state_name((enum appointment_state)i), &appointment));
        CHECK_INT(appointment, i);
    }
    for (int i = 0; i < ATTENDANCE_COUNT; i++) {
        CHECK(
            attendance_find(attendance_name((enum attendance)i), &attendance));
        CHECK_INT(attendance, i);
    }
    for (int i = 0; i < DELIVERY_OUTCOME_COUNT; i++) {
        CHECK(delivery_outcome_find(
            delivery_outcome_name((enum delivery_outcome)i), &outcome));
        CHECK_INT(outcome, i);
    }
    for (int i = 0; i < MESSAGE_KIND_COUNT; i++) {
        CHECK(
            message_kind_find(message_kind_name((enum message_kind)i), &kind));
        CHECK_INT(kind, i);
    }
    CHECK(!message_kind_find("late", &kind));
    CHECK(!attendance_find("vanished", &attendance));
}
