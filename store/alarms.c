#include "store/alarms.h"

#include <string.h>

#include "base/str.h"

#define ALARM_COLUMNS \
    "SELECT id, kind, subject, text, mend, since_s, ended_s FROM alarm"

static const char sql_raise[] =
    "INSERT INTO alarm (kind, subject, text, mend, since_s)"
    " VALUES (?1, ?2, ?3, ?4, ?5)"
    " ON CONFLICT (kind, subject) WHERE ended_s IS NULL DO UPDATE"
    "    SET text = excluded.text, mend = excluded.mend";

static const char sql_end[] =
    "UPDATE alarm SET ended_s = ?3"
    " WHERE kind = ?1 AND subject = ?2 AND ended_s IS NULL";

static const char sql_open[] =
    ALARM_COLUMNS " WHERE ended_s IS NULL ORDER BY since_s DESC, id DESC";

static const char sql_history[] = ALARM_COLUMNS " ORDER BY id DESC LIMIT ?1";

static const char sql_untold[] = ALARM_COLUMNS
    " WHERE ended_s IS NULL AND coalesce(told_s, -1) < ?1 ORDER BY id";

static const char sql_told[] = "UPDATE alarm SET told_s = ?2 WHERE id = ?1";

bool alarm_raise(struct db *db, const struct alarm *alarm, struct instant now,
                 struct error *err)
{
    return db_do(db, sql_raise, err,
                 DB_VALUES(DB_TEXT(alarm->kind), DB_TEXT(alarm->subject),
                           DB_TEXT(alarm->text), DB_TEXT(alarm->mend),
                           DB_I64(now.unix_s)));
}

bool alarm_end(struct db *db, const char *kind, const char *subject,
               struct instant now, struct error *err)
{
    return db_do(db, sql_end, err,
                 DB_VALUES(DB_TEXT(kind), DB_TEXT(subject),
                           DB_I64(now.unix_s)));
}

static bool read_alarms(struct db_stmt *stmt, struct arena *arena,
                        struct alarms *out, struct error *err)
{
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct alarms){0};
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct alarm);
        out->items[out->count++] = (struct alarm){
            .id = db_column_i64(stmt, 0),
            .kind = db_column_copy(stmt, 1, arena),
            .subject = db_column_copy(stmt, 2, arena),
            .text = db_column_copy(stmt, 3, arena),
            .mend = db_column_copy(stmt, 4, arena),
            .since = {db_column_i64(stmt, 5)},
            .is_over = !db_column_is_null(stmt, 6),
            .over = {db_column_i64(stmt, 6)},
        };
    }
    db_finish(stmt);
    return ok;
}

static bool has(const struct alarms *list, const char *subject)
{
    for (size_t i = 0; i < list->count; i++) {
        if (strcmp(list->items[i].subject, subject) == 0)
            return true;
    }
    return false;
}

bool alarm_end_others(struct db *db, const char *kind,
                      const struct alarms *still, struct instant now,
                      struct error *err)
{
    struct arena arena = {0};
    struct alarms open;
    bool ok = alarm_list(db, &arena, &open, err);

    for (size_t i = 0; ok && i < open.count; i++) {
        const struct alarm *alarm = &open.items[i];

        if (strcmp(alarm->kind, kind) == 0 && !has(still, alarm->subject))
            ok = alarm_end(db, kind, alarm->subject, now, err);
    }
    arena_free(&arena);
    return ok;
}

bool alarm_list(struct db *db, struct arena *arena, struct alarms *out,
                struct error *err)
{
    struct db_stmt *stmt;

    return db_prepare(db, sql_open, &stmt, err) &&
           read_alarms(stmt, arena, out, err);
}

bool alarm_history(struct db *db, int64_t limit, struct arena *arena,
                   struct alarms *out, struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_history, &stmt, err, DB_VALUES(DB_I64(limit))) &&
           read_alarms(stmt, arena, out, err);
}

bool alarm_untold(struct db *db, struct instant since, struct arena *arena,
                  struct alarms *out, struct error *err)
{
    struct db_stmt *stmt;

    return db_ask(db, sql_untold, &stmt, err,
                  DB_VALUES(DB_I64(since.unix_s))) &&
           read_alarms(stmt, arena, out, err);
}

bool alarm_told(struct db *db, int64_t id, struct instant now,
                struct error *err)
{
    return db_do(db, sql_told, err, DB_VALUES(DB_I64(id), DB_I64(now.unix_s)));
}
