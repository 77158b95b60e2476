#include "domain/name.h"
#include "store/reviews.h"

/*
 * Each kind is one query for (customer, other, appointment, address, facts).
 * ?1 is now; ?2 until when an unreachable visit is near. One statement opens
 * what it finds, another settles what it finds no more.
 */

#define OPEN(kind, query)                                                \
    "INSERT INTO review (kind, customer, other, appointment, address,"   \
    "                    facts, opened_s)"                               \
    " SELECT '" kind "', f.customer, f.other, f.appointment, f.address," \
    "        f.facts, ?1 FROM (" query ") f WHERE ?2 IS NOT NULL"        \
    " ON CONFLICT (kind, facts) DO UPDATE SET state = 'open'"            \
    "  WHERE review.state = 'settled'"

#define SETTLE(kind, query)                                   \
    "UPDATE review SET state = 'settled'"                     \
    " WHERE kind = '" kind "' AND state = 'open' AND ?1 < ?2" \
    "   AND facts NOT IN (SELECT f.facts FROM (" query ") f)"

#define COMING "a.state IN ('booked', 'confirmed') AND a.start_s > ?1"

/* A full name (name_is_full(): U+3040 on, byte by byte) without any contact,
 * and exactly one customer of that name who has one. */
#define SUGGESTIONS                                                                             \
    "SELECT c.id AS customer, min(k.id) AS other, NULL AS appointment,"                         \
    "       NULL AS address,"                                                                   \
    "       c.id || ' ' || min(k.id) || ' ' || c.name_key AS facts"                             \
    "  FROM customer c JOIN customer k"                                                         \
    "    ON k.name_key = c.name_key AND k.name_key <> '' AND k.id <> c.id AND k.merged IS NULL" \
    "   AND (k.external IS NOT NULL OR k.phone IS NOT NULL"                                     \
    "        OR k.mail IS NOT NULL)"                                                            \
    " WHERE coalesce(c.external, c.phone, c.mail) IS NULL"                                      \
    "   AND c.merged IS NULL AND (c.name_key LIKE '% %' OR c.name_key >= '\xE3\x81\x80')"       \
    "   AND EXISTS (SELECT 1 FROM appointment a WHERE a.customer = c.id)"                       \
    " GROUP BY c.id, c.name_key HAVING count(*) = 1"

/* Somebody comes, and the only number cannot be read. */
#define DOUBTFUL                                                   \
    "SELECT c.id AS customer, NULL AS other, NULL AS appointment," \
    "       c.phone_doubt AS address,"                             \
    "       c.id || ' ' || c.phone_doubt AS facts"                 \
    "  FROM customer c"                                            \
    " WHERE c.phone_doubt IS NOT NULL AND c.phone IS NULL"         \
    "   AND c.merged IS NULL"                                      \
    "   AND EXISTS (SELECT 1 FROM appointment a"                   \
    "                WHERE a.customer = c.id AND " COMING ")"      \
    "   AND NOT EXISTS (SELECT 1 FROM review s"                    \
    "                    WHERE s.kind = 'shared-number'"           \
    "                      AND s.facts = c.phone_doubt)"

/* A number; then a mailbox. The people are part of the facts. */
#define HOUSEHOLDS                                                      \
    "SELECT min(c.id) AS customer, NULL AS other, NULL AS appointment," \
    "       c.phone AS address,"                                        \
    "       c.phone || ' ' || count(*) || ' ' || sum(c.id) AS facts"    \
    "  FROM customer c WHERE c.phone IS NOT NULL AND c.merged IS NULL"  \
    " GROUP BY c.phone HAVING count(DISTINCT c.name_key) > 1"           \
    " UNION ALL "                                                       \
    "SELECT min(c.id), NULL, NULL, c.mail,"                             \
    "       c.mail || ' ' || count(*) || ' ' || sum(c.id)"              \
    "  FROM customer c WHERE c.mail IS NOT NULL AND c.merged IS NULL"   \
    " GROUP BY c.mail HAVING count(DISTINCT c.name_key) > 1"            \
    "    AND count(DISTINCT coalesce(c.phone, '')) > 1"

#define UNREACHABLE                                                \
    "SELECT c.id AS customer, NULL AS other, a.id AS appointment," \
    "       NULL AS address, a.id || '' AS facts"                  \
    "  FROM appointment a JOIN customer c ON c.id = a.customer"    \
    " WHERE a.start_s / 86400 BETWEEN ?1 / 86400 AND ?2 / 86400"   \
    "   AND " COMING " AND a.start_s < ?2 AND c.phone IS NULL"     \
    "   AND c.mail IS NULL AND c.phone_doubt IS NULL"

static const char *const cheap[] = {
    OPEN("suggestion", SUGGESTIONS),
    SETTLE("suggestion", SUGGESTIONS),
    OPEN("doubtful-number", DOUBTFUL),
    SETTLE("doubtful-number", DOUBTFUL),
};

static const char *const dear[] = {
    OPEN("household", HOUSEHOLDS),
    SETTLE("household", HOUSEHOLDS),
    OPEN("unreachable", UNREACHABLE),
    SETTLE("unreachable", UNREACHABLE),
};

/* A possible twin of which one side does not stand any more: no question. */
static const char sql_settle_twins[] =
    "UPDATE review SET state = 'settled'"
    " WHERE kind = 'possible-twin' AND state = 'open'"
    "   AND EXISTS (SELECT 1 FROM appointment a"
    "                WHERE a.id IN (review.appointment, review.twin)"
    "                  AND (a.state = 'moved' OR a.same_as IS NOT NULL))";

static const char sql_unkeyed[] =
    "SELECT id, name FROM customer WHERE name_key IS NULL LIMIT 1000";

static const char sql_key[] = "UPDATE customer SET name_key = ?2 WHERE id = ?1";

/* Rows of before there were keys; a thousand at a time. */
static bool key_some(struct db *db, size_t *count, struct error *err)
{
    struct arena arena = {0};
    struct review_items rows = {0};
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    if (!db_ask(db, sql_unkeyed, &stmt, err, NULL, 0))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        arena_reserve(&arena, rows.items, rows.count, room, struct review_item);
        rows.items[rows.count++] = (struct review_item){
            .customer = {db_column_i64(stmt, 0)},
            .name = db_column_copy(stmt, 1, &arena),
        };
    }
    db_finish(stmt);
    for (size_t i = 0; ok && i < rows.count; i++) {
        char key[NAME_KEY_MAX];

        ok = db_do(db, sql_key, err,
                   DB_VALUES(DB_I64(rows.items[i].customer.row),
                             DB_TEXT(name_key(rows.items[i].name, key))));
    }
    *count = rows.count;
    arena_free(&arena);
    return ok;
}

static bool run(struct db *db, const char *const *statements, size_t count,
                struct instant now, struct error *err)
{
    for (size_t i = 0; i < count; i++) {
        if (!db_do(db, statements[i], err,
                   DB_VALUES(DB_I64(now.unix_s),
                             DB_I64(now.unix_s + REVIEW_UNREACHABLE_S))))
            return false;
    }
    return true;
}

bool review_refresh(struct db *db, bool is_whole, struct instant now,
                    struct error *err)
{
    size_t keyed;

    do {
        if (!key_some(db, &keyed, err))
            return false;
    } while (keyed > 0);
    return run(db, cheap, ARRAY_LEN(cheap), now, err) &&
           db_do(db, sql_settle_twins, err, NULL, 0) &&
           (!is_whole || run(db, dear, ARRAY_LEN(dear), now, err));
}
