#include "store/review_answer.h"

#include "base/str.h"
#include "domain/name.h"
#include "domain/phone.h"
#include "store/merges.h"
#include "store/undo.h"

static bool load_open(struct db *db, struct review_id id,
                      const struct author *author, struct arena *arena,
                      struct review_item *out, struct error *err)
{
    if (!review_load(db, id, author->at, arena, out, err))
        return false;
    if (out->state == REVIEW_OPEN)
        return true;
    if (out->state == REVIEW_SETTLED)
        return error_set(err, ERROR_CONFLICT,
                         "item %lld has settled itself: its facts are gone",
                         (long long)id.row);
    return error_set(err, ERROR_CONFLICT,
                     "item %lld is %s already; 'kept review undo %lld' takes "
                     "that back",
                     (long long)id.row, review_state_name(out->state),
                     (long long)id.row);
}

/* The row with more to reach somebody by stays; else the older one. */
static bool join_visits(struct db *db, const struct review_item *item,
                        const struct author *author, struct error *err)
{
    bool stays = item->phone != NULL || item->mail != NULL;
    bool other_stays = item->other_phone != NULL || item->other_mail != NULL;
    struct appointment_id into = item->twin;
    struct appointment_id from = item->appointment;

    if (stays && !other_stays) {
        into = item->appointment;
        from = item->twin;
    }
    return merge_visits(db, item->id, from, into, author, err);
}

static bool rename_customer(struct db *db, const struct review_item *item,
                            const struct author *author, struct error *err)
{
    char plain[NAME_KEY_MAX];

    return !name_unmix(item->name, plain) ||
           merge_rename(db, item->id, item->customer, plain, author, err);
}

static bool do_approved(struct db *db, const struct review_item *item,
                        const struct author *author, struct error *err)
{
    switch (item->kind) {
    case REVIEW_SUGGESTION:
        return merge_customers(db, item->id, item->customer, item->other,
                               author, err);
    case REVIEW_POSSIBLE_TWIN:
        return join_visits(db, item, author, err);
    case REVIEW_MIXED_SCRIPT:
        return rename_customer(db, item, author, err);
    case REVIEW_DOUBTFUL_NUMBER:
        return !phone_is_e164(str_or_empty(item->address)) ||
               merge_allow_number(db, item->address, author, err);
    case REVIEW_SHARED_NUMBER:
    case REVIEW_HOUSEHOLD:
    case REVIEW_UNREACHABLE:
        return true; /* the answer itself is what counts */
    }
    return true;
}

bool review_approve(struct db *db, struct review_id id,
                    const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct review_item item;
    bool ok = load_open(db, id, author, &arena, &item, err) &&
              do_approved(db, &item, author, err) &&
              review_close(db, id, REVIEW_APPROVED, author, err);

    arena_free(&arena);
    return ok;
}

bool review_reject(struct db *db, struct review_id id,
                   const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct review_item item;
    bool ok = load_open(db, id, author, &arena, &item, err) &&
              (item.kind != REVIEW_SHARED_NUMBER ||
               merge_allow_number(db, item.address, author, err)) &&
              review_close(db, id, REVIEW_REJECTED, author, err);

    arena_free(&arena);
    return ok;
}

/* Whether the answer has let a number be used. */
static bool has_allowed(const struct review_item *item)
{
    return (item->kind == REVIEW_SHARED_NUMBER &&
            item->state == REVIEW_REJECTED) ||
           (item->kind == REVIEW_DOUBTFUL_NUMBER &&
            item->state == REVIEW_APPROVED &&
            phone_is_e164(str_or_empty(item->address)));
}

/* Before its facts are looked at again. */
static bool reopen(struct db *db, const struct review_item *item,
                   const struct author *author, struct error *err)
{
    if (has_allowed(item) &&
        !merge_block_number(db, item->address, author, err))
        return false;
    return undo_all(db, item->id, author, err) &&
           review_close(db, item->id, REVIEW_OPEN, author, err);
}

bool review_take_back(struct db *db, struct review_id id,
                      const struct author *author, struct error *err)
{
    struct arena arena = {0};
    struct review_item item;
    bool ok = review_load(db, id, author->at, &arena, &item, err);

    if (ok && item.state != REVIEW_APPROVED && item.state != REVIEW_REJECTED)
        ok = error_set(err, ERROR_CONFLICT,
                       "item %lld is %s: there is no "
                       "answer to take back",
                       (long long)id.row, review_state_name(item.state));
    ok = ok && reopen(db, &item, author, err);
    arena_free(&arena);
    return ok;
}

bool review_approve_suggestions(struct db *db, const struct author *author,
                                size_t *count, struct error *err)
{
    struct arena arena = {0};
    struct review_items items;
    bool ok = review_list(db, REVIEW_OPEN, author->at, &arena, &items, err);

    *count = 0;
    for (size_t i = 0; ok && i < items.count; i++) {
        if (items.items[i].kind != REVIEW_SUGGESTION)
            continue;
        ok = review_approve(db, items.items[i].id, author, err);
        (*count)++;
    }
    arena_free(&arena);
    return ok;
}
