/* caldav_items.c - which resources have changed, and what is in them */
#include <stdlib.h>
#include <string.h>

#include "importers/caldav_href.h"
#include "importers/caldav_state.h"
#include "importers/ical_decode.h"
#include "importers/ical_line.h"
#include "importers/ical_times.h"
#include "importers/limits.h"

static int compare_known(const void *left, const void *right)
{
    const struct caldav_known *l = left;
    const struct caldav_known *r = right;

    return strcmp(l->key, r->key);
}

void caldav_items_start(struct caldav *sync)
{
    const struct caldav_memory *memory = sync->memory;

    sync->known =
        arena_new_array(sync->arena, memory->count + 1, struct caldav_known);
    for (size_t i = 0; i < memory->count; i++)
        sync->known[i] = (struct caldav_known){
            .key = caldav_href_key(memory->resources[i].href, sync->arena),
            .resource = &memory->resources[i],
        };
    if (memory->count > 0)
        qsort(sync->known, memory->count, sizeof(*sync->known), compare_known);
}

static struct caldav_known *known_of(const struct caldav *sync, const char *key)
{
    struct caldav_known wanted = {.key = key};

    if (sync->memory->count == 0)
        return NULL;
    return bsearch(&wanted, sync->known, sync->memory->count,
                   sizeof(*sync->known), compare_known);
}

static struct caldav_item *add(struct caldav *sync, const char *href,
                               const char *key)
{
    struct caldav_item *item;

    arena_reserve(sync->arena, sync->items, sync->item_count, sync->item_room,
                  struct caldav_item);
    item = &sync->items[sync->item_count];
    *item = (struct caldav_item){
        .key = key,
        .href = href,
        .order = sync->item_count,
    };
    sync->item_count++;
    return item;
}

void caldav_item_news(struct caldav *sync, const char *href, const char *etag,
                      bool is_gone)
{
    struct caldav_item *item = add(sync, arena_strdup(sync->arena, href),
                                   caldav_href_key(href, sync->arena));

    item->etag = arena_strdup(sync->arena, etag);
    item->state = is_gone ? CALDAV_ITEM_GONE : CALDAV_ITEM_WANTED;
}

/* By key, the latest news first. */
static int compare_items(const void *left, const void *right)
{
    const struct caldav_item *l = left;
    const struct caldav_item *r = right;
    int order = strcmp(l->key, r->key);

    if (order != 0)
        return order;
    return l->order < r->order ? 1 : -1;
}

static void sort(struct caldav *sync)
{
    if (sync->item_count > 0)
        qsort(sync->items, sync->item_count, sizeof(*sync->items),
              compare_items);
}

/* Whether there is something to do about it. */
static bool matters(const struct caldav_item *item)
{
    const struct caldav_known *known = item->known;

    if (item->state == CALDAV_ITEM_GONE)
        return known != NULL;
    return known == NULL || item->etag == NULL || *item->etag == '\0' ||
           strcmp(item->etag, known->resource->etag) != 0;
}

/* The last news of each resource, where they are any. */
static void keep_latest(struct caldav *sync)
{
    const char *before = "";
    size_t count = 0;

    for (size_t i = 0; i < sync->item_count; i++) {
        struct caldav_item *item = &sync->items[i];
        struct caldav_known *known;

        if (strcmp(item->key, before) == 0)
            continue;
        before = item->key;
        known = known_of(sync, item->key);
        if (known != NULL)
            known->is_listed = true;
        item->known = known;
        if (matters(item))
            sync->items[count++] = *item;
    }
    sync->item_count = count;
}

void caldav_items_settle(struct caldav *sync, bool is_list)
{
    sort(sync);
    keep_latest(sync);
    for (size_t i = 0; is_list && i < sync->memory->count; i++) {
        const struct caldav_known *known = &sync->known[i];

        if (!known->is_listed)
            add(sync, known->resource->href, known->key)->known = known;
    }
    sort(sync);
    sync->next = 0;
    sync->batch_end = 0;
}

struct caldav_item *caldav_item_find(struct caldav *sync, const char *href,
                                     struct arena *scratch)
{
    const char *key = caldav_href_key(href, scratch);

    for (size_t i = sync->next; i < sync->batch_end; i++) {
        if (strcmp(sync->items[i].key, key) == 0)
            return &sync->items[i];
    }
    return NULL;
}

/* What a resource holds, as far as it concerns us. */
struct content {
    const char *uid; /* of its first event; NULL: there is none */
    bool repeats;
};

static void read_line(struct str text, struct arena *arena, struct content *out)
{
    struct ical_line line;

    if (!ical_line_split(text, &line))
        return;
    if (out->uid == NULL) {
        if (ical_is(line.name, "BEGIN") &&
            ical_is(ical_trim(line.value), "VEVENT"))
            out->uid = "";
        return;
    }
    if (*out->uid == '\0' && line.id == ICAL_NAME_UID)
        out->uid = ical_uid(line.value, arena);
    out->repeats = out->repeats || line.id == ICAL_NAME_RRULE ||
                   line.id == ICAL_NAME_RDATE;
}

static struct content content_of(struct str data, struct arena *arena)
{
    struct content content = {0};
    struct ical_decoder decoder;
    struct ical_decoded line;

    ical_decode_start(&decoder, ical_decode_document(data, arena));
    while (ical_decode_line(&decoder, &line))
        read_line(line.text, arena, &content);
    ical_decode_finish(&decoder);
    return content;
}

/* As we know it, and not among what the time range has. */
static bool is_same(const struct caldav_item *item, const char *etag)
{
    return item->known != NULL && !item->known->is_listed && etag != NULL &&
           *etag != '\0' && strcmp(etag, item->known->resource->etag) == 0;
}

bool caldav_item_take(struct caldav *sync, struct caldav_item *item,
                      struct str data, const char *etag, struct error *err)
{
    struct content content = content_of(data, sync->arena);

    if (is_same(item, etag)) {
        /* Who knows whether the server follows each rule as we do? */
        item->state = content.repeats ? CALDAV_ITEM_IDLE : CALDAV_ITEM_SAME;
        return true;
    }
    if (content.uid == NULL) {
        /* Once an event, now a task: the event is gone. */
        item->state = item->known == NULL ? CALDAV_ITEM_IDLE : CALDAV_ITEM_GONE;
        return true;
    }
    if (!caldav_document_add(&sync->document, data))
        return error_set(err, ERROR_INPUT, "the calendar is larger than %d MiB",
                         IMPORT_BYTES_MAX / (1024 * 1024));
    item->state = CALDAV_ITEM_TAKEN;
    item->uid = content.uid;
    if (etag != NULL)
        item->etag = arena_strdup(sync->arena, etag);
    return true;
}

static int compare_texts(const void *left, const void *right)
{
    const char *const *l = left;
    const char *const *r = right;

    return strcmp(*l, *r);
}

/* The UID an item no longer stands for; NULL: none. */
static const char *lost_uid(const struct caldav_item *item)
{
    if (item->known == NULL || *item->known->resource->uid == '\0')
        return NULL;
    if (item->state == CALDAV_ITEM_GONE)
        return item->known->resource->uid;
    if (item->state == CALDAV_ITEM_TAKEN &&
        strcmp(item->uid, item->known->resource->uid) != 0)
        return item->known->resource->uid;
    return NULL;
}

/* The UIDs that are there afterwards, sorted. */
static const char **living_uids(struct caldav *sync, size_t *count)
{
    const char **uids =
        arena_new_array(sync->arena, sync->memory->count + sync->item_count + 1,
                        const char *);
    bool *touched = arena_new_array(sync->arena, sync->memory->count + 1, bool);

    *count = 0;
    for (size_t i = 0; i < sync->item_count; i++) {
        const struct caldav_item *item = &sync->items[i];

        if (item->state == CALDAV_ITEM_TAKEN)
            uids[(*count)++] = item->uid;
        if (lost_uid(item) != NULL)
            touched[item->known - sync->known] = true;
    }
    for (size_t i = 0; i < sync->memory->count; i++) {
        if (!touched[i])
            uids[(*count)++] = sync->known[i].resource->uid;
    }
    qsort(uids, *count, sizeof(*uids), compare_texts);
    return uids;
}

/* A resource may have another name today: its UID lives on. */
static void find_gone(struct caldav *sync)
{
    struct caldav_delta *delta = &sync->delta;
    const char **living = NULL;
    size_t count = 0;

    delta->gone =
        arena_new_array(sync->arena, sync->item_count + 1, const char *);
    for (size_t i = 0; i < sync->item_count; i++) {
        const char *uid = lost_uid(&sync->items[i]);

        if (uid == NULL)
            continue;
        if (living == NULL)
            living = living_uids(sync, &count);
        if (count == 0 || bsearch(&uid, living, count, sizeof(*living),
                                  compare_texts) == NULL)
            delta->gone[delta->gone_count++] = uid;
    }
}

static void find_kept(struct caldav *sync)
{
    struct caldav_delta *delta = &sync->delta;
    struct caldav_resource *kept =
        arena_new_array(sync->arena, sync->item_count + 1,
                        struct caldav_resource);

    delta->dropped =
        arena_new_array(sync->arena, sync->item_count + 1, const char *);
    delta->kept = kept;
    for (size_t i = 0; i < sync->item_count; i++) {
        const struct caldav_item *item = &sync->items[i];

        if (item->state == CALDAV_ITEM_TAKEN)
            kept[delta->kept_count++] = (struct caldav_resource){
                item->href,
                str_or_empty(item->etag),
                item->uid,
            };
        else if (item->state == CALDAV_ITEM_UNREAD)
            delta->unread_count++;
        /* Taken under another spelling: the row has a new name. */
        if (item->known != NULL &&
            (item->state == CALDAV_ITEM_GONE ||
             item->state == CALDAV_ITEM_SAME ||
             (item->state == CALDAV_ITEM_TAKEN &&
              strcmp(item->href, item->known->resource->href) != 0)))
            delta->dropped[delta->dropped_count++] =
                item->known->resource->href;
    }
}

void caldav_items_finish(struct caldav *sync)
{
    struct caldav_delta *delta = &sync->delta;

    find_gone(sync);
    find_kept(sync);
    delta->is_whole = sync->memory->collection == NULL;
    delta->is_unchanged =
        !delta->is_whole && delta->kept_count == 0 && delta->gone_count == 0;
    delta->collection = sync->collection;
    delta->name = sync->name;
    delta->ctag = sync->ctag;
    delta->token = sync->token_is_bad ? NULL : sync->token;
    delta->whole = sync->has_listed ? sync->request->now : sync->memory->whole;
    /* What was not handed out is news again next time. */
    if (delta->unread_count > 0) {
        delta->token = sync->memory->token;
        delta->ctag = NULL;
        delta->whole = sync->memory->whole;
    }
}
