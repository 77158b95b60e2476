#include "tests/harness/due_office.h"

/* ?1: how many; ?2: how many of them are due; ?3: now. */
static const char *const sql_fill[] = {
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    "                          WHERE i < ?1)"
    " INSERT INTO customer (id, name, phone, created_s)"
    " SELECT i, 'Ada ' || i, '+336' || (10000000 + i), ?3 FROM n"
    "  WHERE ?2 > 0",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 2 FROM n"
    "                          WHERE i < ?1 - 1)"
    " INSERT INTO consent (customer, channel, allowed, source, at_s)"
    " SELECT i, 'sms', 1, 'front desk', ?3 FROM n WHERE ?2 > 0",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    "                          WHERE i < ?1)"
    " INSERT INTO appointment (id, customer, start_s, end_s, zone, wall,"
    "                          service, provider, state, created_s, replan)"
    " SELECT i, i, ?3 + 90000 + i % 40 * 900, ?3 + 91800 + i % 40 * 900,"
    "        'Europe/Paris', '2026-10-15T11:00:00', 'Check-up', 'Dr Roux',"
    "        'booked', ?3 - 864000, 0 FROM n WHERE ?2 > 0",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    "                          WHERE i < ?1)"
    " INSERT INTO source_object (id, feed, uid, seen_s)"
    " SELECT i, 'chair-1', 'visit-' || i, ?3 FROM n WHERE ?2 > 0",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    "                          WHERE i < ?1)"
    " INSERT INTO booking (id, object, appointment, content, seen_s)"
    " SELECT i, i, i, 'c' || i, ?3 FROM n WHERE ?2 > 0",
    "WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
    "                          WHERE i < ?1)"
    " INSERT INTO reminder (id, appointment, rule, channel, due_s, expires_s,"
    "                       state)"
    " SELECT i, i, 'day-before', 'sms',"
    "        CASE WHEN i <= ?2 THEN ?3 - 2000 + i / 1000"
    "             ELSE ?3 + 86400 + i % 600000 END,"
    "        ?3 + 88000 + i, 'planned' FROM n",
    "INSERT INTO setting (name, value) VALUES"
    " ('planned_until', ?3 + 86400 * 365 + 0 * (?1 + ?2))"
    " ON CONFLICT (name) DO UPDATE SET value = excluded.value",
};

static bool write_rows(struct db *db, int64_t rows, int64_t due,
                       struct error *err)
{
    if (!db_exec(db, "PRAGMA synchronous = OFF; BEGIN", err))
        return false;
    for (size_t i = 0; i < ARRAY_LEN(sql_fill); i++) {
        if (!db_do(db, sql_fill[i], err,
                   DB_VALUES(DB_I64(rows), DB_I64(due),
                             DB_I64(DUE_OFFICE_NOW_S))))
            return false;
    }
    return db_exec(db, "COMMIT; PRAGMA wal_checkpoint(TRUNCATE)", err);
}

bool due_office_fill(const char *path, int64_t rows, int64_t due,
                     struct error *err)
{
    struct db *db;
    bool ok;

    if (!db_open(path, DB_WRITE, &db, err))
        return false;
    ok = write_rows(db, rows, due, err);
    db_close(db);
    return ok;
}
