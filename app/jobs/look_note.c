#include "app/jobs/look_note.h"

#include <string.h>

#include "app/daemon.h"
#include "base/log.h"
#include "scheduler/cadence.h"
#include "store/reviews.h"

/* Where neither the office nor the feed says how often. */
#define REFRESH_DEFAULT_S (15 * MINUTE_S)

/* What the feed itself may ask for (ical.md of the plans, 3). */
#define REFRESH_MIN_S     (5 * MINUTE_S)
#define REFRESH_MAX_S     DAY_S

bool look_is_gone(const struct feed_row *row, struct instant now)
{
    return row->refused_since.is_known &&
           instant_since(now, row->refused_since.at).s >= LOOK_GONE_TOLD_S;
}

void look_follow_move(struct look *look)
{
    const struct feed_row *row = &look->row;

    look->office_source = look->feed.source;
    if (row->moved_source != NULL && look->is_office_feed &&
        str_same(row->moved_from, look->feed.source))
        look->feed.source = row->moved_source;
}

static struct span interval_of(const struct look *look)
{
    int64_t wish = look->refresh.s;

    if (look->feed.refresh.s > 0)
        return look->feed.refresh;
    if (wish == 0)
        return (struct span){REFRESH_DEFAULT_S};
    if (wish < REFRESH_MIN_S)
        wish = REFRESH_MIN_S;
    return (struct span){wish > REFRESH_MAX_S ? REFRESH_MAX_S : wish};
}

bool look_save_row(struct db *db, void *context, struct error *err)
{
    const struct look *look = context;

    return feed_save(db, &look->row, look->now, err);
}

static bool has_news(const struct import_outcome *out)
{
    const struct change_counts *n = &out->counts;

    return n->created + n->changed + n->moved + n->cancelled + n->missing +
               n->withdrawn + n->restored !=
           0;
}

/* What the news leaves open is asked about. */
static bool find_doubts(struct db *db, const struct look *look,
                        struct error *err)
{
    if (!has_news(look->out) && look->out->customers == 0)
        return true;
    return review_refresh(db, false, look->now, err) &&
           review_count(db, &look->out->waiting, err);
}

static bool save_good(struct db *db, void *context, struct error *err)
{
    const struct look *look = context;

    if (!look_save_row(db, context, err))
        return false;
    return look->out->is_unchanged ||
           (feed_note_kind(db, look->feed.name, !look->out->is_calendar, err) &&
            find_doubts(db, look, err));
}

static void note_reading(struct look *look)
{
    const struct import_outcome *out = look->out;
    struct feed_row *row = &look->row;
    bool suspicious = out->verdict != RECONCILE_OK;

    row->state = suspicious ? "suspicious" : "ok";
    row->detail = suspicious ? out->reason : "";
    row->mapping = look->mapping;
    if (!look->job->remap) {
        row->etag = look->source.etag;
        row->last_modified = look->source.last_modified;
        row->body_hash = look->body_digest;
    }
    if (has_news(out))
        row->changed = (struct moment){true, look->now};
    if (!suspicious) {
        row->same_since = (struct moment){0};
        row->same_count = 0;
    }
}

static void forget_move(struct feed_row *row)
{
    row->moved_source = NULL;
    row->moved_from = NULL;
}

/* Only now: what a permanent redirect leads to has been read and is good. */
static void note_move(struct look *look)
{
    struct feed_row *row = &look->row;

    if (look->source.moved_source == NULL || !look->is_office_feed ||
        look->out->verdict != RECONCILE_OK)
        return;
    row->moved_source = look->source.moved_source;
    row->moved_from = look->office_source;
    if (look->call->daemon != NULL)
        log_info("feed.moved", LOG_TEXT("feed", row->name));
}

bool look_note_success(struct look *look, struct error *err)
{
    struct cadence cadence = {.interval = interval_of(look)};
    struct feed_row *row = &look->row;
    struct dice dice = {crypto_seed()};

    if (!look->out->is_unchanged)
        note_reading(look);
    if (!look->job->remap) {
        row->good = (struct moment){true, look->now};
        row->next = cadence_next(&cadence, look->now, &dice);
        row->failures = 0;
        row->refused_since = (struct moment){0};
        note_move(look);
    }
    if (look->out->verdict != RECONCILE_OK && look->call->daemon != NULL)
        log_alert("feed.held", LOG_TEXT("feed", row->name),
                  LOG_NUMBER("held", (int64_t)look->out->held_count));
    return call_write(look->call, save_good, look, err);
}

/* Who else would know: the daemon alone looks without being watched. */
static void tell_failure(const struct look *look)
{
    const struct feed_row *row = &look->row;

    if (look->call->daemon == NULL)
        return;
    if (look_is_gone(row, look->now))
        log_alert("feed.gone", LOG_TEXT("feed", row->name));
    else if (row->failures == LOOK_FAILURES_TOLD)
        log_alert("feed.failing", LOG_TEXT("feed", row->name));
}

/*
 * A server that says "not found" has not cancelled anybody; since when it
 * says so is what a person needs to know.
 */
static void note_refusal(struct look *look, const struct error *why)
{
    struct feed_row *row = &look->row;
    char since[INSTANT_TEXT_MAX];

    row->detail = arena_strdup(look->call->arena, why->text);
    if (!look->source.is_gone)
        return;
    if (!row->refused_since.is_known)
        row->refused_since = (struct moment){true, look->now};
    if (look_is_gone(row, look->now))
        row->detail =
            arena_printf(look->call->arena, "%s (so since %s)", why->text,
                         instant_format(row->refused_since.at, since));
}

void look_note_failure(struct look *look, const struct error *why)
{
    struct dice dice = {crypto_seed()};
    struct cadence cadence = {
        .interval = interval_of(look),
        .failures = look->row.failures + 1,
        .retry_after = look->source.retry_after,
    };
    const struct daemon *daemon = look->call->daemon;
    struct error ignored;

    if (!look->is_office_feed || look->job->preview || look->job->remap)
        return;
    if (daemon != NULL && daemon_is_stopping(daemon))
        return; /* we gave up, not the server */
    look->row.failures++;
    look->row.state = "rejected";
    look->row.next = cadence_next(&cadence, look->now, &dice);
    note_refusal(look, why);
    /* It was moved to where nothing is: the old address may know better. */
    if (look->source.is_gone)
        forget_move(&look->row);
    if (!call_write(look->call, look_save_row, look, &ignored))
        return; /* the first error is the one to tell */
    tell_failure(look);
}
