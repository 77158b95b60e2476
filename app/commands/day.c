#include <string.h>

#include "app/command.h"
#include "app/show.h"
#include "store/appointments.h"

/*
 * day - who comes, and who came
 */

static json_t *visit_json(const struct visit *visit)
{
    const struct appointment *appointment = &visit->appointment;
    char id[24];
    char start[INSTANT_TEXT_MAX];
    char end[INSTANT_TEXT_MAX];

    return json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:b, s:n}",
                     "id", show_id(appointment->id.row, id), "start",
                     instant_format(appointment->start, start), "end",
                     instant_format(appointment->end, end), "customer",
                     visit->customer_name, "title", visit->title, "service",
                     appointment->service, "provider", appointment->provider,
                     "state", appointment_state_name(appointment->state),
                     "attendance", attendance_name(visit->attendance),
                     "missing", appointment->is_missing, "risk");
}

static const char *mark_of(const struct visit *visit)
{
    if (visit->attendance != ATTENDANCE_UNMARKED)
        return attendance_name(visit->attendance);
    if (visit->appointment.is_missing)
        return "missing from its calendar";
    return appointment_state_name(visit->appointment.state);
}

static void print_text(const struct call *call, struct civil_date date,
                       const struct visit_list *list)
{
    char text[CIVIL_DATE_TEXT_MAX];

    (void)fprintf(call->out, "%s %s: %zu appointments\n",
                  weekday_name(civil_weekday(date)),
                  civil_format_date(date, text), list->count);
    for (size_t i = 0; i < list->count; i++) {
        const struct visit *visit = &list->items[i];
        struct civil_time wall =
            zone_civil(&visit->appointment.zone, visit->appointment.start);
        const char *who =
            *visit->customer_name == '\0' ? visit->title : visit->customer_name;
        const char *what = visit->appointment.service;

        (void)fprintf(call->out, "%6lld  %02d:%02d  %-*s %-*s %s\n",
                      (long long)visit->appointment.id.row, wall.hour,
                      wall.minute, show_width(who, 24), who,
                      show_width(what, 18), what, mark_of(visit));
    }
    if (list->count != 0)
        (void)fputs("Record who came with 'kept mark NUMBER attended' (late, "
                    "left, no-show …).\n",
                    call->out);
}

static int run(struct call *call)
{
    struct office office;
    struct civil_date date;
    struct visit_list list;
    struct db *db;
    struct error err;
    json_t *items;

    if (!call_office(call, &office, &err) ||
        !call_day_word(call, call->word_count == 0 ? "today" : call->words[0],
                       &office.zone, &date, &err) ||
        !call_reader(call, &db, &err) ||
        !visit_between(db, zone_day_start(&office.zone, date),
                       zone_day_start(&office.zone, civil_add_days(date, 1)),
                       call->arena, &list, &err))
        return call_fail(call, &err);
    if (!call->json) {
        print_text(call, date, &list);
        return EXIT_DONE;
    }
    items = json_array();
    for (size_t i = 0; i < list.count; i++)
        (void)json_array_append_new(items, visit_json(&list.items[i]));
    call_print_json(call, json_pack("{s:o}", "appointments", items));
    return EXIT_DONE;
}

const struct command command_day = {
    .name = "day",
    .kind = COMMAND_READS,
    .words = "[DATE]",
    .words_max = 1,
    .help = "Lists the appointments of a day (today, tomorrow, YYYY-MM-DD).",
    .example = "kept day 2026-11-24",
    .run = run,
};
