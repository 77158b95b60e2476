#include "analytics/group.h"

#include <stdlib.h>
#include <string.h>

static const char sql_groups[] =
    "SELECT name, value, appointment FROM appointment_group"
    " ORDER BY name, value";

struct key {
    int64_t id;
    const struct slot *slot;
};

struct reader {
    struct db_stmt *stmt;
    struct arena *arena;
    struct key *keys; /* by id */
    size_t key_count;
    struct groups *out;
    size_t group_room;
    size_t cell_room;
    const char *value; /* of the cell being counted; NULL before the first */
    int64_t missed;
    int64_t visits;
};

static int compare_keys(const void *left, const void *right)
{
    const struct key *l = left;
    const struct key *r = right;

    return (l->id > r->id) - (l->id < r->id);
}

static void make_keys(struct reader *reader, const struct slots *slots)
{
    reader->keys = arena_new_array(reader->arena, slots->count + 1, struct key);
    for (size_t i = 0; i < slots->count; i++)
        reader->keys[i] =
            (struct key){.id = slots->items[i].id, .slot = &slots->items[i]};
    reader->key_count = slots->count;
    qsort(reader->keys, reader->key_count, sizeof(struct key), compare_keys);
}

/* Ends the cell that was being counted. */
static void close_cell(struct reader *reader)
{
    struct group *group;

    if (reader->value == NULL || reader->visits == 0)
        return;
    group = &reader->out->items[reader->out->count - 1];
    if (reader->visits < GROUP_VISITS_MIN) {
        group->hidden++;
        return;
    }
    arena_reserve(reader->arena, group->cells, group->count, reader->cell_room,
                  struct group_cell);
    group->cells[group->count++] = (struct group_cell){
        .value = reader->value,
        .rate = rate_of(reader->missed, reader->visits),
    };
}

static void open_cell(struct reader *reader, const char *name,
                      const char *value)
{
    struct groups *out = reader->out;

    if (out->count == 0 || strcmp(out->items[out->count - 1].name, name) != 0) {
        arena_reserve(reader->arena, out->items, out->count, reader->group_room,
                      struct group);
        out->items[out->count++] = (struct group){
            .name = arena_strdup(reader->arena, name),
        };
        reader->cell_room = 0;
    }
    reader->value = arena_strdup(reader->arena, value);
    reader->missed = 0;
    reader->visits = 0;
}

static bool same_cell(const struct reader *reader, const char *name,
                      const char *value)
{
    const struct groups *out = reader->out;

    return reader->value != NULL && strcmp(reader->value, value) == 0 &&
           strcmp(out->items[out->count - 1].name, name) == 0;
}

static void count_row(struct reader *reader)
{
    const char *name = db_column_text(reader->stmt, 0);
    const char *value = db_column_text(reader->stmt, 1);
    const struct key wanted = {.id = db_column_i64(reader->stmt, 2)};
    const struct key *found;

    if (!same_cell(reader, name, value)) {
        close_cell(reader);
        open_cell(reader, name, value);
    }
    found = bsearch(&wanted, reader->keys, reader->key_count,
                    sizeof(struct key), compare_keys);
    if (found == NULL)
        return;
    reader->missed += outcome_is_missed(found->slot->outcome);
    reader->visits += outcome_is_missed(found->slot->outcome) ||
                      outcome_is_attended(found->slot->outcome);
}

bool groups_read(struct db *db, const struct slots *slots, struct arena *arena,
                 struct groups *out, struct error *err)
{
    struct reader reader = {.arena = arena, .out = out};
    bool row;
    bool ok;

    *out = (struct groups){0};
    make_keys(&reader, slots);
    if (!db_prepare(db, sql_groups, &reader.stmt, err))
        return error_wrap(err, "groups");
    while ((ok = db_step(reader.stmt, &row, err)) && row)
        count_row(&reader);
    db_finish(reader.stmt);
    close_cell(&reader);
    return ok || error_wrap(err, "groups");
}
