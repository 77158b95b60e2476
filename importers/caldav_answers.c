/* caldav_answers.c - what each answer about a calendar means */
#include <string.h>

#include "importers/caldav_href.h"
#include "importers/caldav_state.h"

/*
 * The calendar is not there. It is not looked for again: another one of the
 * same person is not the one that was meant, and reminders would follow.
 */
static bool is_missing(const struct caldav *sync, int status, struct error *err)
{
    const char *known = sync->memory->collection;

    if (known == NULL || strcmp(sync->request->url, known) == 0)
        return error_set(err, ERROR_REFUSED,
                         "there is no calendar at that address (%d); is it "
                         "still right?",
                         status);
    return error_set(err, ERROR_REFUSED,
                     "the calendar that was found there is gone (%d); name "
                     "the address of the one that is meant",
                     status);
}

/* The token is of no use: all ETags are compared instead. */
static void drop_token(struct caldav *sync, bool is_bad)
{
    sync->token = NULL;
    sync->token_is_bad = is_bad;
    sync->must_list = true;
    sync->item_count = 0;
    sync->url = sync->collection;
    sync->step = CALDAV_COLLECTION;
}

static bool is_member(const struct caldav *sync, const char *base,
                      const char *href, struct arena *scratch,
                      const char **path)
{
    const char *url = caldav_href_resolve(base, href, scratch);
    size_t len;

    if (url == NULL || !caldav_href_is_near(sync->collection, url))
        return false;
    *path = caldav_href_path(url);
    len = strlen(*path);
    return (*path)[len - 1] != '/' &&
           strcmp(caldav_href_key(*path, scratch), sync->collection_key) != 0;
}

static bool is_cut(const struct caldav_answer *answer)
{
    for (size_t i = 0; i < answer->count; i++) {
        if (answer->responses[i].status == 507)
            return true;
    }
    return false;
}

/* Takes the news of an answer; those of collections are none. */
static void take_news(struct caldav *sync, const char *base,
                      const struct caldav_answer *answer, struct arena *scratch)
{
    for (size_t i = 0; i < answer->count; i++) {
        const struct caldav_response *response = &answer->responses[i];
        bool is_gone = response->status == 404 || response->status == 410;
        bool is_there = response->status == 0 || response->status / 100 == 2;
        const char *path;

        if ((is_gone || is_there) && !response->props.is_collection &&
            is_member(sync, base, response->href, scratch, &path))
            caldav_item_news(sync, path, response->props.etag, is_gone);
    }
}

static void note_collection(struct caldav *sync,
                            const struct caldav_answer *answer)
{
    struct caldav_props props = {0};
    bool same;

    for (size_t i = 0; i < answer->count && !props.is_calendar; i++)
        props = answer->responses[i].props;
    same = props.ctag != NULL && sync->memory->ctag != NULL &&
           strcmp(props.ctag, sync->memory->ctag) == 0;
    caldav_settle_on(sync, sync->collection, &props);
    /* We had none, perhaps because it was bad: it is tried once a day. */
    if (!sync->must_list)
        sync->token_is_bad = true;
    if (same && !sync->must_list) {
        caldav_items_settle(sync, false);
        sync->step = CALDAV_THESE;
        return;
    }
    sync->step = CALDAV_LIST;
}

bool caldav_take_collection(struct caldav *sync, int status,
                            const struct caldav_answer *answer,
                            struct error *err)
{
    if (status == 404 || status == 410)
        return is_missing(sync, status, err);
    if (status != 207)
        return error_set(err, ERROR_TEMPORARY, "the server answered %d",
                         status);
    note_collection(sync, answer);
    return true;
}

/* A token that has run out is named; whoever stumbles over one that is good
 * does not speak sync-collection well enough. */
static bool token_is_bad(int status, const struct caldav_answer *answer)
{
    if (status == 207)
        return answer->token == NULL;
    return status != 403 && status != 409 &&
           (answer->error == NULL ||
            strcmp(answer->error, "valid-sync-token") != 0);
}

void caldav_take_changes(struct caldav *sync, const char *base, int status,
                         const struct caldav_answer *answer,
                         struct arena *scratch)
{
    bool cut = is_cut(answer);

    if (status != 207 || answer->token == NULL ||
        (cut && (++sync->rounds > CALDAV_ROUNDS_MAX ||
                 strcmp(answer->token, sync->token) == 0))) {
        drop_token(sync, token_is_bad(status, answer));
        return;
    }
    take_news(sync, base, answer, scratch);
    sync->token = arena_strdup(sync->arena, answer->token);
    if (cut)
        return; /* the same question, with the new token */
    caldav_items_settle(sync, false);
    sync->step = CALDAV_THESE;
}

bool caldav_take_list(struct caldav *sync, const char *base, int status,
                      const struct caldav_answer *answer, struct arena *scratch,
                      struct error *err)
{
    if (status == 404 || status == 410)
        return is_missing(sync, status, err);
    if (status != 207 || is_cut(answer)) {
        if (sync->step == CALDAV_LIST) {
            sync->step = CALDAV_MEMBERS;
            return true;
        }
        return error_set(
            err, status == 403 ? ERROR_REFUSED : ERROR_TEMPORARY,
            status == 403
                ? "the server does not show this calendar to this login (%d)"
                : "the server does not list this calendar (%d)",
            status);
    }
    take_news(sync, base, answer, scratch);
    sync->has_listed = true;
    caldav_items_settle(sync, true);
    sync->step = CALDAV_THESE;
    return true;
}

/* One response of a multiget. What it says of others does not count. */
static bool take_response(struct caldav *sync, const char *base,
                          const struct caldav_response *response,
                          struct arena *scratch, struct error *err)
{
    const char *path;
    struct caldav_item *item;

    if (!is_member(sync, base, response->href, scratch, &path))
        return true;
    item = caldav_item_find(sync, path, scratch);
    if (item == NULL || item->state != CALDAV_ITEM_WANTED)
        return true;
    if (response->status == 404 || response->status == 410) {
        item->state = CALDAV_ITEM_GONE;
        return true;
    }
    if (!caldav_document_is_whole(response->props.data))
        return true;
    return caldav_item_take(sync, item, response->props.data,
                            response->props.etag, err);
}

/* What a batch did not bring is asked for by itself. */
bool caldav_take_these(struct caldav *sync, const char *base, int status,
                       const struct caldav_answer *answer,
                       struct arena *scratch, struct error *err)
{
    for (size_t i = 0; status == 207 && i < answer->count; i++) {
        if (!take_response(sync, base, &answer->responses[i], scratch, err))
            return false;
    }
    for (size_t i = sync->next; i < sync->batch_end; i++) {
        if (sync->items[i].state == CALDAV_ITEM_WANTED)
            sync->items[i].state = CALDAV_ITEM_ALONE;
    }
    return true;
}

bool caldav_take_one(struct caldav *sync, const struct exchange_reply *reply,
                     struct arena *scratch, struct error *err)
{
    struct caldav_item *item = &sync->items[sync->next];

    if (reply->status == 404 || reply->status == 410)
        item->state = CALDAV_ITEM_GONE;
    else if (reply->status == 200 && caldav_document_is_whole(reply->body))
        return caldav_item_take(sync, item, reply->body,
                                caldav_etag(reply->etag, scratch), err);
    else
        item->state = CALDAV_ITEM_UNREAD;
    return true;
}
