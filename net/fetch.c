#include "net/fetch.h"

#include <stdlib.h>

#include <uv.h>

#include "net/carrier_curl.h"

struct fetch {
    struct arena *arena;
    struct exchange_reply *out;
    bool is_done;
};

static void fetched(const struct exchange_reply *reply, void *context)
{
    struct fetch *fetch = context;
    struct arena *arena = fetch->arena;
    struct exchange_reply *out = fetch->out;

    *out = *reply;
    out->body.at =
        arena_strndup(arena, reply->body.len == 0 ? "" : reply->body.at,
                      reply->body.len);
    out->problem = arena_strdup(arena, str_or_empty(reply->problem));
    out->etag = arena_strdup(arena, reply->etag);
    out->last_modified = arena_strdup(arena, reply->last_modified);
    out->location = arena_strdup(arena, reply->location);
    out->message_id = arena_strdup(arena, reply->message_id);
    out->error_type = arena_strdup(arena, reply->error_type);
    fetch->is_done = true;
}

static bool judge(const struct exchange_reply *reply, struct error *err)
{
    switch (reply->fate) {
    case EXCHANGE_ANSWERED:
        return true;
    case EXCHANGE_UNREACHABLE:
    case EXCHANGE_INTERRUPTED:
        return error_set(err, ERROR_TEMPORARY, "%s", reply->problem);
    case EXCHANGE_REJECTED:
        break;
    }
    return error_set(err, ERROR_REFUSED, "%s", reply->problem);
}

struct fetcher {
    uv_loop_t loop;
    struct carrier *carrier;
};

bool fetcher_open(struct fetcher **out, struct error *err)
{
    struct fetcher *fetcher = calloc(1, sizeof(*fetcher));

    if (fetcher == NULL)
        abort();
    *out = NULL;
    if (uv_loop_init(&fetcher->loop) != 0) {
        free(fetcher);
        (void)error_set(err, ERROR_MACHINE, "no event loop: too many files?");
        return false;
    }
    fetcher->carrier = carrier_curl_create(&fetcher->loop, NULL);
    *out = fetcher;
    return true;
}

bool fetcher_ask(struct fetcher *fetcher,
                 const struct exchange_request *request, struct arena *arena,
                 struct exchange_reply *out, struct error *err)
{
    struct fetch fetch = {.arena = arena, .out = out};

    carrier_send(fetcher->carrier, request, fetched, &fetch);
    while (!fetch.is_done && uv_run(&fetcher->loop, UV_RUN_ONCE) != 0)
        continue;
    assert(fetch.is_done);
    return judge(out, err);
}

void fetcher_close(struct fetcher *fetcher)
{
    if (fetcher == NULL)
        return;
    carrier_curl_destroy(fetcher->carrier);
    (void)uv_run(&fetcher->loop, UV_RUN_DEFAULT);
    if (uv_loop_close(&fetcher->loop) != 0)
        abort();
    free(fetcher);
}

bool fetch_document(const struct exchange_request *request, struct arena *arena,
                    struct exchange_reply *out, struct error *err)
{
    struct fetcher *fetcher;
    bool ok = fetcher_open(&fetcher, err) &&
              fetcher_ask(fetcher, request, arena, out, err);

    fetcher_close(fetcher);
    return ok;
}
