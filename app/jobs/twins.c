#include "app/jobs/twins.h"

#include <string.h>

#include "base/str.h"
#include "domain/identity.h"
#include "store/reviews.h"
#include "store/twins.h"

static bool has_contact(const struct booking *booking)
{
    return !identity_is_name_only(booking->customer_external, booking->phone,
                                  booking->mail);
}

static struct twin_visit visit_of(const struct booking *booking,
                                  struct customer_id customer,
                                  char key[NAME_KEY_MAX])
{
    bool is_title = str_is_empty(booking->customer_name);

    return (struct twin_visit){
        .customer = customer,
        .has_contact = has_contact(booking),
        .key =
            name_key(is_title ? booking->summary : booking->customer_name, key),
        .is_title = is_title,
        .start = booking->start,
        .state = booking->state,
        .booked_known = booking->booked_known,
        .booked = booking->booked,
        .provider = booking->provider,
        .service = booking->service,
        .site = booking->site,
    };
}

bool twins_find(struct db *db, const struct step *step,
                struct customer_id customer, struct arena *arena,
                struct twin_found *out, struct error *err)
{
    const struct booking *booking = step->fetched;
    const struct twin_world *world = &step->memory->world;
    char key[NAME_KEY_MAX];
    struct twin_visit fresh;
    struct twin_place place = {
        .feed = step->request->feed,
        .start = booking->start,
        .customer = customer,
    };
    struct twin_visits known;

    *out = (struct twin_found){.customer = customer};
    known.count = 0;
    if (!world->has_others)
        return true;
    fresh = visit_of(booking, customer, key);
    if (customer.row != 0 && !twin_of_customer(db, &place, arena, &known, err))
        return false;
    /* Of a whole day the start says too little to go by a name. */
    if (*key != '\0' && known.count == 0 && !booking->all_day &&
        (world->has_name_only || !fresh.has_contact) &&
        !twin_at_start(db, &place, fresh.has_contact, arena, &known, err))
        return false;
    out->twin = twin_find(&fresh, known.items, known.count);
    if (out->twin.kind != TWIN_NONE)
        out->visit = known.items[out->twin.index];
    return true;
}

static const char *or_known(const char *said, const char *known)
{
    return str_is_empty(said) ? known : said;
}

void twins_complete(struct appointment *slot, const struct appointment *known)
{
    slot->service = or_known(slot->service, known->service);
    slot->provider = or_known(slot->provider, known->provider);
    slot->site = or_known(slot->site, known->site);
    slot->notes = or_known(slot->notes, known->notes);
    if (!slot->has_price) {
        slot->has_price = known->has_price;
        slot->price_minor = known->price_minor;
    }
    if (slot->fee_minor == 0)
        slot->fee_minor = known->fee_minor;
    if (!slot->booked_known) {
        slot->booked_known = known->booked_known;
        slot->booked = known->booked;
    }
    if (!instant_before(slot->start, slot->end))
        slot->end = instant_later(slot->end, known->end);
}

static bool is_equal(const struct appointment *a, const struct appointment *b)
{
    return a->customer.row == b->customer.row &&
           a->end.unix_s == b->end.unix_s &&
           strcmp(str_or_empty(a->service), str_or_empty(b->service)) == 0 &&
           strcmp(str_or_empty(a->provider), str_or_empty(b->provider)) == 0 &&
           strcmp(str_or_empty(a->site), str_or_empty(b->site)) == 0 &&
           strcmp(str_or_empty(a->notes), str_or_empty(b->notes)) == 0 &&
           a->has_price == b->has_price && a->price_minor == b->price_minor &&
           a->fee_minor == b->fee_minor && a->booked_known == b->booked_known;
}

/* The known slot, with what only the other source says. */
static bool learn(struct db *db, const struct twin_found *found,
                  const struct visit *known, const struct appointment *fresh,
                  struct error *err)
{
    struct appointment slot = known->appointment;

    twins_complete(&slot, fresh);
    if (found->customer.row != 0 && !found->visit.has_contact)
        slot.customer = found->customer;
    return is_equal(&slot, &known->appointment) ||
           appointment_update(db, &slot, known->title, err);
}

/* A word said exactly is better than one that was deduced. */
static bool is_better_said(const struct said *fresh, const struct said *known)
{
    return fresh->known && fresh->exact && (!known->known || !known->exact);
}

static bool came(const struct booking *booking)
{
    return booking->attendance_known &&
           booking->attendance != ATTENDANCE_UNMARKED;
}

/* It stands in the one source: what does that say of the other's word? */
static bool stand(struct db *db, const struct step *step,
                  const struct appointment *known,
                  const struct appointment *fresh, struct error *err)
{
    struct state_change change = {.id = known->id, .state = fresh->state};

    if (known->state == fresh->state || known->state == APPOINTMENT_CONFIRMED ||
        known->state == APPOINTMENT_MOVED ||
        (known->state == APPOINTMENT_CANCELLED && !came(step->fetched)))
        return true;
    return appointment_set_state(db, &change, &step->author, err);
}

bool twins_agree(struct db *db, const struct step *step,
                 const struct appointment *known,
                 const struct appointment *fresh, struct error *err)
{
    struct state_change change = {
        .id = known->id,
        .state = fresh->state,
        .by = fresh->cancelled_by,
        .said = fresh->said,
    };

    if (appointment_stands(fresh->state))
        return stand(db, step, known, fresh, err);
    if (known->state == APPOINTMENT_MOVED ||
        (known->state == fresh->state &&
         !is_better_said(&fresh->said, &known->said)))
        return true;
    if (fresh->state == APPOINTMENT_CANCELLED &&
        change.by == CANCELLED_BY_NOBODY)
        change.by = CANCELLED_BY_CUSTOMER;
    return appointment_set_state(db, &change, &step->author, err);
}

static bool mark(struct db *db, const struct step *step,
                 const struct visit *known, struct error *err)
{
    struct attendance_note note = {
        .id = known->appointment.id,
        .attendance = step->fetched->attendance,
    };

    return !came(step->fetched) || known->attendance != ATTENDANCE_UNMARKED ||
           attendance_mark(db, &note, &step->author, err);
}

static bool tell(struct db *db, const struct step *step,
                 const struct twin_found *found, struct arena *arena,
                 struct error *err)
{
    struct event event = {
        .appointment = found->visit.id,
        .what = "also-here",
        .detail = arena_printf(arena, "the same visit, %s", found->twin.why),
    };

    return event_add(db, &event, &step->author, err);
}

bool twins_attach(struct db *db, const struct step *step,
                  const struct twin_found *found,
                  const struct appointment *fresh, struct error *err)
{
    struct arena arena = {0};
    struct visit known;
    bool ok = visit_load(db, found->visit.id, &arena, &known, err) &&
              learn(db, found, &known, fresh, err) &&
              twins_agree(db, step, &known.appointment, fresh, err) &&
              mark(db, step, &known, err) && tell(db, step, found, &arena, err);

    arena_free(&arena);
    return ok;
}

bool twins_ask(struct db *db, const struct step *step,
               const struct twin_found *found, struct appointment_id fresh,
               struct customer_id customer, struct error *err)
{
    struct arena arena = {0};
    struct review_note note = {
        .kind = REVIEW_POSSIBLE_TWIN,
        .customer = customer,
        .other = found->visit.customer,
        .appointment = fresh,
        .twin = found->visit.id,
    };
    bool ok;

    note.facts = arena_printf(&arena, "%lld %lld", (long long)note.twin.row,
                              (long long)note.appointment.row);
    ok = review_note(db, &note, step->request->now, err);
    arena_free(&arena);
    return ok;
}
