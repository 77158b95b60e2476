#include "app/jobs/apply.h"

#include <stdlib.h>
#include <time.h>

#include "app/jobs/apply_step.h"
#include "base/pack.h"

/*
 * In this order: what is absent, then object by object what came, then, where
 * visits may have gone from one object to another, the digests. Whatever is
 * cut short is read and compared anew by the next look.
 */
struct applying {
    const struct apply_request *request;
    struct packer *packer;
    struct apply_memory memory;
    bool digests_last;
    size_t next_absent; /* index of a change without a fetched side */
    size_t next_object;
    size_t next_change; /* of those with one */
    size_t next_digest;
    size_t next_gone;
    int64_t deadline_ns; /* of the transaction under way */
    size_t left;         /* changes it may still take */
};

static struct step step_of(struct applying *applying,
                           const struct change *change, struct source_id object)
{
    const struct apply_request *request = applying->request;

    return (struct step){
        .request = request,
        .change = change,
        .fetched = change->fetched == RECONCILE_NONE
                       ? NULL
                       : &request->fetched[change->fetched],
        .known = change->known == RECONCILE_NONE
                     ? NULL
                     : &request->known->items[change->known],
        .object = object,
        .author = {.who = request->who, .at = request->now},
        .memory = &applying->memory,
    };
}

static bool carry_out(struct db *db, struct applying *applying,
                      const struct change *change, struct source_id object,
                      struct error *err)
{
    struct step step = step_of(applying, change, object);

    return change->is_held || apply_step(db, &step, err);
}

/* What this thread has worked. On a busy machine nobody is served by smaller
 * transactions: they cost more. */
static int64_t worked_ns(void)
{
    struct timespec time;

    if (clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time) != 0)
        abort();
    return time.tv_sec * INT64_C(1000000000) + time.tv_nsec;
}

/* A change was written. The clock is asked now and then: it costs, too. */
#define LOOKS_AT_CLOCK 16

static void count_down(struct applying *applying)
{
    applying->left -= applying->left > 0;
    if (applying->left % LOOKS_AT_CLOCK == 0 &&
        worked_ns() >= applying->deadline_ns)
        applying->left = 0;
}

/* Changes with a fetched side come first in the result. */
static bool apply_absent(struct db *db, struct applying *applying,
                         struct error *err)
{
    const struct reconcile_result *result = applying->request->result;

    while (applying->left > 0 && applying->next_absent < result->change_count) {
        const struct change *change = &result->changes[applying->next_absent];

        applying->next_absent++;
        if (change->fetched != RECONCILE_NONE ||
            change->kind == CHANGE_UNCHANGED)
            continue;
        if (!carry_out(db, applying, change, (struct source_id){0}, err))
            return false;
        count_down(applying);
    }
    return true;
}

static bool write_object(struct db *db, struct applying *applying,
                         struct apply_object *object, struct error *err)
{
    const struct apply_request *request = applying->request;
    struct source_version version = object->version;

    if (applying->digests_last)
        version.digest = (struct str){0};
    if (version.body.len != 0)
        version.body = packer_pack(applying->packer, version.body);
    if (object->id.row == 0)
        return source_insert(db, &version, request->now, &object->id, err);
    return object->is_stale ||
           source_update(db, object->id, &version, request->now,
                         request->last_good, err);
}

static bool apply_object(struct db *db, struct applying *applying,
                         struct apply_object *object, struct error *err)
{
    const struct reconcile_result *result = applying->request->result;

    if (!object->is_stale)
        count_down(applying);
    if (!write_object(db, applying, object, err))
        return false;
    while (applying->next_change < result->change_count) {
        const struct change *change = &result->changes[applying->next_change];

        if (change->fetched >= object->first + object->count)
            break;
        if (change->kind != CHANGE_UNCHANGED)
            count_down(applying);
        if (!carry_out(db, applying, change, object->id, err))
            return false;
        applying->next_change++;
    }
    return true;
}

static bool apply_objects(struct db *db, struct applying *applying,
                          struct error *err)
{
    const struct apply_request *request = applying->request;

    while (applying->left > 0 &&
           applying->next_object < request->object_count) {
        if (!apply_object(db, applying,
                          &request->objects[applying->next_object], err))
            return false;
        applying->next_object++;
    }
    return true;
}

static bool store_digests(struct db *db, struct applying *applying,
                          struct error *err)
{
    const struct apply_request *request = applying->request;

    while (applying->digests_last && applying->left > 0 &&
           applying->next_digest < request->object_count) {
        struct apply_object *object = &request->objects[applying->next_digest];

        applying->next_digest++;
        if (object->is_stale || object->version.digest.len == 0)
            continue;
        if (!source_set_digest(db, object->id, object->version.digest, err))
            return false;
        count_down(applying);
    }
    return true;
}

/* An object that did not come: what waits for it is looked at every time. */
static bool close_absent(struct db *db, struct applying *applying,
                         struct error *err)
{
    const struct apply_request *request = applying->request;

    while (applying->left > 0 && applying->next_gone < request->absent_count) {
        struct source_id id = request->absent[applying->next_gone];
        bool waits;

        if (!booking_any_waits(db, id, request->now, &waits, err) ||
            !(waits ? source_forget_digest(db, id, err)
                    : source_set_gone(db, id, err)))
            return false;
        applying->next_gone++;
        count_down(applying);
    }
    return true;
}

static bool apply_chunk(struct db *db, void *context, struct error *err)
{
    struct applying *applying = context;

    applying->memory.knows_world = false; /* others have written since */
    applying->left = APPLY_MAX;
    applying->deadline_ns = worked_ns() + APPLY_MS * INT64_C(1000000);
    return apply_absent(db, applying, err) &&
           apply_objects(db, applying, err) &&
           store_digests(db, applying, err) && close_absent(db, applying, err);
}

static bool is_done(const struct applying *applying)
{
    const struct apply_request *request = applying->request;

    return applying->next_absent == request->result->change_count &&
           applying->next_object == request->object_count &&
           (!applying->digests_last ||
            applying->next_digest == request->object_count) &&
           applying->next_gone == request->absent_count;
}

bool apply_changes(struct call *call, const struct apply_request *request,
                   apply_progress *progress, void *context, struct error *err)
{
    struct applying applying = {
        .request = request,
        .packer = packer_create(),
        .digests_last = request->known->count != 0,
    };
    bool ok = true;

    while (ok && !is_done(&applying)) {
        ok = call_write(call, apply_chunk, &applying, err);
        if (ok && progress != NULL)
            progress(context, applying.next_change);
    }
    packer_destroy(applying.packer);
    return ok;
}
