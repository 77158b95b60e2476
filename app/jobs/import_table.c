#include <stdlib.h>
#include <string.h>

#include "app/jobs/look.h"
#include "app/mapping.h"
#include "domain/origin.h"
#include "importers/vcard.h"
#include "store/customers.h"

static struct origin origin_of(const char *text, enum origin_way way)
{
    if (str_is_empty(text))
        return (struct origin){0};
    return (struct origin){.way = way, .sureness = SURENESS_SURE};
}

/* Of what the row itself says: its columns. */
static struct origins origins_of(const struct booking *row)
{
    const char *number = row->phone != NULL ? row->phone : row->phone_doubt;
    struct origins origins = {
        .field =
            {
                [FIELD_NAME] = origin_of(row->customer_name, ORIGIN_COLUMN),
                [FIELD_PHONE] = origin_of(number, ORIGIN_COLUMN),
                [FIELD_MAIL] = origin_of(row->mail, ORIGIN_COLUMN),
                [FIELD_SERVICE] = origin_of(row->service, ORIGIN_COLUMN),
                [FIELD_PROVIDER] = origin_of(row->provider, ORIGIN_COLUMN),
                [FIELD_PRICE] =
                    origin_of(row->has_price ? "some" : "", ORIGIN_COLUMN),
                [FIELD_LOCATION] = origin_of(row->location, ORIGIN_COLUMN),
                [FIELD_NOTES] = origin_of(row->notes, ORIGIN_COLUMN),
                [FIELD_CUSTOMER] =
                    origin_of(row->customer_external, ORIGIN_COLUMN),
            },
    };

    if (row->phone_doubt != NULL)
        origins.field[FIELD_PHONE].sureness = SURENESS_GUESS;
    return origins;
}

/* What the office says of the source, where the row says nothing. */
static void add_defaults(struct booking *booking, const struct feed *feed,
                         struct arena *arena)
{
    struct origins origins = origins_of(booking);
    char text[ORIGINS_TEXT_MAX];

    if (str_is_empty(booking->provider)) {
        booking->provider = feed->provider;
        origins.field[FIELD_PROVIDER] =
            origin_of(feed->provider, ORIGIN_SETTING);
    }
    if (str_is_empty(booking->service)) {
        booking->service = feed->service;
        origins.field[FIELD_SERVICE] = origin_of(feed->service, ORIGIN_SETTING);
    }
    if (str_is_empty(booking->site))
        booking->site = feed->site;
    booking->origins = arena_strdup(arena, origins_encode(&origins, text));
}

static bool keep_customers(struct db *db, const struct look *look,
                           const struct csv_result *table, struct error *err)
{
    struct author author = {.who = look->who, .at = look->now};
    size_t titles;

    for (size_t i = 0; i < table->customer_count; i++) {
        const struct csv_customer *row = &table->customers[i];
        struct customer facts = {
            .external = row->external,
            .name = str_or_empty(row->name),
            .phone = row->phone,
            .phone_doubt = row->phone_doubt,
            .mail = row->mail,
            .language = row->language,
            .birth_year = row->birth_year,
        };
        struct customer_id id;

        if (!customer_keep(db, &facts, &author, &id, err))
            return false;
        look->out->customers += id.row != 0;
    }
    return customer_read_titles(db, &author, &titles, err);
}

struct customer_list {
    struct look *look;
    const struct csv_result *table;
};

static bool write_customers(struct db *db, void *context, struct error *err)
{
    const struct customer_list *list = context;

    return keep_customers(db, list->look, list->table, err);
}

static int by_uid(const void *left, const void *right)
{
    const struct booking *a = *(struct booking *const *)left;
    const struct booking *b = *(struct booking *const *)right;
    int order = strcmp(a->uid, b->uid);

    return order != 0 ? order : (a > b) - (a < b);
}

/* One row a key: of several the first counts. */
static void drop_repeated(struct look *look, struct csv_result *table,
                          struct arena *arena)
{
    size_t count = table->booking_count;
    struct booking **order =
        arena_new_array(arena, count + 1, struct booking *);
    bool *is_repeated = arena_new_array(arena, count + 1, bool);
    size_t kept = 0;

    for (size_t i = 0; i < count; i++)
        order[i] = &table->bookings[i];
    qsort(order, count, sizeof(struct booking *), by_uid);
    for (size_t i = 1; i < count; i++)
        is_repeated[order[i] - table->bookings] =
            strcmp(order[i - 1]->uid, order[i]->uid) == 0;
    for (size_t i = 0; i < count; i++) {
        if (!is_repeated[i])
            table->bookings[kept++] = table->bookings[i];
    }
    look->out->counts.skipped += count - kept;
    table->booking_count = kept;
}

/* Its row in the store; what the table says lies in the booking's columns. */
static bool find_objects(struct look *look, const struct csv_result *table,
                         struct batch *batch, struct error *err)
{
    for (size_t i = 0; i < table->booking_count; i++) {
        struct apply_object *object = &batch->objects[i];
        const struct booking *booking = &table->bookings[i];
        struct source_row row = {0};

        if (!batch->is_whole &&
            !source_find(look->db, look->feed.name, booking->uid, &row, err))
            return false;
        *object = (struct apply_object){
            .id = row.id,
            .version = {.feed = look->feed.name,
                        .uid = booking->uid,
                        .visits = 1,
                        .body = str_of(booking->raw)},
            .first = i,
            .count = 1,
            .is_stale = row.id.row != 0,
        };
    }
    return true;
}

static bool take(struct look *look, struct csv_result *table, struct error *err)
{
    struct arena *arena = look->call->arena;
    struct batch batch = {.keys_are_unique = true, .absence_is_silent = true};

    drop_repeated(look, table, arena);
    batch.bookings = table->bookings;
    batch.count = table->booking_count;
    batch.objects =
        arena_new_array(arena, table->booking_count + 1, struct apply_object);
    batch.object_count = table->booking_count;
    if (!booking_list(look->db, look->feed.name, arena, &batch.known, err))
        return false;
    batch.is_whole = batch.known.count == 0;
    return find_objects(look, table, &batch, err) &&
           look_take(look, &batch, arena, err);
}

static void list_visits(struct look *look, const struct csv_result *table)
{
    struct import_outcome *out = look->out;

    for (size_t i = 0; i < table->booking_count; i++) {
        arena_reserve(look->call->arena, out->visits, out->visit_count,
                      out->visit_room, struct import_visit);
        out->visits[out->visit_count++] = (struct import_visit){
            .booking = table->bookings[i],
            .status = appointment_state_name(table->bookings[i].state),
        };
    }
}

static bool read_table(struct look *look, struct csv_result *out,
                       struct error *err)
{
    struct arena *arena = look->call->arena;
    struct csv_request request = {
        .document = look->source.document.bytes,
        .office = &look->office,
    };

    if (look_map(look) != NULL) {
        if (!mapping_load(look->call, look_map(look), &look->map, err))
            return false;
        request.map = &look->map;
    } else if (vcard_is(request.document)) {
        return vcard_read(request.document, request.office, arena, out, err);
    } else {
        request.known = mapping_all_shipped(arena, &request.known_count);
    }
    return csv_read(&request, arena, out, err) ||
           error_wrap(err, "neither a calendar nor a table");
}

bool look_at_table(struct look *look, struct error *err)
{
    struct csv_result table;
    struct customer_list list = {look, &table};

    if (!read_table(look, &table, err))
        return false;
    look->out->map = table.map;
    look->out->blocks = table.ignored_count;
    look->out->rejected = table.rejected;
    look->out->warnings = table.warnings;
    for (size_t i = 0; i < table.booking_count; i++)
        add_defaults(&table.bookings[i], &look->feed, look->call->arena);
    if (look->job->preview)
        list_visits(look, &table);
    if (!take(look, &table, err))
        return false;
    return look->job->preview || table.customer_count == 0 ||
           call_write(look->call, write_customers, &list, err);
}
