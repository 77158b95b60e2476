#include "app/jobs/callsheet.h"

#include <stdlib.h>

#include "scheduler/opendays.h"
#include "store/customers.h"
#include "store/reminders.h"

struct maker {
    struct call *call;
    struct db *db;
    struct instant now;
    struct callsheet *out;
    size_t room;
};

/* What the reminders of a visit amount to. */
struct story {
    bool is_told;
    bool is_doubtful;
    bool is_coming;                 /* one is still to leave, at its time */
    const struct reminder *failed;  /* the last that failed, or NULL */
    const struct reminder *skipped; /* the first that was skipped, or NULL */
};

const char *callsheet_kind_name(enum callsheet_kind kind)
{
    static const char *const names[CALLSHEET_KIND_COUNT] = {
        "unreachable", "failed", "doubtful", "unconfirmed"};

    return names[kind];
}

const char *callsheet_kind_title(enum callsheet_kind kind)
{
    static const char *const titles[CALLSHEET_KIND_COUNT] = {
        "Cannot be written to", "Messages that failed",
        "Messages that may not have arrived", "Told, and no answer yet"};

    return titles[kind];
}

static struct story story_of(const struct reminder_list *list,
                             struct instant now)
{
    struct story story = {0};

    for (size_t i = 0; i < list->count; i++) {
        const struct reminder *item = &list->items[i];

        switch (item->state) {
        case REMINDER_ACCEPTED:
        case REMINDER_DELIVERED:
            story.is_told = true;
            break;
        case REMINDER_UNKNOWN:
            story.is_doubtful = true;
            break;
        case REMINDER_CLAIMED:
            story.is_coming = true;
            break;
        case REMINDER_PLANNED:
            if (instant_before(now, item->due))
                story.is_coming = true;
            else
                story.failed = item;
            break;
        case REMINDER_REFUSED:
        case REMINDER_EXPIRED:
            story.failed = item;
            break;
        case REMINDER_SKIPPED:
            if (story.skipped == NULL && item->reason != REASON_FALLBACK &&
                item->reason != REASON_MERGED)
                story.skipped = item;
            break;
        case REMINDER_CANCELLED:
            break;
        }
    }
    return story;
}

static const char *failure(const struct maker *maker,
                           const struct reminder *failed)
{
    const char *reason = reminder_reason_text(failed->reason);

    if (failed->state == REMINDER_PLANNED)
        return arena_printf(maker->call->arena,
                            "the message by %s was due and has not left",
                            channel_name(failed->channel));
    return arena_printf(maker->call->arena, "by %s: %s%s%s",
                        channel_name(failed->channel),
                        reminder_state_name(failed->state),
                        *reason == '\0' ? "" : ", ", reason);
}

/* Whether somebody should telephone, and why. */
static bool judge(const struct maker *maker, const struct story *story,
                  struct callsheet_row *row)
{
    if (story->is_told) {
        row->kind = CALLSHEET_UNCONFIRMED;
        row->reason = "has been told, and has not answered";
    } else if (story->is_doubtful) {
        row->kind = CALLSHEET_DOUBTFUL;
        row->reason = "nobody knows whether the message arrived";
    } else if (story->is_coming) {
        return false;
    } else if (story->failed != NULL) {
        row->kind = CALLSHEET_FAILED;
        row->reason = failure(maker, story->failed);
    } else {
        row->kind = CALLSHEET_UNREACHABLE;
        row->reason = story->skipped == NULL
                          ? "no rule is for this visit"
                          : reminder_reason_text(story->skipped->reason);
    }
    return true;
}

static const char *phone_of(const struct customer *customer)
{
    return customer->phone != NULL ? customer->phone : customer->phone_doubt;
}

static bool add_visit(struct maker *maker, const struct visit *visit,
                      struct error *err)
{
    const struct appointment *appointment = &visit->appointment;
    struct callsheet *out = maker->out;
    struct callsheet_row row = {.visit = *visit, .customer = {.name = ""}};
    struct reminder_list list;
    struct story story;

    if (!appointment_stands(appointment->state))
        return true;
    out->visit_count++;
    if (appointment->state == APPOINTMENT_CONFIRMED ||
        visit->attendance != ATTENDANCE_UNMARKED)
        return true;
    if ((appointment->customer.row != 0 &&
         !customer_load(maker->db, appointment->customer, appointment->start,
                        maker->call->arena, &row.customer, err)) ||
        !reminder_list_of(maker->db, appointment->id, maker->call->arena, &list,
                          err))
        return false;
    story = story_of(&list, maker->now);
    if (!judge(maker, &story, &row))
        return true;
    row.phone = phone_of(&row.customer);
    arena_reserve(maker->call->arena, out->items, out->count, maker->room,
                  struct callsheet_row);
    out->items[out->count++] = row;
    out->counts[row.kind]++;
    return true;
}

static int by_kind(const void *left, const void *right)
{
    const struct callsheet_row *l = left;
    const struct callsheet_row *r = right;
    int64_t apart =
        instant_since(l->visit.appointment.start, r->visit.appointment.start).s;

    if (l->kind != r->kind)
        return l->kind < r->kind ? -1 : 1;
    if (apart != 0)
        return apart < 0 ? -1 : 1;
    return l->visit.appointment.id.row < r->visit.appointment.id.row ? -1 : 1;
}

bool callsheet_make(struct call *call, const struct office *office,
                    struct civil_date date, struct callsheet *out,
                    struct error *err)
{
    struct visit_list visits;
    struct maker maker = {.call = call, .now = call_now(call), .out = out};

    *out = (struct callsheet){.office_name = office->name,
                              .date = date,
                              .zone = office->zone,
                              .language = office->language,
                              .made = maker.now};
    if (!call_reader(call, &maker.db, err) ||
        !visit_between(maker.db, zone_day_start(&office->zone, date),
                       zone_day_start(&office->zone, civil_add_days(date, 1)),
                       call->arena, &visits, err))
        return false;
    for (size_t i = 0; i < visits.count; i++) {
        if (!add_visit(&maker, &visits.items[i], err))
            return false;
    }
    if (out->count != 0)
        qsort(out->items, out->count, sizeof(*out->items), by_kind);
    return true;
}

struct civil_date callsheet_next_day(const struct office *office,
                                     struct instant now)
{
    struct civil_date today = zone_civil(&office->zone, now).date;
    struct civil_date next;

    return opendays_after(office, "", "", today, 1, &next)
               ? next
               : civil_add_days(today, 1);
}
