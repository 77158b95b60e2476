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
    bool changed;
    struct arena *arena;
};

/* Somebody who was there did not cancel: the slot stands again. */
static bool stand_again(struct db *db, const struct marking *marking,
                        struct error *err)
{
    const struct said nothing = {0};
    enum appointment_state state = marking->visit.appointment.state;

    if (appointment_stands(state))
        return true;
    return appointment_set_state(db, marking->id, APPOINTMENT_BOOKED,
                                 CANCELLED_BY_NOBODY, nothing, &marking->author,
                                 err);
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

static bool mark_attendance(struct db *db, struct marking *marking,
                            enum attendance attendance, struct error *err)
{
    return may_have_happened(marking, attendance, err) &&
           stand_again(db, marking, err) &&
           attendance_mark(db, marking->id, attendance, marking->reason,
                           &marking->author, &marking->changed, err);
}

static bool mark_state(struct db *db, struct marking *marking,
                       struct error *err)
{
    bool by_office = strcmp(marking->result, "cancelled-office") == 0;
    bool confirmed = strcmp(marking->result, "confirmed") == 0;
    const struct said nothing = {0};
    bool unmarked;

    if (!attendance_mark(db, marking->id, ATTENDANCE_UNMARKED, NULL,
                         &marking->author, &unmarked, err))
        return false;
    if (confirmed)
        return appointment_set_state(db, marking->id, APPOINTMENT_CONFIRMED,
                                     CANCELLED_BY_NOBODY, nothing,
                                     &marking->author, err);
    return appointment_set_state(db, marking->id, APPOINTMENT_CANCELLED,
                                 by_office ? CANCELLED_BY_OFFICE
                                           : CANCELLED_BY_CUSTOMER,
                                 marking->said, &marking->author, err);
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
