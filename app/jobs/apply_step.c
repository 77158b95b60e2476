#include "app/jobs/apply_step.h"

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
    return a->customer_external == b->customer_external &&
           a->customer_name == b->customer_name && a->phone == b->phone &&
           a->phone_doubt == b->phone_doubt && a->mail == b->mail &&
           a->language == b->language && a->birth_year == b->birth_year;
}

static bool keep_customer(struct db *db, const struct step *step,
                          struct customer_id *out, struct error *err)
{
    struct apply_memory *memory = step->memory;
    struct customer facts = facts_of(step);

    if (step->known == NULL && memory->booking != NULL &&
        have_same_customer(memory->booking, step->fetched)) {
        *out = memory->customer;
        return true;
    }
    if (!customer_keep(db, &facts, step->request->now, out, err))
        return false;
    *memory = (struct apply_memory){step->fetched, *out};
    return true;
}

static bool create(struct db *db, const struct step *step,
                   struct appointment_id *id, struct error *err)
{
    const struct booking *booking = step->fetched;
    struct customer_id customer;
    struct new_appointment fresh;

    assert(booking != NULL);
    if (!keep_customer(db, step, &customer, err))
        return false;
    fresh = (struct new_appointment){
        .slot = slot_of(step, customer),
        .title = booking->summary,
        .reminded = booking->reminded,
        .attendance = booking->attendance_known ? booking->attendance
                                                : ATTENDANCE_UNMARKED,
        .lead = step->request->lead,
    };
    return appointment_insert(db, &fresh, &step->author, id, err) &&
           write_groups(db, step, *id, err) && put_booking(db, step, *id, err);
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

static bool update(struct db *db, const struct step *step, struct error *err)
{
    struct customer_id customer;
    struct appointment slot;

    assert(step->known != NULL && step->fetched != NULL);
    if (!keep_customer(db, step, &customer, err))
        return false;
    slot = slot_of(step, customer);
    slot.id = step->known->appointment;
    return appointment_update(db, &slot, step->fetched->summary, err) &&
           (!step->change->state_said || set_state(db, step, err)) &&
           write_groups(db, step, slot.id, err) &&
           mark(db, step, slot.id, err) && put_booking(db, step, slot.id, err);
}

/* The old slot is closed, the next one opened and linked. */
static bool move(struct db *db, const struct step *step, struct error *err)
{
    struct appointment_id next;

    assert(step->known != NULL && step->fetched != NULL);
    return create(db, step, &next, err) &&
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

static bool withdraw(struct db *db, const struct step *step, struct error *err)
{
    struct state_change change = {
        .state = APPOINTMENT_WITHDRAWN,
        .said = said_of(step),
    };

    assert(step->known != NULL);
    change.id = step->known->appointment;
    return booking_gone(db, step->known->id, err) &&
           appointment_set_state(db, &change, &step->author, err);
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
    struct event event = {
        .what = "missing",
        .detail = "absent from its source; nothing is sent meanwhile",
    };

    assert(step->known != NULL);
    event.appointment = step->known->appointment;
    return booking_missing(db, step->known->id, step->request->now,
                           step->request->last_good, err) &&
           event_add(db, &event, &step->author, err);
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
