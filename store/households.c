#include "store/households.h"

#define MEMBERS(column)                                                    \
    "SELECT p.id, p.name, c." column " FROM customer c"                    \
    "  JOIN customer p ON p." column " = c." column " AND p.id <> c.id"    \
    " WHERE c.id = ?1 AND p.merged IS NULL"                                \
    "   AND NOT EXISTS (SELECT 1 FROM review r WHERE r.kind = 'household'" \
    "        AND r.address = c." column " AND r.state = 'rejected')"

static const char sql_members[] =
    MEMBERS("phone") " UNION ALL " MEMBERS("mail") " ORDER BY 1";

bool household_of(struct db *db, struct customer_id id, struct arena *arena,
                  struct household *out, struct error *err)
{
    struct db_stmt *stmt;
    size_t room = 0;
    bool row;
    bool ok;

    *out = (struct household){0};
    if (!db_ask(db, sql_members, &stmt, err, DB_VALUES(DB_I64(id.row))))
        return false;
    while ((ok = db_step(stmt, &row, err)) && row) {
        struct customer_id member = {db_column_i64(stmt, 0)};

        /* By number and by mailbox: in order of rows they stand together. */
        if (out->count != 0 && out->items[out->count - 1].id.row == member.row)
            continue;
        arena_reserve(arena, out->items, out->count, room,
                      struct household_member);
        out->items[out->count++] = (struct household_member){
            .id = member,
            .name = db_column_copy(stmt, 1, arena),
            .address = db_column_copy(stmt, 2, arena),
        };
    }
    db_finish(stmt);
    return ok;
}
