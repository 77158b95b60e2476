#include "store/sources.h"

#include <string.h>

#include "base/crypto.h"
#include "base/pack.h"
#include "base/str.h"

/* Of one object; the reader of calendars gives less. */
#define WORDS_BYTES_MAX (64UL * 1024 * 1024)

/* By rows, not by the index of names, which would lead all over the file. */
#define OF_FEED         "  FROM source_object WHERE feed || '' = ?1 AND gone = 0"

/* An object with a visit that is missing has to be looked at again, whatever
 * the rest of it says. */
static const char sql_list[] =
    "SELECT id, CASE WHEN id IN"
    "                (SELECT object FROM booking"
    "                  WHERE missing_s IS NOT NULL AND gone = 0)"
    "           THEN x'' ELSE digest END, next_s, visits" OF_FEED
    " ORDER BY id";

static const char sql_any[] =
    "SELECT 1 FROM source_object WHERE feed || '' = ?1 LIMIT 1";

static const char sql_find[] =
    "SELECT id, digest, next_s, visits FROM source_object"
    " WHERE hash = ?3 AND feed = ?1 AND uid = ?2";

static const char sql_sum[] =
    "SELECT count(*), coalesce(sum(visits), 0), min(next_s)" OF_FEED;

static const char sql_insert[] =
    "INSERT INTO source_object (feed, uid, digest, next_s, visits, seen_s,"
    "                           frame, body, hash)"
    " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)";

static const char sql_archive[] =
    "INSERT INTO source_version (object, seen_s, last_s, frame, body)"
    " SELECT id, seen_s, ?3, frame, body FROM source_object"
    "  WHERE id = ?1 AND body <> ?2 AND body <> x''";

static const char sql_update[] =
    "UPDATE source_object"
    "   SET digest = ?2, next_s = ?3, visits = ?4, gone = 0,"
    "       seen_s = CASE WHEN body = ?7 THEN seen_s ELSE ?5 END,"
    "       frame = ?6, body = ?7"
    " WHERE id = ?1";

static const char sql_digest[] =
    "UPDATE source_object SET digest = ?2 WHERE id = ?1";

static const char sql_forget[] =
    "UPDATE source_object SET digest = x'' WHERE id = ?1 AND digest <> x''";

static const char sql_gone[] =
    "UPDATE source_object SET gone = 1, digest = x'' WHERE id = ?1";

static const char sql_frame_find[] =
    "SELECT id FROM source_frame WHERE feed = ?1 AND digest = ?2";

static const char sql_frame_insert[] =
    "INSERT INTO source_frame (feed, digest, body) VALUES (?1, ?2, ?3)";

static const char sql_frame_text[] =
    "SELECT body FROM source_frame WHERE id = ?1";

static const char sql_all[] =
    "SELECT uid, coalesce(frame, 0), body FROM source_object"
    " WHERE feed = ?1 AND gone = 0 ORDER BY frame, id";

static const char sql_past[] =
    "SELECT o.feed, o.uid, v.seen_s, 0, v.last_s, v.body"
    "  FROM source_object o JOIN source_version v ON v.object = o.id"
    " WHERE o.id IN (SELECT object FROM booking WHERE appointment = ?1)"
    " UNION ALL"
    " SELECT feed, uid, seen_s, 1, 0, body FROM source_object"
    "  WHERE id IN (SELECT object FROM booking WHERE appointment = ?1)"
    " ORDER BY 3, 4";

static const char sql_unnamed[] =
    "SELECT id, feed, uid FROM source_object WHERE hash = 0 LIMIT 1";

static const char sql_name[] =
    "UPDATE source_object SET hash = ?2 WHERE id = ?1";

static int64_t hash_of(const char *feed, const char *uid)
{
    const struct str parts[] = {str_of(feed), str_of(uid)};
    unsigned char digest[CRYPTO_DIGEST_BYTES];
    int64_t hash;

    crypto_digest(parts, ARRAY_LEN(parts), digest);
    memcpy(&hash, digest, sizeof(hash));
    return hash == 0 ? 1 : hash;
}

static bool name_one(struct db *db, bool *more, struct error *err)
{
    struct db_stmt *stmt;
    int64_t id = 0;
    int64_t hash = 0;
    bool ok;

    if (!db_prepare(db, sql_unnamed, &stmt, err))
        return false;
    ok = db_one(stmt, more, err);
    if (ok && *more) {
        id = db_column_i64(stmt, 0);
        hash = hash_of(db_column_text(stmt, 1), db_column_text(stmt, 2));
    }
    db_finish(stmt);
    return ok && (!*more || db_do(db, sql_name, err,
                                  DB_VALUES(DB_I64(id), DB_I64(hash))));
}

bool source_name_all(struct db *db, struct error *err)
{
    bool more = true;

    while (more) {
        if (!name_one(db, &more, err))
            return false;
    }
    return true;
}

static void read_row(struct db_stmt *stmt, struct source_row *out)
{
    struct str digest = db_column_bytes(stmt, 1);

    *out = (struct source_row){
        .id = {db_column_i64(stmt, 0)},
        .has_digest = digest.len == SOURCE_DIGEST_BYTES,
        .has_next = !db_column_is_null(stmt, 2),
        .next = {db_column_i64(stmt, 2)},
        .visits = (size_t)db_column_i64(stmt, 3),
    };
    if (out->has_digest)
        memcpy(out->digest, digest.at, SOURCE_DIGEST_BYTES);
}

bool source_list(struct db *db, const char *feed, struct arena *arena,
                 struct source_rows *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct source_rows){0};
    if (!db_ask(db, sql_list, &stmt, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct source_row);
        read_row(stmt, &out->items[out->count++]);
    }
    db_finish(stmt);
    return ok;
}

bool source_any(struct db *db, const char *feed, bool *out, struct error *err)
{
    int64_t any = 0;
    bool ok = db_ask_i64(db, sql_any, &any, err, DB_VALUES(DB_TEXT(feed)));

    *out = any != 0;
    return ok;
}

bool source_sum_of(struct db *db, const char *feed, struct source_sum *out,
                   struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct source_sum){0};
    if (!db_ask(db, sql_sum, &stmt, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        *out = (struct source_sum){
            .objects = db_column_i64(stmt, 0),
            .visits = db_column_i64(stmt, 1),
            .has_next = !db_column_is_null(stmt, 2),
            .next = {db_column_i64(stmt, 2)},
        };
    db_finish(stmt);
    return ok;
}

bool source_find(struct db *db, const char *feed, const char *uid,
                 struct source_row *out, struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    *out = (struct source_row){0};
    if (!db_ask(db, sql_find, &stmt, err,
                DB_VALUES(DB_TEXT(feed), DB_TEXT(uid),
                          DB_I64(hash_of(feed, uid)))))
        return false;
    ok = db_one(stmt, &found, err);
    if (ok && found)
        read_row(stmt, out);
    db_finish(stmt);
    return ok;
}

bool source_insert(struct db *db, const struct source_version *version,
                   struct instant now, struct source_id *out, struct error *err)
{
    return db_insert(
        db, sql_insert, &out->row, err,
        DB_VALUES(DB_TEXT(version->feed), DB_TEXT(version->uid),
                  DB_BYTES(version->digest),
                  DB_I64_IF(version->has_next, version->next.unix_s),
                  DB_I64((int64_t)version->visits), DB_I64(now.unix_s),
                  DB_I64_IF(version->frame != 0, version->frame),
                  DB_BYTES(version->body),
                  DB_I64(hash_of(version->feed, version->uid))));
}

bool source_update(struct db *db, struct source_id id,
                   const struct source_version *version, struct instant now,
                   struct instant last, struct error *err)
{
    return db_do(db, sql_archive, err,
                 DB_VALUES(DB_I64(id.row), DB_BYTES(version->body),
                           DB_I64(last.unix_s))) &&
           db_do(db, sql_update, err,
                 DB_VALUES(DB_I64(id.row), DB_BYTES(version->digest),
                           DB_I64_IF(version->has_next, version->next.unix_s),
                           DB_I64((int64_t)version->visits), DB_I64(now.unix_s),
                           DB_I64_IF(version->frame != 0, version->frame),
                           DB_BYTES(version->body)));
}

bool source_set_digest(struct db *db, struct source_id id, struct str digest,
                       struct error *err)
{
    return db_do(db, sql_digest, err,
                 DB_VALUES(DB_I64(id.row), DB_BYTES(digest)));
}

bool source_forget_digest(struct db *db, struct source_id id, struct error *err)
{
    return db_do(db, sql_forget, err, DB_VALUES(DB_I64(id.row)));
}

bool source_set_gone(struct db *db, struct source_id id, struct error *err)
{
    return db_do(db, sql_gone, err, DB_VALUES(DB_I64(id.row)));
}

bool source_frame_keep(struct db *db, const char *feed, struct str digest,
                       struct str body, int64_t *out, struct error *err)
{
    *out = 0;
    if (!db_ask_i64(db, sql_frame_find, out, err,
                    DB_VALUES(DB_TEXT(feed), DB_BYTES(digest))))
        return false;
    return *out != 0 || db_insert(db, sql_frame_insert, out, err,
                                  DB_VALUES(DB_TEXT(feed), DB_BYTES(digest),
                                            DB_BYTES(body)));
}

bool source_frame_text(struct db *db, int64_t frame, struct buf *out,
                       struct error *err)
{
    struct db_stmt *stmt;
    bool found;
    bool ok;

    if (!db_ask(db, sql_frame_text, &stmt, err, DB_VALUES(DB_I64(frame))))
        return false;
    ok = db_one(stmt, &found, err) &&
         (!found || unpack(db_column_bytes(stmt, 0), out, err));
    db_finish(stmt);
    return ok;
}

bool source_read_all(struct db *db, const char *feed, source_each *each,
                     void *context, struct error *err)
{
    struct db_stmt *stmt;
    struct buf words;
    bool row;
    bool ok;

    if (!db_ask(db, sql_all, &stmt, err, DB_VALUES(DB_TEXT(feed))))
        return false;
    buf_init(&words, WORDS_BYTES_MAX);
    while ((ok = db_step(stmt, &row, err)) && row) {
        buf_clear(&words);
        ok = unpack(db_column_bytes(stmt, 2), &words, err) &&
             each(db_column_text(stmt, 0), db_column_i64(stmt, 1),
                  buf_str(&words), context, err);
        if (!ok)
            break;
    }
    buf_finish(&words);
    db_finish(stmt);
    return ok;
}

static bool read_past(struct db_stmt *stmt, struct arena *arena,
                      struct source_past *out, struct error *err)
{
    struct buf words;
    bool ok;

    *out = (struct source_past){
        .feed = db_column_copy(stmt, 0, arena),
        .uid = db_column_copy(stmt, 1, arena),
        .seen = {db_column_i64(stmt, 2)},
        .is_current = db_column_i64(stmt, 3) != 0,
        .last = {db_column_i64(stmt, 4)},
    };
    buf_init(&words, WORDS_BYTES_MAX);
    ok = unpack(db_column_bytes(stmt, 5), &words, err);
    out->words = arena_strndup(arena, buf_text(&words), words.len);
    buf_finish(&words);
    return ok;
}

bool source_past_of(struct db *db, struct appointment_id id,
                    struct arena *arena, struct source_pasts *out,
                    struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct source_pasts){0};
    if (!db_ask(db, sql_past, &stmt, err, DB_VALUES(DB_I64(id.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(arena, out->items, out->count, room, struct source_past);
        ok = read_past(stmt, arena, &out->items[out->count], err);
        if (!ok)
            break;
        out->count++;
    }
    db_finish(stmt);
    return ok;
}
