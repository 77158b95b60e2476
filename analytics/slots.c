#include "analytics/slots.h"

#include <stdlib.h>
#include <string.h>

#include "base/str.h"

static const char sql_slots[] =
    "SELECT a.id, a.customer, a.start_s, a.end_s, a.zone, a.wall, a.service,"
    "       a.provider, a.price_minor, a.fee_minor, a.state, a.cancelled_by,"
    "       a.said_s, a.said_until_s, a.freed_s, a.booked_s, a.moved_to,"
    "       coalesce(t.result, 'unmarked')"
    "  FROM appointment a"
    "  LEFT JOIN attendance t ON t.appointment = a.id"
    " WHERE a.start_s / 86400 >= ?1 / 86400"
    "   AND a.start_s >= ?1 AND a.same_as IS NULL"
    "   AND (a.start_s < ?2"
    "        OR (a.start_s <= ?3 AND coalesce(a.booked_s, 0) <= ?4))"
    " ORDER BY a.start_s, a.id";

enum column {
    COLUMN_ID,
    COLUMN_CUSTOMER,
    COLUMN_START,
    COLUMN_END,
    COLUMN_ZONE,
    COLUMN_WALL,
    COLUMN_SERVICE,
    COLUMN_PROVIDER,
    COLUMN_PRICE,
    COLUMN_FEE,
    COLUMN_STATE,
    COLUMN_CANCELLED_BY,
    COLUMN_SAID,
    COLUMN_SAID_UNTIL,
    COLUMN_FREED,
    COLUMN_BOOKED,
    COLUMN_MOVED_TO,
    COLUMN_RESULT,
};

/*
 * A move: the slot it opened was taken when the move was said, while the
 * visit was agreed when it was booked. Moving a missed visit agrees a new one.
 */
struct move {
    int64_t to;
    struct instant said;
    bool was_missed;
};

struct reader {
    const struct slots_query *query;
    struct arena *arena;
    struct db_stmt *stmt;
    struct slots *out;
    size_t room;
    struct names zones;
    struct zone *zone; /* by the numbers of `zones` */
    size_t zone_count;
    size_t zone_room;
    struct move *moves;
    size_t move_count;
    size_t move_room;
};

static bool damaged(const struct slot *slot, const char *what,
                    struct error *err)
{
    return error_set(err, ERROR_MACHINE, "appointment %lld: damaged %s",
                     (long long)slot->id, what);
}

/* The zone of the current row, loaded once per name. */
static bool zone_of(struct reader *reader, const struct zone **out,
                    struct error *err)
{
    size_t number =
        names_number(&reader->zones, db_column_text(reader->stmt, COLUMN_ZONE));

    if (number == reader->zone_count) {
        arena_reserve(reader->arena, reader->zone, reader->zone_count,
                      reader->zone_room, struct zone);
        if (!zone_load(reader->zones.items[number], &reader->zone[number], err))
            return false;
        reader->zone_count++;
    }
    *out = &reader->zone[number];
    return true;
}

static bool read_days(struct reader *reader, struct slot *slot,
                      struct error *err)
{
    struct db_stmt *stmt = reader->stmt;
    struct instant booked = {db_column_i64(stmt, COLUMN_BOOKED)};
    const struct zone *zone;
    struct civil_time wall;
    struct error ignored;
    int64_t booked_day;

    if (!civil_parse_time(str_or_empty(db_column_text(stmt, COLUMN_WALL)),
                          &wall, &ignored))
        return damaged(slot, "wall time", err);
    slot->day = (int32_t)civil_to_days(wall.date);
    slot->lead = LEAD_UNKNOWN;
    if (db_column_is_null(stmt, COLUMN_BOOKED))
        return true;
    if (!zone_of(reader, &zone, err))
        return error_wrap(err, "appointment %lld", (long long)slot->id);
    booked_day = civil_to_days(zone_civil(zone, booked).date);
    slot->lead = (int32_t)(slot->day - booked_day);
    return true;
}

static enum cancelled_by by_of(const char *name)
{
    if (name == NULL)
        return CANCELLED_BY_NOBODY;
    return strcmp(name, "office") == 0 ? CANCELLED_BY_OFFICE
                                       : CANCELLED_BY_CUSTOMER;
}

static bool read_outcome(const struct reader *reader, struct slot *slot,
                         struct outcome_facts *facts, struct error *err)
{
    struct db_stmt *stmt = reader->stmt;

    *facts = (struct outcome_facts){
        .start = slot->start,
        .cancelled_by = by_of(db_column_text(stmt, COLUMN_CANCELLED_BY)),
        .said = {.known = !db_column_is_null(stmt, COLUMN_SAID),
                 .exact = db_column_is_null(stmt, COLUMN_SAID_UNTIL),
                 .at = {db_column_i64(stmt, COLUMN_SAID)},
                 .until = {db_column_i64(stmt, COLUMN_SAID_UNTIL)}},
    };
    if (!appointment_state_find(db_column_text(stmt, COLUMN_STATE),
                                &facts->state))
        return damaged(slot, "state", err);
    if (!attendance_find(db_column_text(stmt, COLUMN_RESULT),
                         &facts->attendance))
        return damaged(slot, "attendance", err);
    slot->outcome =
        outcome_of(facts, reader->query->now, reader->query->short_notice);
    slot->stands = appointment_stands(facts->state);
    return true;
}

/*
 * A slot that was missed or only found out about afterwards is free from its
 * start; one that was given back, from when that was known.
 */
static void read_freed(const struct reader *reader, struct slot *slot,
                       const struct said *said)
{
    struct db_stmt *stmt = reader->stmt;
    struct instant freed = said->exact ? said->at : said->until;

    if (!db_column_is_null(stmt, COLUMN_FREED))
        freed.unix_s = db_column_i64(stmt, COLUMN_FREED);
    slot->freed_known = outcome_is_missed(slot->outcome) || said->known ||
                        !db_column_is_null(stmt, COLUMN_FREED);
    slot->freed = outcome_is_missed(slot->outcome)
                      ? slot->start
                      : instant_earlier(freed, slot->start);
}

static void remember_move(struct reader *reader, const struct slot *slot,
                          const struct said *said)
{
    struct db_stmt *stmt = reader->stmt;

    if (db_column_is_null(stmt, COLUMN_MOVED_TO) || !said->known)
        return;
    arena_reserve(reader->arena, reader->moves, reader->move_count,
                  reader->move_room, struct move);
    reader->moves[reader->move_count++] = (struct move){
        .to = db_column_i64(stmt, COLUMN_MOVED_TO),
        .said = said->exact ? said->at : said->until,
        .was_missed = outcome_is_missed(slot->outcome),
    };
}

static size_t read_provider(const struct reader *reader)
{
    const char *name = db_column_text(reader->stmt, COLUMN_PROVIDER);

    return names_number(&reader->out->providers,
                        str_is_empty(name) ? reader->query->sole_provider
                                           : name);
}

static bool read_slot(struct reader *reader, struct slot *slot,
                      struct error *err)
{
    struct db_stmt *stmt = reader->stmt;
    struct slots *out = reader->out;
    struct outcome_facts facts;

    *slot = (struct slot){
        .id = db_column_i64(stmt, COLUMN_ID),
        .customer = db_column_i64(stmt, COLUMN_CUSTOMER),
        .start = {db_column_i64(stmt, COLUMN_START)},
        .end = {db_column_i64(stmt, COLUMN_END)},
        .booked = {db_column_i64(stmt, COLUMN_BOOKED)},
        .booked_known = !db_column_is_null(stmt, COLUMN_BOOKED),
        .has_price = !db_column_is_null(stmt, COLUMN_PRICE),
        .price_minor = db_column_i64(stmt, COLUMN_PRICE),
        .fee_minor = db_column_i64(stmt, COLUMN_FEE),
        .service =
            names_number(&out->services, db_column_text(stmt, COLUMN_SERVICE)),
        .provider = read_provider(reader),
    };
    slot->end = instant_later(slot->start, slot->end);
    slot->taken = slot->booked;
    slot->taken_known = slot->booked_known;
    if (!read_days(reader, slot, err) ||
        !read_outcome(reader, slot, &facts, err))
        return false;
    read_freed(reader, slot, &facts.said);
    remember_move(reader, slot, &facts.said);
    return true;
}

static int compare_moves(const void *left, const void *right)
{
    const struct move *l = left;
    const struct move *r = right;

    return (l->to > r->to) - (l->to < r->to);
}

static void apply_move(const struct move *move, struct slot *slot)
{
    slot->taken =
        slot->taken_known ? instant_later(slot->taken, move->said) : move->said;
    slot->taken_known = true;
    if (!move->was_missed)
        return;
    slot->booked = slot->taken;
    slot->booked_known = true;
}

static void apply_moves(struct reader *reader)
{
    struct slots *out = reader->out;

    if (reader->move_count == 0)
        return;
    qsort(reader->moves, reader->move_count, sizeof(struct move),
          compare_moves);
    for (size_t i = 0; i < out->count; i++) {
        struct slot *slot = &out->items[i];
        const struct move key = {.to = slot->id};
        const struct move *move =
            bsearch(&key, reader->moves, reader->move_count,
                    sizeof(struct move), compare_moves);

        if (move != NULL)
            apply_move(move, slot);
    }
}

static bool read_all(struct reader *reader, struct error *err)
{
    struct slots *out = reader->out;
    bool row;
    bool ok;

    while ((ok = db_step(reader->stmt, &row, err)) && row) {
        arena_reserve(reader->arena, out->items, out->count, reader->room,
                      struct slot);
        if (!read_slot(reader, &out->items[out->count], err))
            return false;
        out->count++;
    }
    return ok;
}

bool slots_read(struct db *db, const struct slots_query *query,
                struct arena *arena, struct slots *out, struct error *err)
{
    struct reader reader = {.query = query, .arena = arena, .out = out};
    bool ok;

    *out = (struct slots){0};
    names_init(&out->services, arena);
    names_init(&out->providers, arena);
    names_init(&reader.zones, arena);
    if (!db_ask(db, sql_slots, &reader.stmt, err,
                DB_VALUES(DB_I64(query->from.unix_s),
                          DB_I64(query->until.unix_s),
                          DB_I64(query->now.unix_s),
                          DB_I64(query->booked_until.unix_s))))
        return error_wrap(err, "reading appointments");
    ok = read_all(&reader, err);
    db_finish(reader.stmt);
    if (ok)
        apply_moves(&reader);
    return ok || error_wrap(err, "reading appointments");
}

size_t slots_from(const struct slots *slots, struct instant at)
{
    size_t low = 0;
    size_t high = slots->count;

    while (low < high) {
        size_t middle = low + (high - low) / 2;

        if (instant_before(slots->items[middle].start, at))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* A customer's slots keep the order of their starts: indices decide ties. */
static int compare_customers(const void *left, const void *right, void *context)
{
    const struct slot *items = context;
    size_t l = *(const size_t *)left;
    size_t r = *(const size_t *)right;

    if (items[l].customer != items[r].customer)
        return items[l].customer < items[r].customer ? -1 : 1;
    return (l > r) - (l < r);
}

size_t *slots_by_customer(const struct slots *slots, struct arena *arena)
{
    size_t *order = arena_new_array(arena, slots->count + 1, size_t);

    for (size_t i = 0; i < slots->count; i++)
        order[i] = i;
    qsort_r(order, slots->count, sizeof(size_t), compare_customers,
            slots->items);
    return order;
}
