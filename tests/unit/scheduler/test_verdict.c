#include "scheduler/verdict.h"
#include "tests/test.h"

#define NOW     INT64_C(1760000000)
#define EXPIRES (NOW + 7200)

static struct verdict_request request_of(enum delivery_outcome outcome)
{
    return (struct verdict_request){
        .outcome = outcome,
        .attempts = 1,
        .expires = {EXPIRES},
        .now = {NOW},
    };
}

static struct verdict judge(struct verdict_request request)
{
    struct dice dice = {11};

    return verdict_after(&request, &dice);
}

TEST(verdict, is_the_table_of_the_product)
{
    static const struct {
        enum delivery_outcome outcome;
        bool repeatable;
        bool askable;
        enum reminder_state state;
        bool counts;
        bool stops_gateway;
        bool next_channel;
    } cells[] = {
        {DELIVERY_ACCEPTED, false, false, REMINDER_ACCEPTED, true, false,
         false},
        {DELIVERY_ACCEPTED, true, true, REMINDER_ACCEPTED, true, false, false},
        {DELIVERY_RETRY, false, false, REMINDER_PLANNED, true, false, false},
        {DELIVERY_RETRY, true, true, REMINDER_PLANNED, true, false, false},
        {DELIVERY_REFUSED, false, false, REMINDER_REFUSED, true, false, true},
        {DELIVERY_REFUSED, true, true, REMINDER_REFUSED, true, false, true},
        {DELIVERY_CONFIG, false, false, REMINDER_PLANNED, false, true, false},
        {DELIVERY_CONFIG, true, true, REMINDER_PLANNED, false, true, false},
        {DELIVERY_UNKNOWN, true, false, REMINDER_PLANNED, true, false, false},
        {DELIVERY_UNKNOWN, true, true, REMINDER_PLANNED, true, false, false},
        {DELIVERY_UNKNOWN, false, true, REMINDER_CLAIMED, true, false, false},
        {DELIVERY_UNKNOWN, false, false, REMINDER_UNKNOWN, true, false, true},
    };

    for (size_t i = 0; i < ARRAY_LEN(cells); i++) {
        struct verdict_request request = request_of(cells[i].outcome);
        struct verdict got;

        request.repeatable = cells[i].repeatable;
        request.askable = cells[i].askable;
        got = judge(request);
        CHECK_INT(got.state, cells[i].state);
        CHECK_INT(got.counts, cells[i].counts);
        CHECK_INT(got.stops_gateway, cells[i].stops_gateway);
        CHECK_INT(got.next_channel, cells[i].next_channel);
        CHECK_INT(got.reason, REASON_NONE);
        CHECK(!got.repeats);
        CHECK(reminder_may_become(REMINDER_CLAIMED, got.state) ||
              got.state == REMINDER_CLAIMED);
    }
}

TEST(verdict, tries_again_after_a_pause_that_grows)
{
    struct verdict_request request = request_of(DELIVERY_RETRY);
    struct verdict got = judge(request);

    CHECK(got.next.unix_s >= NOW + 30 && got.next.unix_s <= NOW + 60);
    request.attempts = 5;
    got = judge(request);
    CHECK(got.next.unix_s >= NOW + 480 && got.next.unix_s <= NOW + 960);
}

TEST(verdict, honours_retry_after)
{
    struct verdict_request request = request_of(DELIVERY_RETRY);

    request.retry_after = (struct span){1000};
    CHECK_INT(judge(request).next.unix_s, NOW + 1000);
}

TEST(verdict, gives_up_rather_than_remind_too_late)
{
    struct verdict_request request = request_of(DELIVERY_RETRY);

    request.retry_after = (struct span){7199};
    CHECK_INT(judge(request).state, REMINDER_PLANNED);
    request.retry_after = (struct span){7200};
    CHECK_INT(judge(request).state, REMINDER_EXPIRED);
    CHECK_INT(judge(request).reason, REASON_TOO_LATE);
    CHECK(!judge(request).next_channel);
    request.outcome = DELIVERY_UNKNOWN;
    request.repeatable = true;
    CHECK_INT(judge(request).state, REMINDER_EXPIRED);
}

TEST(verdict, keeps_a_reminder_that_our_own_settings_stopped)
{
    struct verdict got = judge(request_of(DELIVERY_CONFIG));

    CHECK_INT(got.next.unix_s, NOW);
}

TEST(verdict, asks_before_it_sends_again)
{
    struct verdict_request request = request_of(DELIVERY_UNKNOWN);

    request.askable = true;
    CHECK_INT(judge(request).next.unix_s, NOW + VERDICT_ASK_PAUSE_S);
}

static struct verdict asked(enum delivery_answer answer, int64_t after_s,
                            bool repeated)
{
    struct verdict_request request = request_of(DELIVERY_UNKNOWN);

    request.askable = true;
    request.repeated = repeated;
    return verdict_after_asking(&request, answer,
                                (struct instant){NOW - after_s});
}

TEST(verdict, follows_what_the_gateway_answers)
{
    CHECK_INT(asked(DELIVERY_FOUND, 5, false).state, REMINDER_ACCEPTED);
    CHECK_INT(asked(DELIVERY_FOUND, 500, true).state, REMINDER_ACCEPTED);
    CHECK_INT(asked(DELIVERY_NOT_FOUND, 59, false).state, REMINDER_CLAIMED);
    CHECK_INT(asked(DELIVERY_NO_ANSWER, 59, false).state, REMINDER_CLAIMED);
    CHECK_INT(asked(DELIVERY_NO_ANSWER, 60, false).state, REMINDER_UNKNOWN);
    CHECK(asked(DELIVERY_NO_ANSWER, 60, false).next_channel);
}

TEST(verdict, repeats_what_was_not_found_once_and_only_once)
{
    struct verdict got = asked(DELIVERY_NOT_FOUND, 60, false);

    CHECK_INT(got.state, REMINDER_PLANNED);
    CHECK_INT(got.next.unix_s, NOW);
    CHECK(got.repeats);
    got = asked(DELIVERY_NOT_FOUND, 60, true);
    CHECK_INT(got.state, REMINDER_UNKNOWN);
    CHECK(!got.repeats);
}

TEST(verdict, does_not_repeat_what_would_come_too_late)
{
    struct verdict_request request = request_of(DELIVERY_UNKNOWN);
    struct verdict got;

    request.expires = request.now;
    got = verdict_after_asking(&request, DELIVERY_NOT_FOUND,
                               (struct instant){NOW - 60});
    CHECK_INT(got.state, REMINDER_EXPIRED);
    CHECK_INT(got.reason, REASON_TOO_LATE);
}
