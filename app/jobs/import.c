#include "app/jobs/import.h"

#include <string.h>

#include "app/jobs/apply.h"
#include "app/jobs/plan.h"
#include "app/jobs/source.h"
#include "app/mapping.h"
#include "base/crypto.h"
#include "base/log.h"
#include "scheduler/cadence.h"
#include "store/customers.h"
#include "store/feeds.h"

/* Where neither the office nor the feed says how often. */
#define REFRESH_DEFAULT_S (15 * MINUTE_S)

/* What the feed itself may ask for (ical.md of the plans, 3). */
#define REFRESH_MIN_S     (5 * MINUTE_S)
#define REFRESH_MAX_S     DAY_S

/* A look at a source on its way. */
struct look {
    struct call *call;
    const struct import_job *job;
    struct import_outcome *out;
    struct office office;
    struct feed feed; /* the office's, or one made up */
    bool is_office_feed;
    struct feed_row row;
    struct source_bytes bytes;
    struct csv_map map;
    struct instant now;
    struct dice dice;
};

static bool find_feed(struct look *look, struct error *err)
{
    const struct import_job *job = look->job;
    const char *name = job->feed == NULL
                           ? source_name(job->source, look->call->arena)
                           : job->feed;
    const struct feed *feed = office_feed(&look->office, name);

    if (feed == NULL && job->feed == NULL)
        feed = office_feed(&look->office, job->source);
    look->is_office_feed = feed != NULL;
    if (feed != NULL) {
        look->feed = *feed;
        if (job->feed != NULL)
            look->feed.source = job->source;
        return true;
    }
    if (*name == '\0')
        return error_set(err, ERROR_USAGE, "a source without a name or host");
    look->feed = (struct feed){
        .name = name,
        .source = job->source,
        .provider = "",
        .service = "",
        .site = "",
        .allow_local = job->allow_local,
    };
    return true;
}

static bool read_map(struct look *look, struct error *err)
{
    return look->job->map == NULL ||
           mapping_load(look->call, look->job->map, &look->map, err);
}

/*
 * The office's permission, or that of whoever sits there. A pretended clock
 * is a trial on this machine, whose own calendars may be part of it.
 */
static bool may_be_local(const struct look *look)
{
    return look->feed.allow_local || look->job->allow_local ||
           (look->call->clock.is_pretended &&
            config_url_is_local(look->feed.source));
}

/*
 * Asks only for news, unless something is missing: then an unchanged answer
 * must be looked at again, since absence counts.
 */
static bool fetch(struct look *look, struct db *db, struct error *err)
{
    int64_t missing;
    struct source_request request = {
        .source = look->feed.source,
        .allow_local = may_be_local(look),
        .bytes_max = look->feed.limits.bytes,
        .redirects_max = look->feed.limits.redirects,
    };

    if (!booking_count_missing(db, look->feed.name, &missing, err))
        return false;
    if (missing == 0 && strcmp(look->row.state, "ok") == 0 &&
        !look->job->preview) {
        request.etag = look->row.etag;
        request.last_modified = look->row.last_modified;
    }
    return source_read(look->call, &request, &look->bytes, err) &&
           document_map(&look->bytes.document, err);
}

static bool read_bookings(struct look *look, struct error *err)
{
    struct bookings_request request = {
        .bytes = look->bytes.document.bytes,
        .source = look->feed.source,
        .map = look->job->map == NULL ? NULL : &look->map,
        .office = &look->office,
        .feed = &look->feed,
        .now = look->now,
    };

    return bookings_read(&request, look->call->arena, &look->out->bookings,
                         err) ||
           error_wrap(err, "'%s'",
                      source_name(look->feed.source, look->call->arena));
}

/* Whether the source still says that very instant. */
static bool is_said(const struct bookings *bookings,
                    const struct booking_row *row)
{
    for (size_t i = 0; i < bookings->count; i++) {
        if (bookings->items[i].start.unix_s == row->start.unix_s &&
            strcmp(bookings->items[i].uid, row->uid) == 0)
            return true;
    }
    return false;
}

/*
 * How far the wall time has moved since it was written down: new zone data
 * shifts the instant of a visit, which is no move (invariant 12). A source
 * that speaks in instants goes on saying the old one.
 */
static struct span zone_shift(const struct bookings *bookings,
                              const struct booking_row *row)
{
    struct span none = {0};
    struct civil_time wall;
    struct zone zone;
    struct error ignored;

    if (!zone_load(row->zone, &zone, &ignored) ||
        !civil_parse_time(row->wall, &wall, &ignored))
        return none;
    if (civil_to_seconds(zone_civil(&zone, row->start)) ==
            civil_to_seconds(wall) ||
        is_said(bookings, row))
        return none;
    return instant_since(zone_instant(&zone, wall, NULL), row->start);
}

static struct known_booking known_of(const struct bookings *bookings,
                                     const struct booking_row *row)
{
    struct span shift = zone_shift(bookings, row);

    return (struct known_booking){
        .id = row->id,
        .appointment = row->appointment,
        .uid = row->uid,
        .recurrence = row->recurrence,
        .content = row->content,
        .sequence = row->sequence,
        .start = instant_add(row->start, shift),
        .end = instant_add(row->end, shift),
        .state = row->state,
        .title = row->title,
        .phone = row->phone,
        .mail = row->mail,
        .name = row->customer_name,
        .service = row->service,
        .missing_since = {row->is_missing ? row->missing_since.unix_s : 0},
        .gone = row->is_gone,
        .is_marked = row->is_marked,
    };
}

static bool compare(struct look *look, struct db *db, struct error *err)
{
    struct arena *arena = look->call->arena;
    struct import_outcome *out = look->out;
    struct known_booking *known;
    struct reconcile_request request = {
        .fetched = out->bookings.items,
        .fetched_count = out->bookings.count,
        .now = look->now,
        .zone = look->office.zone,
        .absence_is_silent = !out->bookings.is_calendar,
        .from = out->bookings.from,
        .until = out->bookings.until,
        .is_cut = out->bookings.is_cut,
        .unread = out->bookings.unread,
        .unread_count = out->bookings.unread_count,
    };

    if (!booking_list(db, look->feed.name, arena, &out->known, err))
        return false;
    known = arena_new_array(arena, out->known.count, struct known_booking);
    for (size_t i = 0; i < out->known.count; i++)
        known[i] = known_of(&out->bookings, &out->known.items[i]);
    request.known = known;
    request.known_count = out->known.count;
    reconcile(&request, arena, &out->result);
    return true;
}

static bool keep_customers(struct db *db, void *context, struct error *err)
{
    const struct look *look = context;
    const struct bookings *bookings = &look->out->bookings;

    for (size_t i = 0; i < bookings->customer_count; i++) {
        const struct csv_customer *row = &bookings->customers[i];
        struct customer facts = {
            .external = row->external,
            .name = str_or_empty(row->name),
            .phone = row->phone,
            .phone_doubt = row->phone_doubt,
            .mail = row->mail,
            .language = row->language,
            .birth_year = row->birth_year,
        };
        struct customer_id id;

        if (!customer_keep(db, &facts, look->now, &id, err))
            return false;
        look->out->customers += id.row != 0;
    }
    return true;
}

static bool apply(struct look *look, struct error *err)
{
    struct apply_request request = {
        .feed = look->feed.name,
        .who = arena_printf(look->call->arena, "%s %s",
                            look->is_office_feed ? "feed" : "import of",
                            look->feed.name),
        .fetched = look->out->bookings.items,
        .known = &look->out->known,
        .result = &look->out->result,
        .office = &look->office,
        .now = look->now,
    };

    return apply_changes(look->call, &request, err) &&
           (look->out->bookings.customer_count == 0 ||
            call_write(look->call, keep_customers, look, err));
}

static struct span interval_of(const struct look *look)
{
    int64_t wish = look->out->bookings.refresh.s;

    if (look->feed.refresh.s > 0)
        return look->feed.refresh;
    if (wish == 0)
        return (struct span){REFRESH_DEFAULT_S};
    if (wish < REFRESH_MIN_S)
        wish = REFRESH_MIN_S;
    return (struct span){wish > REFRESH_MAX_S ? REFRESH_MAX_S : wish};
}

static bool save_row(struct db *db, void *context, struct error *err)
{
    const struct look *look = context;

    return feed_save(db, &look->row, look->now, err);
}

static bool note_success(struct look *look, struct error *err)
{
    struct cadence cadence = {.interval = interval_of(look)};
    bool suspicious = look->out->result.verdict == RECONCILE_SUSPICIOUS;
    struct feed_row *row = &look->row;

    row->was_good = true;
    row->good = look->now;
    row->next = cadence_next(&cadence, look->now, &look->dice);
    row->failures = 0;
    if (!look->bytes.is_unchanged) {
        row->state = suspicious ? "suspicious" : "ok";
        row->detail = suspicious ? look->out->result.reason : "";
        row->etag = look->bytes.etag;
        row->last_modified = look->bytes.last_modified;
    }
    if (suspicious && look->call->daemon != NULL)
        log_alert("feed.held", LOG_TEXT("feed", row->name),
                  LOG_NUMBER("held", (int64_t)look->out->result.held_count));
    return call_write(look->call, save_row, look, err);
}

/* A failed look changes nothing but the feed's own record. */
static void note_failure(struct look *look, const struct error *why)
{
    struct cadence cadence = {
        .interval = interval_of(look),
        .failures = look->row.failures + 1,
        .retry_after = look->bytes.retry_after,
    };
    struct error ignored;

    if (!look->is_office_feed || look->job->preview)
        return;
    look->row.failures++;
    look->row.state = "rejected";
    look->row.detail = arena_strdup(look->call->arena, why->text);
    look->row.next = cadence_next(&cadence, look->now, &look->dice);
    if (!call_write(look->call, save_row, look, &ignored))
        return; /* the first error is the one to tell */
}

static bool look_once(struct look *look, struct db *db, struct error *err)
{
    if (!read_map(look, err) || !fetch(look, db, err))
        return false;
    look->out->is_unchanged = look->bytes.is_unchanged;
    if (!look->bytes.is_unchanged &&
        (!read_bookings(look, err) || !compare(look, db, err)))
        return false;
    if (look->job->preview)
        return true;
    return apply(look, err) && note_success(look, err) &&
           plan_settle(look->call, err);
}

bool import_run(struct call *call, const struct import_job *job,
                struct import_outcome *out, struct error *err)
{
    struct look look = {
        .call = call,
        .job = job,
        .out = out,
        .now = call_now(call),
        .dice = {crypto_seed()},
    };
    struct db *db;
    bool ok;

    *out = (struct import_outcome){0};
    if (!call_reader(call, &db, err) ||
        !office_of(db, call->arena, &look.office, err) ||
        !find_feed(&look, err) ||
        !feed_load(db, look.feed.name, call->arena, &look.row, err))
        return false;
    out->feed = look.feed.name;
    out->is_stray_url = !look.is_office_feed && source_is_url(look.feed.source);
    look.bytes.document = document_none();
    ok = look_once(&look, db, err);
    if (!ok)
        note_failure(&look, err);
    source_close(&look.bytes);
    return ok;
}

bool import_feed(struct call *call, const char *name, struct error *err)
{
    struct import_job job = {.source = name};
    struct import_outcome outcome;

    return import_run(call, &job, &outcome, err);
}
