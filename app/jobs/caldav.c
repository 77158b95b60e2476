#include "app/jobs/caldav.h"

#include <uv.h>

#include "app/daemon.h"
#include "app/jobs/source.h"
#include "importers/limits.h"
#include "net/fetch.h"

#define QUESTION_TIMEOUT_S 60
/* A first look at a very large calendar of a slow server; no worker of the
 * daemon is lent for longer. */
#define LOOK_TIMEOUT_S     1200
#define NS_PER_S           1000000000ULL

/* A conversation under way. */
struct talk {
    const struct caldav_look_request *request;
    struct call *call;
    struct caldav_look *out;
    struct caldav *sync;
    struct fetcher *fetcher;
    struct buf fresh; /* what the last answer added to the document */
    struct document_writer writer;
    struct exchange_request ask;
    int64_t bytes_left;
    int questions;
    uint64_t end_ns; /* of the loop's clock, which nobody pretends */
};

const char *caldav_place(const char *source, struct arena *arena)
{
    struct exchange_request ask = {0};

    source_address(source, &(struct source_login){0}, arena, &ask);
    return ask.url;
}

static void dress(const struct caldav_look_request *request,
                  struct arena *arena, struct exchange_request *ask)
{
    *ask = (struct exchange_request){
        .kind = EXCHANGE_HTTP,
        .timeout_s = QUESTION_TIMEOUT_S,
        .reply_max = CALDAV_ANSWER_MAX,
        .is_untrusted = true,
        .redirects_max = request->redirects_max,
        .allow_local = request->allow_local,
    };
    source_address(request->source, &request->login, arena, ask);
    /* Nearly every server asks, and some want Digest. */
    if (ask->auth == EXCHANGE_AUTH_BASIC)
        ask->auth = EXCHANGE_AUTH_ASKED;
}

/* Whether there is room for another question. */
static bool may_go_on(struct talk *talk, struct error *err)
{
    const struct call *call = talk->call;

    if (++talk->questions > CALDAV_QUESTIONS_MAX || talk->bytes_left <= 0)
        return error_set(err, ERROR_INPUT,
                         "the calendar is too large for one look");
    if (uv_hrtime() > talk->end_ns)
        return error_set(err, ERROR_TEMPORARY,
                         "the server has not told all of it in %d minutes",
                         LOOK_TIMEOUT_S / 60);
    if (call->daemon != NULL && daemon_is_stopping(call->daemon))
        return error_set(err, ERROR_TEMPORARY, "kept is being stopped");
    return true;
}

/* One question and its answer, which says how the next is best asked. */
static bool ask_one(struct talk *talk, struct arena *arena,
                    struct exchange_reply *reply, struct error *err)
{
    if (!may_go_on(talk, err) ||
        !fetcher_ask(talk->fetcher, &talk->ask, arena, reply, err))
        return false;
    talk->ask.auth = reply->auth;
    talk->bytes_left -= (int64_t)reply->body.len;
    talk->out->retry_after = reply->retry_after;
    talk->out->is_gone = reply->status == 404 || reply->status == 410;
    return true;
}

static bool keep_fresh(struct talk *talk, struct error *err)
{
    bool ok = document_writer_add(&talk->writer, talk->fresh.at,
                                  talk->fresh.len, err);

    buf_clear(&talk->fresh);
    return ok;
}

static void tell_progress(const struct talk *talk)
{
    size_t total;
    size_t done = caldav_progress(talk->sync, &total);

    progress_step(talk->request->progress, "fetching", done, total);
}

/* Until nothing is left to ask. Each answer has an arena of its own. */
static bool converse(struct talk *talk, struct error *err)
{
    struct arena scratch = {0};
    bool more = true;
    bool ok = caldav_next(talk->sync, NULL, &scratch, &talk->ask, &more, err);

    while (ok && more) {
        struct arena arena = {0};
        struct exchange_reply reply;

        tell_progress(talk);
        ok = ask_one(talk, &arena, &reply, err);
        arena_free(&scratch);
        ok =
            ok &&
            caldav_next(talk->sync, &reply, &scratch, &talk->ask, &more, err) &&
            keep_fresh(talk, err);
        arena_free(&arena);
    }
    arena_free(&scratch);
    return ok;
}

static bool look(struct talk *talk, struct error *err)
{
    struct caldav_look *out = talk->out;

    if (!converse(talk, err)) {
        if (err->kind == ERROR_USAGE)
            out->choices = caldav_choices(talk->sync, &out->choice_count);
        return false;
    }
    out->delta = caldav_delta(talk->sync);
    return document_writer_seal(&talk->writer, &out->document, err);
}

bool caldav_look(struct call *call, const struct caldav_look_request *request,
                 struct caldav_look *out, struct error *err)
{
    size_t bytes_max =
        request->bytes_max == 0 ? IMPORT_BYTES_MAX : request->bytes_max;
    struct talk talk = {
        .request = request,
        .call = call,
        .out = out,
        .bytes_left = CALDAV_BYTES_MAX,
        .end_ns = uv_hrtime() + LOOK_TIMEOUT_S * NS_PER_S,
    };
    struct caldav_request *what = arena_new(call->arena, struct caldav_request);
    bool ok;

    *out = (struct caldav_look){.document = document_none()};
    dress(request, call->arena, &talk.ask);
    if (call->daemon != NULL)
        talk.ask.give_up = daemon_stopping(call->daemon);
    *what = (struct caldav_request){
        .url = talk.ask.url,
        .now = request->now,
        .from = request->from,
        .until = request->until,
        .memory = request->memory,
    };
    buf_init(&talk.fresh, bytes_max);
    talk.sync = caldav_start(what, &talk.fresh, call->arena);
    ok = document_writer_open(&talk.writer, bytes_max, err) &&
         fetcher_open(&talk.fetcher, err) && look(&talk, err);
    fetcher_close(talk.fetcher);
    document_writer_close(&talk.writer);
    buf_finish(&talk.fresh);
    return ok || error_wrap(err, "calendar at '%s'",
                            source_name(request->source, call->arena));
}
