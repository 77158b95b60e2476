#include "app/jobs/plan.h"
#include "store/settings.h"
#include "tests/harness/db.h"
#include "tests/test.h"

#define NOW_S INT64_C(1795165200)

static void notice(struct db *db)
{
    struct error err;

    CHECK(plan_notice_zone_data(db, (struct instant){NOW_S}, &err));
}

TEST(plan_notice_zone_data, reads_every_feed_anew_and_only_once)
{
    struct db *db = test_db_open();

    test_db_exec(db, "INSERT INTO feed (name, etag, next_s)"
                     " VALUES ('chair-1', 'v1', 1795165900);"
                     "INSERT INTO appointment (start_s, end_s, zone, wall,"
                     "                         state, created_s, replan)"
                     " VALUES (1795770000, 1795771800, 'Europe/Paris',"
                     "         '2026-11-27T10:00:00', 'booked', 0, 0);"
                     "INSERT INTO setting VALUES ('" SETTING_ZONE_DATA
                     "', '2020a')");
    notice(db);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM feed"
                                 " WHERE etag IS NULL AND next_s = 0"),
              1);
    CHECK_INT(test_db_number(db, "SELECT sum(replan) FROM appointment"), 1);

    test_db_exec(db, "UPDATE feed SET etag = 'v1';"
                     "UPDATE appointment SET replan = 0");
    notice(db);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM feed"
                                 " WHERE etag = 'v1'"),
              1);
    CHECK_INT(test_db_number(db, "SELECT sum(replan) FROM appointment"), 0);
    test_db_close(db);
}
