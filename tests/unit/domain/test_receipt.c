#include "domain/receipt.h"
#include "tests/test.h"

/* Operators report in any order: only more is news. */
TEST(receipt, only_a_higher_state_overwrites)
{
    static const int ranks[RECEIPT_STATE_COUNT] = {
        [RECEIPT_QUEUED] = 0,    [RECEIPT_SENT] = 1,
        [RECEIPT_BUFFERED] = 2,  [RECEIPT_EXPIRED] = 3,
        [RECEIPT_FAILED] = 3,    [RECEIPT_UNDELIVERED] = 3,
        [RECEIPT_DELIVERED] = 4, [RECEIPT_READ] = 5,
    };

    for (int known = 0; known < RECEIPT_STATE_COUNT; known++) {
        for (int next = 0; next < RECEIPT_STATE_COUNT; next++)
            CHECK(receipt_may_follow((enum receipt_state)known,
                                     (enum receipt_state)next) ==
                  (ranks[next] > ranks[known]));
    }
    CHECK(receipt_may_follow(RECEIPT_FAILED, RECEIPT_DELIVERED));
    CHECK(!receipt_may_follow(RECEIPT_DELIVERED, RECEIPT_SENT));
}

TEST(receipt, states_have_names)
{
    for (int i = 0; i < RECEIPT_STATE_COUNT; i++) {
        enum receipt_state found;

        CHECK(receipt_state_find(receipt_state_name((enum receipt_state)i),
                                 &found));
        CHECK_INT(found, i);
        CHECK(receipt_state_is_final(found) == (found >= RECEIPT_EXPIRED));
    }
    CHECK(!receipt_state_find("lost", &(enum receipt_state){0}));
}
