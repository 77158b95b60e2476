#include "app/jobs/import.h"

#include <string.h>
#include <strings.h>

#include "app/jobs/look_note.h"
#include "app/jobs/plan.h"
#include "app/jobs/remap.h"
#include "importers/body_digest.h"
#include "importers/feed_mapping.h"
#include "importers/vcard.h"

/* A calendar says so in its first lines. */
#define SNIFF_BYTES_MAX 65536

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
        if (job->feed != NULL && job->source != NULL)
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

/* Who asks, as somebody has typed it. */
static bool find_login(struct look *look, struct error *err)
{
    const struct import_job *job = look->job;
    struct call *call = look->call;

    if (job->login == NULL && job->secret_file == NULL &&
        job->bearer_file == NULL)
        return true;
    if ((job->login == NULL) != (job->secret_file == NULL) ||
        (job->login != NULL) == (job->bearer_file != NULL))
        return error_set(err, ERROR_USAGE,
                         "--login and --secret-file go together, or there is "
                         "--bearer-file");
    look->feed.login = job->login;
    look->feed.secret_file =
        job->login == NULL ? NULL : call_path(call, job->secret_file);
    look->feed.bearer_file =
        job->login != NULL ? NULL : call_path(call, job->bearer_file);
    return true;
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

static void set_horizon(struct look *look)
{
    int64_t today = look->now.unix_s - look->now.unix_s % DAY_S;

    look->from = instant_sub(look->now, (struct span){HORIZON_BACK_S});
    look->until = (struct instant){today + HORIZON_AHEAD_S};
}

/*
 * The same bytes need no second reading, unless something is missing (absence
 * counts), held, or due to come into the horizon.
 */
static bool find_may_skip(struct look *look, struct error *err)
{
    const struct feed_row *row = &look->row;
    struct source_sum sum;
    int64_t missing;

    if (look->is_summed)
        return true;
    look->is_summed = true;
    if (!booking_count_missing(look->db, look->feed.name, &missing, err) ||
        !source_sum_of(look->db, look->feed.name, &sum, err))
        return false;
    look->has_missing = missing != 0;
    look->is_due = strcmp(row->mapping, look->mapping) != 0 ||
                   (sum.has_next && instant_before(sum.next, look->until));
    look->may_skip = !look->has_missing && !look->is_due &&
                     strcmp(row->state, "ok") == 0 && !look->job->preview &&
                     !look->job->remap;
    look->known_visits = (size_t)sum.visits;
    return true;
}

static bool contains(struct str text, const char *word)
{
    size_t len = strlen(word);
    size_t end = text.len < SNIFF_BYTES_MAX ? text.len : SNIFF_BYTES_MAX;

    for (size_t i = 0; i + len <= end; i++) {
        if (strncasecmp(text.at + i, word, len) == 0)
            return true;
    }
    return false;
}

/* What is stored, once more; nothing is absent. */
static bool fetch_stored(struct look *look, struct error *err)
{
    source_close(&look->source);
    look->source = (struct source_bytes){.document = document_none()};
    look->is_partial = true;
    look->gone_count = 0;
    return remap_document(look->db, look->feed.name, &look->source, err);
}

/* A web page, or nothing to fetch, where a calendar server may be. */
static bool is_no_file(struct look *look, bool was_read)
{
    struct document *document = &look->source.document;
    struct error ignored;

    if (!source_is_url(look->feed.source) || look->source.is_unchanged)
        return false;
    if (!was_read)
        return look->source.is_no_file;
    return document_map(document, &ignored) &&
           contains(document->bytes, "<html") &&
           !contains(document->bytes, "BEGIN:VCALENDAR");
}

static bool fetch(struct look *look, struct error *err)
{
    struct source_request request = {
        .source = look->feed.source,
        .allow_local = may_be_local(look),
        .bytes_max = look->feed.limits.bytes,
        .redirects_max = look->feed.limits.redirects,
    };
    bool ok;

    if (look->job->remap)
        return fetch_stored(look, err);
    if (!source_login_read(look->call, &look->feed, &request.login, err) ||
        (source_is_url(look->feed.source) && !find_may_skip(look, err)))
        return false;
    if (look_is_caldav(look))
        return look_ask_caldav(look, &request, err);
    if (look->may_skip) {
        request.etag = look->row.etag;
        request.last_modified = look->row.last_modified;
    }
    ok = source_read(look->call, &request, &look->source, err);
    return is_no_file(look, ok) ? look_try_caldav(look, &request, ok, err) : ok;
}

static bool ends_with(const char *text, const char *ending)
{
    size_t len = strlen(text);

    return len >= strlen(ending) &&
           strcasecmp(text + len - strlen(ending), ending) == 0;
}

/*
 * A map means a table. Else the content decides, and where it says nothing,
 * what the source is called: a calendar's address may answer with a login
 * page, which is no table either.
 */
static bool is_calendar(const struct look *look)
{
    struct str bytes = look->source.document.bytes;

    if (look_map(look) != NULL || vcard_is(bytes))
        return false;
    return look->job->remap || contains(bytes, "BEGIN:VCALENDAR") ||
           contains(bytes, "BEGIN:VEVENT") || contains(bytes, "<html") ||
           source_is_url(look->feed.source) ||
           ends_with(look->feed.source, ".ics");
}

static bool read_calendar(struct look *look, struct error *err)
{
    if (look->delta != NULL)
        return look_at_calendar(look, err);
    body_digest(look->source.document.bytes, look->body_digest);
    document_forget(&look->source.document,
                    document_size(&look->source.document));
    if (str_same(look->row.body_hash, look->body_digest)) {
        if (!find_may_skip(look, err))
            return false;
        look->out->is_unchanged = look->may_skip;
    }
    return look->out->is_unchanged || look_at_calendar(look, err);
}

static bool read(struct look *look, struct error *err)
{
    bool ok;

    if (look->source.is_unchanged) {
        look->out->is_unchanged = true;
        return true;
    }
    if (!document_map(&look->source.document, err))
        return false;
    ok =
        is_calendar(look) ? read_calendar(look, err) : look_at_table(look, err);
    return ok || error_wrap(err, "'%s'",
                            source_name(look->feed.source, look->call->arena));
}

/*
 * Of a calendar server we have only what changed. What else is due is read
 * from what we keep.
 */
static bool read_due(struct look *look, struct error *err)
{
    if (look->delta == NULL || look->delta->is_whole || !look->is_due ||
        look->known_visits == 0)
        return true;
    look->out->is_unchanged = false;
    look->out->counts.unchanged = 0;
    return fetch_stored(look, err) && read(look, err);
}

static bool look_once(struct look *look, struct error *err)
{
    if (!fetch(look, err) || !read(look, err) || !read_due(look, err))
        return false;
    if (look->out->is_unchanged)
        look->out->counts.unchanged = look->known_visits;
    if (look->job->preview)
        return true;
    return look_note_success(look, err) && look_keep_caldav(look, err) &&
           (look->out->is_unchanged || plan_settle(look->call, err));
}

static bool prepare(struct look *look, struct error *err)
{
    struct call *call = look->call;

    look->out->reason = "";
    if (!call_reader(call, &look->db, err) ||
        !office_of(look->db, call->arena, &look->office, err) ||
        !find_feed(look, err) || !find_login(look, err) ||
        !feed_load(look->db, look->feed.name, call->arena, &look->row, err))
        return false;
    look_follow_move(look);
    look->out->feed = look->feed.name;
    look->out->is_stray_url =
        !look->is_office_feed && source_is_url(look->feed.source);
    look->who = arena_printf(call->arena, "%s %s",
                             look->is_office_feed ? "feed" : "import of",
                             look->feed.name);
    mapping_digest(&look->office, &look->feed, look->mapping);
    progress_start(&look->progress, call, look->feed.name);
    set_horizon(look);
    return true;
}

bool import_run(struct call *call, const struct import_job *job,
                struct import_outcome *out, struct error *err)
{
    struct look look = {
        .call = call,
        .job = job,
        .out = out,
        .now = call_now(call),
        .source = {.document = document_none()},
    };
    bool ok;

    *out = (struct import_outcome){0};
    if (!prepare(&look, err))
        return false;
    ok = look_once(&look, err);
    if (!ok && out->has_written)
        ok = error_wrap(err, "part of it was imported; import it again to go "
                             "on");
    if (!ok)
        look_note_failure(&look, err);
    progress_end(&look.progress);
    source_close(&look.source);
    return ok;
}

int import_failed(const struct call *call, const struct import_outcome *outcome,
                  const struct error *err)
{
    int status = call_fail(call, err);

    return outcome->has_written ? EXIT_NEEDS_PERSON : status;
}

bool import_feed(struct call *call, const char *name, struct error *err)
{
    struct import_job job = {.source = name};
    struct import_outcome outcome;

    return import_run(call, &job, &outcome, err);
}
