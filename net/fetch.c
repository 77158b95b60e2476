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

bool fetch_document(const struct exchange_request *request, struct arena *arena,
                    struct exchange_reply *out, struct error *err)
{
    struct fetch fetch = {.arena = arena, .out = out};
    struct carrier *carrier;
    uv_loop_t loop;

    if (uv_loop_init(&loop) != 0)
        return error_set(err, ERROR_MACHINE, "no event loop: too many files?");
    carrier = carrier_curl_create(&loop, NULL);
    carrier_send(carrier, request, fetched, &fetch);
    while (!fetch.is_done && uv_run(&loop, UV_RUN_ONCE) != 0)
        continue;
    carrier_curl_destroy(carrier);
    (void)uv_run(&loop, UV_RUN_DEFAULT);
    if (uv_loop_close(&loop) != 0)
        abort();
    assert(fetch.is_done);
    return judge(out, err);
}
