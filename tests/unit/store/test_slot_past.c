#include "store/slot_past.h"
#include "tests/unit/store/made.h"

/* From the hour of the tests to the midnight (UTC) after it. */
#define MIDNIGHT (12 * 3600)

TEST(slot_past, finds_a_refill_that_begins_on_the_day_before)
{
    struct db *db = test_db_open();
    struct customer_id nobody = {0};
    struct appointment_id freed = made_appointment(db, nobody, MIDNIGHT + 600);
    struct appointment_id taker = made_appointment(db, nobody, MIDNIGHT - 600);
    struct slot_refill refill;
    struct error err;

    test_db_exec(db, "UPDATE appointment SET provider = 'Dr. Ohm'");
    CHECK(slot_refill_of(db, freed, &refill, &err));
    CHECK_INT(refill.id.row, 0); /* it is not free */
    test_db_exec(db, "UPDATE appointment SET freed_s = created_s - 60"
                     " WHERE id = 1");
    CHECK(slot_refill_of(db, freed, &refill, &err));
    CHECK_INT(refill.id.row, taker.row);
    test_db_close(db);
}
