#include <string.h>

#include "app/command.h"
#include "app/jobs/plan.h"
#include "app/show.h"
#include "store/appointments.h"

/*
 * mark - records what happened, or what was said
 */

static const struct option_spec options[] = {
    {"reason", "TEXT", "why, in a few words"},
    {"said", "INSTANT", "when the customer said so (now)"},
    {0},
};

struct marking {
    struct appointment_id id;
    const char *result;
    const char *reason;
    struct said said;
    struct author author;
    struct visit visit; /* as it was */
    struct arena *arena;
};

/* Somebody who was there did not cancel: the slot stands again. */
static bool stand_again(struct db *db, const struct marking *marking,
                        struct error *err)
{
    struct state_change change = {.id = marking->id,
                                  .state = APPOINTMENT_BOOKED};

    return appointment_stands(marking->visit.appointment.state) ||
           appointment_set_state(db, &change, &marking->author, err);
}

static bool may_have_happened(const struct marking *marking,
                              enum attendance attendance, struct error *err)
{
    const struct appointment *appointment = &marking->visit.appointment;
    struct civil_date day =
        zone_civil(&appointment->zone, appointment->start).date;
    /* People come early; nobody can miss what has not begun. */
    struct instant from = attendance == ATTENDANCE_NO_SHOW
                              ? appointment->start
                              : zone_day_start(&appointment->zone, day);
    char start[40];

    if (attendance == ATTENDANCE_UNMARKED ||
        !instant_before(marking->author.at, from))
        return true;
    return error_set(err, ERROR_INPUT,
                     "appointment %lld starts only at %s; it cannot be '%s' "
                     "yet",
                     (long long)marking->id.row,
                     show_wall(&appointment->zone, appointment->start, start),
                     attendance_name(attendance));
}

static bool mark_attendance(struct db *db, const struct marking *marking,
                            enum attendance attendance, struct error *err)
{
    struct attendance_note note = {
        .id = marking->id,
        .attendance = attendance,
        .reason = marking->reason,
    };

    return may_have_happened(marking, attendance, err) &&
           stand_again(db, marking, err) &&
           attendance_mark(db, &note, &marking->author, err);
}

static bool mark_state(struct db *db, const struct marking *marking,
                       struct error *err)
{
    struct attendance_note nothing = {.id = marking->id};
    struct state_change change = {
        .id = marking->id,
        .state = APPOINTMENT_CANCELLED,
        .by = CANCELLED_BY_CUSTOMER,
        .said = marking->said,
    };

    if (strcmp(marking->result, "confirmed") == 0)
        change = (struct state_change){.id = marking->id,
                                       .state = APPOINTMENT_CONFIRMED};
    else if (strcmp(marking->result, "cancelled-office") == 0)
        change.by = CANCELLED_BY_OFFICE;
    return attendance_mark(db, &nothing, &marking->author, err) &&
           appointment_set_state(db, &change, &marking->author, err);
}

static bool work(struct db *db, void *context, struct error *err)
{
    struct marking *marking = context;
    enum attendance attendance;

    if (!visit_load(db, marking->id, marking->arena, &marking->visit, err))
        return false;
    if (marking->visit.appointment.state == APPOINTMENT_MOVED)
        return error_set(err, ERROR_CONFLICT,
                         "appointment %lld was moved; 'kept why %lld' tells "
                         "where to",
                         (long long)marking->id.row,
                         (long long)marking->id.row);
    if (marking->visit.same_as.row != 0)
        return error_set(err, ERROR_CONFLICT,
                         "appointment %lld is the same visit as %lld; mark "
                         "that one",
                         (long long)marking->id.row,
                         (long long)marking->visit.same_as.row);
    if (attendance_find(marking->result, &attendance))
        return mark_attendance(db, marking, attendance, err);
    return mark_state(db, marking, err);
}

static bool is_result(const char *text)
{
    enum attendance attendance;

    return attendance_find(text, &attendance) ||
           strcmp(text, "confirmed") == 0 || strcmp(text, "cancelled") == 0 ||
           strcmp(text, "cancelled-office") == 0;
}

static bool read_words(struct call *call, struct marking *out,
                       struct error *err)
{
    const char *said = call_option(call, "said");

    out->result = call->words[1];
    out->reason = call_option(call, "reason");
    out->author = (struct author){.who = "command line", .at = call_now(call)};
    out->said =
        (struct said){.known = true, .exact = true, .at = out->author.at};
    out->arena = call->arena;
    if (!is_result(out->result))
        return error_set(err, ERROR_USAGE,
                         "'%s' is not a result; use attended, late, left, "
                         "no-show, unmarked, confirmed, cancelled or "
                         "cancelled-office",
                         out->result);
    if (said != NULL && !instant_parse(said, &out->said.at, err)) {
        err->kind = ERROR_USAGE;
        return error_wrap(err, "--said");
    }
    return show_read_id(call->words[0], &out->id.row, err);
}

static int run(struct call *call)
{
    struct marking marking = {0};
    struct error err;

    if (!read_words(call, &marking, &err) ||
        !call_write(call, work, &marking, &err) || !plan_settle(call, &err))
        return call_fail(call, &err);
    if (call->json)
        call_print_json(call,
                        json_pack("{s:s, s:s}", "appointment", call->words[0],
                                  "result", marking.result));
    else
        (void)fprintf(call->out, "Appointment %s is now '%s'.\n",
                      call->words[0], marking.result);
    return EXIT_DONE;
}

const struct command command_mark = {
    .name = "mark",
    .kind = COMMAND_WRITES,
    .words = "APPOINTMENT RESULT",
    .words_min = 2,
    .words_max = 2,
    .help = "Records what happened: attended, late, left, no-show, unmarked, "
            "confirmed, cancelled, cancelled-office.",
    .example = "kept mark 217 no-show --reason 'phone switched off'",
    .options = options,
    .run = run,
};
