#include "importers/caldav.h"

#include "importers/caldav_ask.h"
#include "importers/caldav_href.h"
#include "importers/caldav_state.h"

/* A server that sends a question round and round. */
#define MOVES_MAX 5

struct caldav *caldav_start(const struct caldav_request *request,
                            struct buf *document, struct arena *arena)
{
    struct caldav *sync = arena_new(arena, struct caldav);

    sync->request = request;
    sync->memory = request->memory;
    sync->document.out = document;
    sync->arena = arena;
    return sync;
}

const struct caldav_delta *caldav_delta(const struct caldav *sync)
{
    assert(sync->step == CALDAV_DONE);
    return &sync->delta;
}

size_t caldav_progress(const struct caldav *sync, size_t *total)
{
    bool is_fetching = sync->step == CALDAV_THESE || sync->step == CALDAV_ONE;

    *total = is_fetching ? sync->item_count : 0;
    return is_fetching ? sync->next : 0;
}

const struct caldav_choice *caldav_choices(const struct caldav *sync,
                                           size_t *count)
{
    *count = sync->choice_count;
    return sync->choices;
}

static void start(struct caldav *sync)
{
    const struct caldav_memory *memory = sync->memory;
    int64_t age = sync->request->now.unix_s - memory->whole.unix_s;

    caldav_items_start(sync);
    if (memory->collection == NULL) {
        caldav_find_start(sync);
        return;
    }
    caldav_settle_on(sync, memory->collection, &(struct caldav_props){0});
    sync->ctag = memory->ctag;
    sync->must_list = age < 0 || age >= CALDAV_WHOLE_S;
    sync->step = memory->token == NULL || sync->must_list ? CALDAV_COLLECTION
                                                          : CALDAV_CHANGES;
    sync->token = memory->token;
}

/* Sets up the next batch, or the next that wants to be alone, or ends it. */
static void choose_items(struct caldav *sync)
{
    while (sync->next < sync->item_count &&
           sync->items[sync->next].state != CALDAV_ITEM_WANTED &&
           sync->items[sync->next].state != CALDAV_ITEM_ALONE)
        sync->next++;
    sync->url = sync->collection;
    if (sync->next == sync->item_count) {
        caldav_items_finish(sync);
        sync->step = CALDAV_DONE;
        caldav_document_end(&sync->document);
        return;
    }
    if (sync->items[sync->next].state == CALDAV_ITEM_ALONE) {
        sync->step = CALDAV_ONE;
        sync->batch_end = sync->next + 1;
        sync->url =
            arena_printf(sync->arena, "%s%s",
                         caldav_href_origin(sync->collection, sync->arena),
                         sync->items[sync->next].href);
        return;
    }
    sync->step = CALDAV_THESE;
    sync->batch_end = sync->next;
    for (int i = 0; i < CALDAV_BATCH && sync->batch_end < sync->item_count &&
                    sync->items[sync->batch_end].state != CALDAV_ITEM_ALONE;
         i++)
        sync->batch_end++;
}

static void ask_batch(struct caldav *sync, struct exchange_request *ask,
                      struct arena *scratch)
{
    const char *hrefs[CALDAV_BATCH];
    size_t count = 0;

    for (size_t i = sync->next; i < sync->batch_end; i++) {
        if (sync->items[i].state == CALDAV_ITEM_WANTED)
            hrefs[count++] = sync->items[i].href;
    }
    caldav_ask_these(ask, hrefs, count, scratch);
}

static void compose(struct caldav *sync, struct exchange_request *ask,
                    struct arena *scratch)
{
    const struct caldav_request *request = sync->request;

    ask->url = sync->url;
    switch (sync->step) {
    case CALDAV_DOOR:
    case CALDAV_PRINCIPAL:
    case CALDAV_COLLECTION:
        caldav_ask_what(ask, "0");
        return;
    case CALDAV_HOME:
        caldav_ask_what(ask, "1");
        return;
    case CALDAV_CHANGES:
        caldav_ask_changes(ask, sync->token, scratch);
        return;
    case CALDAV_LIST:
        caldav_ask_list(ask, request->from, request->until, scratch);
        return;
    case CALDAV_MEMBERS:
        caldav_ask_members(ask);
        return;
    case CALDAV_THESE:
        ask_batch(sync, ask, scratch);
        return;
    case CALDAV_ONE:
        caldav_ask_one(ask);
        return;
    case CALDAV_START:
    case CALDAV_DONE:
        break;
    }
}

/* What is no answer to the question, whatever it was. */
static bool judge(const struct caldav *sync, int status, struct error *err)
{
    if (status == 401)
        return error_set(err, ERROR_REFUSED,
                         "the server wants another login (401)");
    if (status == 429 || (status == 503 && sync->step != CALDAV_CHANGES))
        return error_set(err, ERROR_TEMPORARY, "the server is busy (%d)",
                         status);
    return true;
}

static bool take(struct caldav *sync, const char *base,
                 const struct exchange_reply *reply,
                 const struct caldav_answer *answer, struct arena *scratch,
                 struct error *err)
{
    int status = reply->status;

    switch (sync->step) {
    case CALDAV_DOOR:
        return caldav_take_door(sync, base, status, answer, err);
    case CALDAV_PRINCIPAL:
        return caldav_take_principal(sync, base, status, answer, err);
    case CALDAV_HOME:
        return caldav_take_home(sync, base, status, answer, err);
    case CALDAV_COLLECTION:
        return caldav_take_collection(sync, status, answer, err);
    case CALDAV_CHANGES:
        caldav_take_changes(sync, base, status, answer, scratch);
        return true;
    case CALDAV_LIST:
    case CALDAV_MEMBERS:
        return caldav_take_list(sync, base, status, answer, scratch, err);
    case CALDAV_THESE:
        return caldav_take_these(sync, base, status, answer, scratch, err);
    case CALDAV_ONE:
        return caldav_take_one(sync, reply, scratch, err);
    case CALDAV_START:
    case CALDAV_DONE:
        break;
    }
    return true;
}

/*
 * libcurl follows, but does not log in elsewhere: where we may, the question
 * is put there again. `again` says so.
 */
static bool check_base(struct caldav *sync, const char *base, int status,
                       bool *again, struct error *err)
{
    *again = false;
    if (!caldav_href_may_follow(sync->url, base))
        return error_set(err, ERROR_REFUSED,
                         "it sends on to '%s', where the login does not go by "
                         "itself; name that address if it is right",
                         caldav_href_origin(base, sync->arena));
    if (status != 401 || caldav_href_is_near(sync->url, base) ||
        ++sync->moves > MOVES_MAX)
        return true;
    sync->url = arena_strdup(sync->arena, base);
    *again = true;
    return true;
}

/* Refusals may be of any form; a multistatus has to be XML. */
static bool read_answer(const struct caldav *sync,
                        const struct exchange_reply *reply,
                        struct arena *scratch, struct caldav_answer *out,
                        struct error *err)
{
    struct error ignored;

    *out = (struct caldav_answer){0};
    if (sync->step == CALDAV_ONE ||
        caldav_answer_read(reply->body, scratch, out, &ignored))
        return true;
    *out = (struct caldav_answer){0};
    /* What is fetched in pieces, or asked in another way, may be broken. */
    if (reply->status != 207 || sync->step == CALDAV_THESE ||
        sync->step == CALDAV_CHANGES)
        return true;
    *err = ignored;
    return false;
}

static bool take_reply(struct caldav *sync, const struct exchange_reply *reply,
                       struct arena *scratch, struct error *err)
{
    const char *base = sync->url;
    struct caldav_answer answer;
    bool again;

    if (reply->location != NULL)
        base = caldav_href_resolve(sync->url, reply->location, scratch);
    if (base == NULL)
        return error_set(err, ERROR_INPUT,
                         "the server sends on to an address that is none");
    if (!check_base(sync, base, reply->status, &again, err))
        return false;
    if (again)
        return true;
    return judge(sync, reply->status, err) &&
           read_answer(sync, reply, scratch, &answer, err) &&
           take(sync, base, reply, &answer, scratch, err);
}

bool caldav_next(struct caldav *sync, const struct exchange_reply *reply,
                 struct arena *scratch, struct exchange_request *ask,
                 bool *more, struct error *err)
{
    assert(sync->step != CALDAV_DONE);
    if (reply == NULL)
        start(sync);
    else if (!take_reply(sync, reply, scratch, err))
        return false;
    if (sync->step == CALDAV_THESE || sync->step == CALDAV_ONE)
        choose_items(sync);
    *more = sync->step != CALDAV_DONE;
    compose(sync, ask, scratch);
    return true;
}
