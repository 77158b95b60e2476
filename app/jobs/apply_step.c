#include "app/jobs/apply_step.h"

#include "app/jobs/twins.h"
#include "domain/identity.h"
#include "store/appointments.h"
#include "store/customers.h"

static struct customer facts_of(const struct step *step)
{
    const struct booking *booking = step->fetched;

    return (struct customer){
        .id = {step->known == NULL ? 0 : step->known->customer.row},
        .external = booking->customer_external,
        .name = str_or_empty(booking->customer_name),
        .phone = booking->phone,
        .phone_doubt = booking->phone_doubt,
        .mail = booking->mail,
        .language = booking->language,
        .birth_year = booking->birth_year,
        .phone_unsure = booking->phone_unsure,
        .mail_unsure = booking->mail_unsure,
    };
}

/* The source's end, or what the service usually takes. */
static struct instant end_of(const struct step *step)
{
    const struct booking *booking = step->fetched;
    const struct service *service =
        office_service(step->request->office, str_or_empty(booking->service));

    if (service == NULL || instant_before(booking->start, booking->end))
        return instant_later(booking->start, booking->end);
    return instant_add(booking->start, service->duration);
}

static struct appointment slot_of(const struct step *step,
                                  struct customer_id customer)
{
    const struct booking *booking = step->fetched;

    return (struct appointment){
        .customer = customer,
        .start = booking->start,
        .end = end_of(step),
        .zone = booking->zone,
        .service = booking->service,
        .provider = booking->provider,
        .site = booking->site,
        .has_price = booking->has_price,
        .price_minor = booking->price_minor,
        .fee_minor = booking->has_fee ? booking->fee_minor : 0,
        .state = booking->state,
        .cancelled_by = booking->cancelled_by,
        .said = {.known = booking->said_known,
                 .exact = true,
                 .at = booking->said},
        .booked_known = booking->booked_known,
        .booked = booking->booked,
        .notes = booking->notes,
    };
}

static bool put_booking(struct db *db, const struct step *step,
                        struct appointment_id appointment, struct error *err)
{
    struct booking_facts facts = {
        .object = step->object,
        .recurrence = step->fetched->recurrence,
        .sequence = step->fetched->sequence,
        .content = step->change->content,
        .origins = step->fetched->origins,
        .appointment = appointment,
    };

    return step->known == NULL
               ? booking_insert(db, &facts, step->request->now, err)
               : booking_update(db, step->known->id, &facts, step->request->now,
                                err);
}

static bool write_groups(struct db *db, const struct step *step,
                         struct appointment_id id, struct error *err)
{
    const struct booking *booking = step->fetched;

    for (size_t i = 0; i < booking->group_count; i++) {
        if (!appointment_group_set(db, id, booking->groups[i].name,
                                   booking->groups[i].value, err))
            return false;
    }
    return true;
}

static bool mark(struct db *db, const struct step *step,
                 struct appointment_id id, struct error *err)
{
    const struct booking *booking = step->fetched;
    struct attendance_note note = {.id = id, .attendance = booking->attendance};

    return !booking->attendance_known ||
           attendance_mark(db, &note, &step->author, err);
}

static bool have_same_customer(const struct booking *a, const struct booking *b)
{
    return a->summary == b->summary &&
           a->customer_external == b->customer_external &&
           a->customer_name == b->customer_name && a->phone == b->phone &&
           a->phone_doubt == b->phone_doubt && a->mail == b->mail &&
           a->language == b->language && a->birth_year == b->birth_year;
}

/* Where no name is said, a title may be that of somebody who is known. */
static bool read_title(struct db *db, const struct step *step,
                       struct customer *facts, struct error *err)
{
    const char *title = step->fetched->summary;
    bool is_named;

    if (!str_is_empty(facts->name) || facts->external != NULL ||
        str_is_empty(title))
        return true;
    if (!customer_is_named(db, title, &is_named, err))
        return false;
    if (is_named)
        facts->name = title;
    return true;
}

static bool keep_customer(struct db *db, const struct step *step,
                          struct customer_id *out, struct error *err)
{
    struct apply_memory *memory = step->memory;
    struct customer facts;

    if (step->known == NULL && memory->booking != NULL &&
        have_same_customer(memory->booking, step->fetched)) {
        *out = memory->customer;
        return true;
    }
    facts = facts_of(step);
    if (!read_title(db, step, &facts, err) ||
        !customer_keep(db, &facts, &step->author, out, err))
        return false;
    memory->booking = step->fetched;
    memory->customer = *out;
    return true;
}

/* What other sources there are is asked once a transaction. */
static bool know_world(struct db *db, const struct step *step,
                       struct error *err)
{
    struct apply_memory *memory = step->memory;

    if (memory->knows_world)
        return true;
    memory->knows_world = true;
    return twin_world_of(db, step->request->feed, &memory->world, err);
}

/*
 * Whose the visit is, and whether another source knows it already. A visit
 * with a name only is looked for first: found, it needs no customer.
 */
static bool place_visit(struct db *db, const struct step *step,
                        struct arena *arena, struct twin_found *out,
                        struct error *err)
{
    const struct booking *booking = step->fetched;
    struct customer_id customer = {0};

    *out = (struct twin_found){0};
    if (!know_world(db, step, err))
        return false;
    if (identity_is_name_only(booking->customer_external, booking->phone,
                              booking->mail) &&
        !twins_find(db, step, customer, arena, out, err))
        return false;
    if (out->twin.kind == TWIN_SAME)
        return true;
    return keep_customer(db, step, &customer, err) &&
           twins_find(db, step, customer, arena, out, err);
}

static bool open_slot(struct db *db, const struct step *step,
                      const struct twin_found *found, struct appointment_id *id,
                      struct error *err)
{
    const struct booking *booking = step->fetched;
    struct new_appointment fresh = {
        .slot = slot_of(step, found->customer),
        .title = booking->summary,
        .reminded = booking->reminded,
        .attendance = booking->attendance_known ? booking->attendance
                                                : ATTENDANCE_UNMARKED,
        .lead = step->request->lead,
    };

    return appointment_insert(db, &fresh, &step->author, id, err) &&
           (found->twin.kind != TWIN_POSSIBLE ||
            twins_ask(db, step, found, *id, found->customer, err));
}

/* The slot that another source has opened. */
static bool share_slot(struct db *db, const struct step *step,
                       const struct twin_found *found,
                       struct appointment_id *id, struct error *err)
{
    struct appointment fresh = slot_of(step, found->customer);

    *id = found->visit.id;
    (*step->request->joined)++;
    return twins_attach(db, step, found, &fresh, err);
}

static bool create(struct db *db, const struct step *step,
                   struct appointment_id *id, struct error *err)
{
    struct arena arena = {0};
    struct twin_found found;
    bool ok;

    assert(step->fetched != NULL);
    ok =
        place_visit(db, step, &arena, &found, err) &&
        (found.twin.kind == TWIN_SAME ? share_slot(db, step, &found, id, err)
                                      : open_slot(db, step, &found, id, err)) &&
        write_groups(db, step, *id, err) && put_booking(db, step, *id, err);
    arena_free(&arena);
    return ok;
}

/* When a change of the source was said: told, or between two looks at it. */
static struct said said_of(const struct step *step)
{
    const struct booking *booking = step->fetched;

    if (booking != NULL && booking->said_known)
        return (struct said){.known = true, .exact = true, .at = booking->said};
    assert(step->known != NULL);
    return (struct said){
        .known = true,
        .at = step->known->is_missing ? step->known->seen
                                      : step->request->last_good,
        .until = step->request->now,
    };
}

/* The state as the source says it. */
static struct state_change said_state(const struct booking *booking)
{
    struct state_change change = {
        .state = booking->state,
        .by = booking->cancelled_by,
    };

    if (booking->state == APPOINTMENT_CANCELLED &&
        change.by == CANCELLED_BY_NOBODY)
        change.by = CANCELLED_BY_CUSTOMER;
    return change;
}

static bool set_state(struct db *db, const struct step *step, struct error *err)
{
    struct state_change change;

    assert(step->known != NULL && step->fetched != NULL);
    change = said_state(step->fetched);
    change.id = step->known->appointment;
    if (!appointment_stands(change.state))
        change.said = said_of(step);
    return appointment_set_state(db, &change, &step->author, err);
}

/* Whether the source names somebody who is not whom the others name. */
static bool names_another(const struct step *step, const struct visit *known,
                          struct customer_id customer)
{
    char said[NAME_KEY_MAX];
    char before[NAME_KEY_MAX];

    name_key(step->fetched->customer_name, said);
    name_key(known->customer_name, before);
    return customer.row != known->appointment.customer.row && said[0] != '\0' &&
           before[0] != '\0' && name_compare(said, before) == NAME_OTHER;
}

static bool set_shared_state(struct db *db, const struct step *step,
                             const struct appointment *known,
                             const struct appointment *slot, struct error *err)
{
    if (!step->change->state_said)
        return true;
    return appointment_stands(step->fetched->state)
               ? set_state(db, step, err)
               : twins_agree(db, step, known, slot, err);
}

/* What other sources say, too, is not lost; its start is the first one's. */
static bool write_shared(struct db *db, const struct step *step,
                         struct appointment *slot, const struct visit *known,
                         struct error *err)
{
    const struct booking *booking = step->fetched;

    twins_complete(slot, &known->appointment);
    if (identity_is_name_only(booking->customer_external, booking->phone,
                              booking->mail))
        slot->customer = known->appointment.customer;
    return appointment_update(db, slot, known->title, err) &&
           set_shared_state(db, step, &known->appointment, slot, err) &&
           write_groups(db, step, slot->id, err) &&
           mark(db, step, slot->id, err) &&
           put_booking(db, step, slot->id, err);
}

/* The first source's word on when it is. */
static void keep_times(struct appointment *slot,
                       const struct appointment *known)
{
    slot->start = known->start;
    if (instant_before(known->start, known->end))
        slot->end = known->end;
}

static bool update_shared(struct db *db, const struct step *step,
                          struct appointment *slot, bool is_first,
                          struct error *err)
{
    struct arena arena = {0};
    struct appointment_id own;
    struct visit known;
    bool ok = visit_load(db, slot->id, &arena, &known, err);

    if (ok && names_another(step, &known, slot->customer)) {
        ok = create(db, step, &own, err); /* not one visit any more */
    } else if (ok) {
        if (!is_first)
            keep_times(slot, &known.appointment);
        ok = write_shared(db, step, slot, &known, err);
    }
    arena_free(&arena);
    return ok;
}

static bool update(struct db *db, const struct step *step, struct error *err)
{
    struct customer_id customer;
    struct appointment slot;
    struct twin_share share;

    assert(step->known != NULL && step->fetched != NULL);
    if (!keep_customer(db, step, &customer, err) ||
        !twin_share_of(db, step->known->id, &share, err))
        return false;
    slot = slot_of(step, customer);
    slot.id = step->known->appointment;
    if (share.is_shared)
        return update_shared(db, step, &slot, share.is_first, err);
    return appointment_update(db, &slot, step->fetched->summary, err) &&
           (!step->change->state_said || set_state(db, step, err)) &&
           write_groups(db, step, slot.id, err) &&
           mark(db, step, slot.id, err) && put_booking(db, step, slot.id, err);
}

/* Of a shared visit, a source that only rounds has not moved it. */
static bool is_rounded(const struct step *step, const struct twin_share *share)
{
    int64_t by_s = step->fetched->start.unix_s - step->known->start.unix_s;

    return share->is_shared && !share->is_first && by_s <= TWIN_NEAR_S &&
           by_s >= -TWIN_NEAR_S && appointment_stands(step->known->state);
}

/* The old slot is closed, the next one opened and linked; unless another
 * source has said so before. */
static bool move(struct db *db, const struct step *step, struct error *err)
{
    struct appointment_id next;
    struct twin_share share;

    assert(step->known != NULL && step->fetched != NULL);
    if (!twin_share_of(db, step->known->id, &share, err))
        return false;
    if (is_rounded(step, &share))
        return update(db, step, err);
    if (!create(db, step, &next, err))
        return false;
    return step->known->state == APPOINTMENT_MOVED ||
           appointment_move(db, step->known->appointment, next, said_of(step),
                            &step->author, err);
}

static bool cancel(struct db *db, const struct step *step, struct error *err)
{
    struct state_change change = {
        .state = APPOINTMENT_CANCELLED,
        .by = CANCELLED_BY_CUSTOMER,
    };

    assert(step->known != NULL);
    change.id = step->known->appointment;
    if (step->fetched != NULL)
        return update(db, step, err);
    change.said = said_of(step);
    return appointment_set_state(db, &change, &step->author, err) &&
           booking_gone(db, step->known->id, err);
}

static bool tell_absent(struct db *db, const struct step *step,
                        const char *detail, struct error *err)
{
    struct event event = {
        .appointment = step->known->appointment,
        .what = "missing",
        .detail = detail,
    };

    return event_add(db, &event, &step->author, err);
}

/* Only the last source that has it can take it away by silence. */
static bool withdraw(struct db *db, const struct step *step, struct error *err)
{
    struct state_change change = {
        .state = APPOINTMENT_WITHDRAWN,
        .said = said_of(step),
    };

    assert(step->known != NULL);
    change.id = step->known->appointment;
    if (!booking_gone(db, step->known->id, err))
        return false;
    return step->known->is_elsewhere
               ? tell_absent(db, step, "withdrawn here; elsewhere it stands",
                             err)
               : appointment_set_state(db, &change, &step->author, err);
}

static bool keep(struct db *db, const struct step *step, struct error *err)
{
    assert(step->known != NULL);
    if (step->fetched == NULL || step->change->is_stale)
        return true;
    if (step->change->is_rekeyed &&
        !booking_rename(db, step->known->id, step->object,
                        step->fetched->recurrence, err))
        return false;
    return (!step->known->is_missing && !step->known->is_pinned) ||
           booking_seen(db, step->known->id, err);
}

static bool missing(struct db *db, const struct step *step, struct error *err)
{
    assert(step->known != NULL);
    return booking_missing(db, step->known->id, step->request->now,
                           step->request->last_good, err) &&
           tell_absent(db, step,
                       step->known->is_elsewhere
                           ? "absent here; elsewhere it stands"
                           : "absent from its source; nothing is sent "
                             "meanwhile",
                       err);
}

bool apply_step(struct db *db, const struct step *step, struct error *err)
{
    struct appointment_id id;

    switch (step->change->kind) {
    case CHANGE_UNCHANGED:
        return keep(db, step, err);
    case CHANGE_CREATED:
        return create(db, step, &id, err);
    case CHANGE_CHANGED:
    case CHANGE_RETURNED:
        return update(db, step, err);
    case CHANGE_RESCHEDULED:
        return move(db, step, err);
    case CHANGE_CANCELLED:
        return cancel(db, step, err);
    case CHANGE_MISSING:
        return missing(db, step, err);
    case CHANGE_WITHDRAWN:
        return withdraw(db, step, err);
    }
    return true;
}
