#include "app/commands/feed_view.h"

#include <stdio.h>
#include <string.h>

#include "app/jobs/source.h"
#include "app/show.h"

static bool is_listed(const struct feed_names *names, const char *name)
{
    for (size_t i = 0; i < names->count; i++) {
        if (strcmp(names->items[i], name) == 0)
            return true;
    }
    return false;
}

bool feed_view_read(struct call *call, const struct office *office,
                    const char *name, struct feed_view *out, struct error *err)
{
    struct feed_names names;
    struct db *db;

    *out = (struct feed_view){.feed = office_feed(office, name), .source = ""};
    if (!call_reader(call, &db, err) ||
        !feed_names(db, call->arena, &names, err))
        return false;
    if (out->feed == NULL && !is_listed(&names, name))
        return error_set(err, ERROR_MISSING,
                         "there is no feed '%.100s'; 'kept feed list' names "
                         "them",
                         name);
    if (out->feed != NULL)
        out->source = source_name(out->feed->source, call->arena);
    return feed_load(db, name, call->arena, &out->row, err) &&
           feed_sum_of(db, name, call_now(call), &out->sum, err);
}

static void set_moment(json_t *object, const char *key, struct moment moment)
{
    char text[INSTANT_TEXT_MAX];

    (void)json_object_set_new(object, key,
                              moment.is_known
                                  ? json_string(instant_format(moment.at, text))
                                  : json_null());
}

static void set_number(json_t *object, const char *key, int64_t number)
{
    (void)json_object_set_new(object, key, json_integer(number));
}

static json_t *view_json(const struct feed_view *view)
{
    const struct feed_row *row = &view->row;
    struct moment next = {view->feed != NULL && row->next.unix_s != 0,
                          row->next};
    json_t *object =
        json_pack("{s:s, s:s, s:b, s:s, s:s}", "name", row->name, "source",
                  view->source, "in_office", view->feed != NULL, "state",
                  row->state, "reason", row->detail);

    set_moment(object, "last_good", row->good);
    set_moment(object, "last_changed", row->changed);
    set_moment(object, "next_look", next);
    set_number(object, "ahead", view->sum.ahead);
    set_number(object, "missing", view->sum.missing);
    set_number(object, "pinned", view->sum.pinned);
    set_number(object, "held", view->sum.held);
    set_number(object, "failures", row->failures);
    set_moment(object, "earliest", row->earliest);
    set_moment(object, "latest", row->latest);
    set_moment(object, "held_since", row->same_since);
    set_number(object, "held_looks", row->same_count);
    set_moment(object, "refused_since", row->refused_since);
    set_number(object, "versions", view->sum.versions);
    return object;
}

static const char *wall_of(const struct office *office, struct moment moment,
                           char out[40])
{
    if (!moment.is_known)
        return "-";
    return show_wall(&office->zone, moment.at, out);
}

static void print_row(const struct call *call, const struct office *office,
                      const struct feed_view *view)
{
    const struct feed_row *row = &view->row;
    struct moment next = {view->feed != NULL && row->next.unix_s != 0,
                          row->next};
    char good[40];
    char changed[40];
    char look[40];

    (void)fprintf(call->out,
                  "%-*s %-10s  %-16s  %-16s  %-16s %6lld %7lld %5lld\n",
                  show_width(row->name, 20), row->name, row->state,
                  wall_of(office, row->good, good),
                  wall_of(office, row->changed, changed),
                  wall_of(office, next, look), (long long)view->sum.ahead,
                  (long long)view->sum.missing, (long long)view->sum.held);
    if (row->failures > 0)
        (void)fprintf(call->out, "    %d failures in a row: %s\n",
                      row->failures, row->detail);
    else if (!str_is_empty(row->detail))
        (void)fprintf(call->out, "    %s; 'kept feed show %s' lists them\n",
                      row->detail, row->name);
}

/* The office's feeds in their order, then what was imported by hand. */
static struct feed_names all_names(const struct office *office,
                                   const struct feed_names *known,
                                   struct arena *arena)
{
    struct feed_names all = {
        .items = arena_new_array(arena, office->feed_count + known->count + 1,
                                 const char *),
    };

    for (size_t i = 0; i < office->feed_count; i++)
        all.items[all.count++] = office->feeds[i].name;
    for (size_t i = 0; i < known->count; i++) {
        if (office_feed(office, known->items[i]) == NULL)
            all.items[all.count++] = known->items[i];
    }
    return all;
}

bool feed_view_list(struct call *call, const struct office *office,
                    struct error *err)
{
    struct feed_names known;
    struct feed_names all;
    json_t *list;
    struct db *db;

    if (!call_reader(call, &db, err) ||
        !feed_names(db, call->arena, &known, err))
        return false;
    all = all_names(office, &known, call->arena);
    list = json_array();
    if (!call->json && all.count != 0)
        (void)fprintf(call->out,
                      "%-20s %-10s  %-16s  %-16s  %-16s %6s %7s %5s\n", "feed",
                      "state", "last good", "last changed", "next look",
                      "ahead", "missing", "held");
    for (size_t i = 0; i < all.count; i++) {
        struct feed_view view;

        if (!feed_view_read(call, office, all.items[i], &view, err)) {
            json_decref(list);
            return false;
        }
        if (call->json)
            (void)json_array_append_new(list, view_json(&view));
        else
            print_row(call, office, &view);
    }
    if (call->json) {
        call_print_json(call, json_pack("{s:o}", "feeds", list));
        return true;
    }
    json_decref(list);
    if (all.count == 0)
        (void)fputs("No feeds yet: name them in the office file, or import "
                    "one.\n",
                    call->out);
    return true;
}

/* What `change` would do, in words. */
static const char *fate_of(const char *change)
{
    static const struct {
        const char *change;
        const char *fate;
    } fates[] = {
        {"missing", "would count as missing: no reminders meanwhile"},
        {"withdrawn", "would be withdrawn: no reminders any more"},
        {"cancelled", "would be cancelled"},
        {"rescheduled", "would move"},
        {"changed", "would change"},
    };

    for (size_t i = 0; i < ARRAY_LEN(fates); i++) {
        if (strcmp(fates[i].change, change) == 0)
            return fates[i].fate;
    }
    return change;
}

static struct zone zone_of(const struct held_visit *visit)
{
    struct zone zone;
    struct error ignored;

    if (!zone_load(visit->zone, &zone, &ignored))
        return zone_utc();
    return zone;
}

void feed_view_print_held(const struct call *call,
                          const struct held_visits *held)
{
    for (size_t i = 0; i < held->count; i++) {
        const struct held_visit *visit = &held->items[i];
        struct zone zone = zone_of(visit);
        const char *who =
            *visit->customer_name == '\0' ? visit->title : visit->customer_name;
        char start[40];

        (void)fprintf(call->out, "%6lld  %s  %-*s %-*s %s\n",
                      (long long)visit->appointment.row,
                      show_wall(&zone, visit->start, start),
                      show_width(who, 24), who, show_width(visit->service, 18),
                      visit->service, fate_of(visit->change));
    }
}

json_t *feed_view_held_json(const struct held_visits *held)
{
    json_t *list = json_array();

    for (size_t i = 0; i < held->count; i++) {
        const struct held_visit *visit = &held->items[i];
        char id[24];
        char start[INSTANT_TEXT_MAX];
        char since[INSTANT_TEXT_MAX];

        (void)json_array_append_new(
            list, json_pack("{s:s, s:s, s:s, s:s, s:s, s:s, s:s, s:s}",
                            "appointment", show_id(visit->appointment.row, id),
                            "uid", visit->uid, "start_utc",
                            instant_format(visit->start, start), "customer",
                            visit->customer_name, "service", visit->service,
                            "title", visit->title, "change", visit->change,
                            "since", instant_format(visit->since, since)));
    }
    return list;
}

static json_t *deeds_json(const struct feed_deeds *deeds)
{
    json_t *list = json_array();

    for (size_t i = 0; i < deeds->count; i++) {
        const struct feed_deed *deed = &deeds->items[i];
        char id[24];
        char at[INSTANT_TEXT_MAX];

        (void)json_array_append_new(
            list,
            json_pack("{s:s, s:s, s:s, s:s, s:s}", "at",
                      instant_format(deed->at, at), "appointment",
                      show_id(deed->appointment.row, id), "what", deed->what,
                      "before", deed->before, "after", deed->after));
    }
    return list;
}

static void print_deeds(const struct call *call, const struct office *office,
                        const struct feed_deeds *deeds)
{
    if (deeds->count != 0)
        (void)fputs("What it changed last:\n", call->out);
    for (size_t i = 0; i < deeds->count; i++) {
        const struct feed_deed *deed = &deeds->items[i];
        char at[40];

        (void)fprintf(call->out, "%6lld  %s  %s%s%s%s%s\n",
                      (long long)deed->appointment.row,
                      show_wall(&office->zone, deed->at, at), deed->what,
                      *deed->before == '\0' ? "" : " from ", deed->before,
                      *deed->after == '\0' ? "" : " to ", deed->after);
    }
}

static void print_about(const struct call *call, const struct office *office,
                        const struct feed_view *view)
{
    const struct feed_row *row = &view->row;
    char one[40];
    char two[40];

    (void)fprintf(call->out, "%s: %s%s%s\n", row->name, row->state,
                  str_is_empty(row->detail) ? "" : ": ",
                  str_or_empty(row->detail));
    if (view->feed != NULL)
        (void)fprintf(call->out, "  read from %s, next at %s\n", view->source,
                      row->next.unix_s == 0
                          ? "once"
                          : show_wall(&office->zone, row->next, one));
    (void)fprintf(call->out, "  last good %s, last changed %s\n",
                  wall_of(office, row->good, one),
                  wall_of(office, row->changed, two));
    (void)fprintf(call->out,
                  "  %lld visits ahead, %lld missing, %lld that stand by a "
                  "person's word; %lld earlier versions\n",
                  (long long)view->sum.ahead, (long long)view->sum.missing,
                  (long long)view->sum.pinned, (long long)view->sum.versions);
    if (row->earliest.is_known)
        (void)fprintf(call->out, "  it has shown visits from %s to %s\n",
                      wall_of(office, row->earliest, one),
                      wall_of(office, row->latest, two));
    if (row->refused_since.is_known)
        (void)fprintf(call->out, "  nothing at its address since %s\n",
                      wall_of(office, row->refused_since, one));
}

static void print_show(const struct call *call, const struct office *office,
                       const struct feed_view *view,
                       const struct held_visits *held)
{
    char since[40];

    print_about(call, office, view);
    if (held->count == 0)
        return;
    (void)fprintf(call->out, "Held since %s, the same at %lld looks:\n",
                  wall_of(office, view->row.same_since, since),
                  (long long)view->row.same_count);
    feed_view_print_held(call, held);
    (void)fprintf(call->out,
                  "Those are really gone: 'kept feed accept %s'. They stand: "
                  "'kept feed reject %s'.\n",
                  view->row.name, view->row.name);
}

bool feed_view_show(struct call *call, const struct office *office,
                    const char *name, struct error *err)
{
    struct feed_view view;
    struct held_visits held;
    struct feed_deeds deeds;
    struct db *db;
    json_t *object;

    if (!feed_view_read(call, office, name, &view, err) ||
        !call_reader(call, &db, err) ||
        !held_visits_of(db, name, call->arena, &held, err) ||
        !feed_deeds_of(db,
                       arena_printf(call->arena, "%s %s",
                                    view.feed == NULL ? "import of" : "feed",
                                    name),
                       FEED_VIEW_DEEDS, call->arena, &deeds, err))
        return false;
    if (!call->json) {
        print_show(call, office, &view, &held);
        print_deeds(call, office, &deeds);
        return true;
    }
    object = view_json(&view);
    (void)json_object_set_new(object, "held_changes",
                              feed_view_held_json(&held));
    (void)json_object_set_new(object, "history", deeds_json(&deeds));
    call_print_json(call, object);
    return true;
}
