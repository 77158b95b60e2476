#include "importers/ical_group.h"

#include <stdlib.h>

#include "importers/ical_lines.h"
#include "importers/ical_times.h"

/* Slices whose digests are digested at a time. */
#define BATCH 32

static void name_slice(const struct ical_scan *scan, struct ical_slice *slice,
                       struct buf *scratch)
{
    struct arena arena = {0};
    struct ical_lines lines;
    const char *uid;

    ical_lines_read(scan, slice, &arena, scratch, &lines);
    (void)ical_uid_read(&lines, &arena, &uid);
    digest_of(str_of(uid), slice->uid);
    slice->is_named = true;
    arena_free(&arena);
}

/* A slice, and the start of its UID's digest, which mostly decides. */
struct sortable {
    uint64_t key;
    struct ical_slice *slice;
};

/* By UID, then by what they say; the same said twice: by place. */
static int compare_slices(const void *left, const void *right)
{
    const struct sortable *l = left;
    const struct sortable *r = right;
    int order;

    if (l->key != r->key)
        return l->key < r->key ? -1 : 1;
    order = memcmp(l->slice->uid, r->slice->uid, sizeof(l->slice->uid));
    if (order == 0)
        order = memcmp(l->slice->digest, r->slice->digest,
                       sizeof(l->slice->digest));
    return order != 0 ? order
                      : (l->slice->offset > r->slice->offset) -
                            (l->slice->offset < r->slice->offset);
}

static int compare_groups(const void *left, const void *right)
{
    const struct ical_group *l = left;
    const struct ical_group *r = right;

    return (l->offset > r->offset) - (l->offset < r->offset);
}

static bool is_same(const struct ical_slice *left,
                    const struct ical_slice *right)
{
    return memcmp(left->uid, right->uid, sizeof(left->uid)) == 0;
}

static void name_all(const struct ical_scan *scan)
{
    struct buf scratch;

    buf_init(&scratch, SIZE_MAX / 2);
    for (size_t i = 0; i < scan->event_count; i++) {
        struct ical_slice *slice = ical_scan_slice(scan, i);

        if (!slice->is_named)
            name_slice(scan, slice, &scratch);
    }
    buf_finish(&scratch);
}

static struct ical_slice **sorted(const struct ical_scan *scan,
                                  struct arena *arena)
{
    size_t count = scan->event_count;
    struct ical_slice **slices =
        arena_new_array(arena, count, struct ical_slice *);
    struct arena own = {0};
    struct sortable *items = arena_new_array(&own, count, struct sortable);

    for (size_t i = 0; i < count; i++) {
        items[i].slice = ical_scan_slice(scan, i);
        memcpy(&items[i].key, items[i].slice->uid, sizeof(items[i].key));
    }
    if (count > 0)
        qsort(items, count, sizeof(*items), compare_slices);
    for (size_t i = 0; i < count; i++)
        slices[i] = items[i].slice;
    arena_free(&own);
    return slices;
}

void ical_groups_read(const struct ical_scan *scan, struct arena *arena,
                      struct ical_groups *out)
{
    struct ical_slice **slices;
    struct ical_group *group = NULL;

    *out = (struct ical_groups){0};
    name_all(scan);
    slices = sorted(scan, arena);
    for (size_t i = 0; i < scan->event_count; i++)
        out->count += i == 0 || !is_same(slices[i - 1], slices[i]);
    out->items = arena_new_array(arena, out->count, struct ical_group);
    out->count = 0;
    for (size_t i = 0; i < scan->event_count; i++) {
        if (i == 0 || !is_same(slices[i - 1], slices[i])) {
            group = &out->items[out->count++];
            *group = (struct ical_group){.slices = &slices[i],
                                         .offset = slices[i]->offset};
        }
        group->count++;
        if (slices[i]->offset < group->offset)
            group->offset = slices[i]->offset;
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(*out->items), compare_groups);
}

void ical_group_digest(const struct ical_group *group,
                       const struct ical_frames *frames,
                       unsigned char out[DIGEST_BYTES])
{
    struct str parts[1 + 2 * BATCH];
    size_t count = 1;

    memcpy(out, group->slices[0]->uid, DIGEST_BYTES);
    parts[0] = (struct str){(const char *)out, DIGEST_BYTES};
    for (size_t i = 0; i < group->count; i++) {
        const struct ical_slice *slice = group->slices[i];
        const struct ical_frame *frame =
            &frames->items[frames->of[slice->calendar]];

        parts[count++] =
            (struct str){(const char *)slice->digest, sizeof(slice->digest)};
        parts[count++] =
            (struct str){(const char *)frame->digest, sizeof(frame->digest)};
        if (count + 2 > ARRAY_LEN(parts) || i + 1 == group->count) {
            digest_of_parts(parts, count, out);
            count = 1;
        }
    }
}
