#include "store/outbox.h"
#include "store/reminders.h"
#include "tests/unit/store/made.h"

static struct reminder item(const char *rule, enum channel channel,
                            enum reminder_state state,
                            enum reminder_reason reason)
{
    return (struct reminder){
        .rule = rule,
        .channel = channel,
        .due = {NOW_S},
        .expires = {NOW_S + 7200},
        .state = state,
        .reason = reason,
    };
}

/* SMS first, mail if it fails. */
static struct reminder_list usual(void)
{
    return (struct reminder_list){
        .count = 2,
        .items = {item("one-day", CHANNEL_SMS, REMINDER_PLANNED, REASON_NONE),
                  item("one-day", CHANNEL_MAIL, REMINDER_SKIPPED,
                       REASON_FALLBACK)},
    };
}

struct fixture {
    struct db *db;
    struct arena arena;
    struct customer_id ada;
    struct appointment_id visit;
};

static struct fixture begin(void)
{
    struct fixture it = {.db = test_db_open()};

    it.ada = made_customer(it.db, "+33639981234", "Ada");
    it.visit = made_appointment(it.db, it.ada, 86400);
    return it;
}

static void end(struct fixture *it)
{
    arena_free(&it->arena);
    test_db_close(it->db);
}

static void apply(struct fixture *it, const struct reminder_list *list)
{
    struct error err;

    CHECK(reminder_apply(it->db, it->visit, list, REASON_RULE_GONE, &err));
}

static enum reminder_state state_of(struct fixture *it, enum channel channel)
{
    struct reminder_list list;
    struct error err;

    CHECK(reminder_list_of(it->db, it->visit, &it->arena, &list, &err));
    for (size_t i = 0; i < list.count; i++) {
        if (list.items[i].channel == channel)
            return list.items[i].state;
    }
    FAIL("no such reminder");
    return REMINDER_PLANNED;
}

/* The due reminder put into a message and claimed; gives its fence. */
static int64_t claim(struct fixture *it, struct message_id *message)
{
    struct due_query query = {.channel = CHANNEL_SMS,
                              .now = {NOW_S},
                              .limit = 10};
    struct outgoing outgoing = {
        .address = "+33639981234",
        .channel = CHANNEL_SMS,
        .occasion = "reminder/one-day/1",
        .key = "key-1",
        .due = {NOW_S},
        .expires = {NOW_S + 7200},
    };
    struct due_reminders due;
    struct outbox_items items;
    struct claim claim = {.gateway = "sms", .body = "Hello", .parts = 1};
    struct error err;
    int64_t fence;

    CHECK(outbox_due_reminders(it->db, &query, &it->arena, &due, &err));
    for (size_t i = 0; i < due.count; i++)
        CHECK(
            outbox_attach(it->db, due.items[i].id, &outgoing, query.now, &err));
    CHECK(outbox_due(it->db, &query, &it->arena, &items, &err));
    CHECK_UINT(items.count, 1);
    claim.id = items.items[0].id;
    claim.fence = items.items[0].fence;
    *message = claim.id;
    CHECK(outbox_claim(it->db, &claim, &fence, &err));
    return fence;
}

static void record(struct fixture *it, struct message_id message, int64_t fence,
                   enum delivery_outcome outcome, enum reminder_state state)
{
    struct result result = {
        .id = message,
        .fence = fence,
        .gateway = "sms",
        .delivery = {.outcome = outcome},
        .state = state,
        .next = {NOW_S + 60},
        .counts = true,
    };
    struct error err;

    CHECK(outbox_record(it->db, &result, (struct instant){NOW_S}, &err));
}

TEST(reminders, are_one_an_appointment_rule_and_channel_however_often_planned)
{
    struct fixture it = begin();
    struct reminder_list list = usual();

    apply(&it, &list);
    apply(&it, &list);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM reminder"), 2);
    CHECK_INT(test_db_number(it.db, "SELECT sum(replan) FROM appointment"), 0);
    end(&it);
}

TEST(reminders, that_are_gone_from_the_plan_are_cancelled_and_come_back)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct reminder_list nothing = {0};

    apply(&it, &list);
    apply(&it, &nothing);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_CANCELLED);
    apply(&it, &list);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_PLANNED);
    end(&it);
}

TEST(reminders, that_left_are_not_touched_by_planning)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct reminder_list nothing = {0};
    struct message_id message;
    int64_t fence;

    apply(&it, &list);
    fence = claim(&it, &message);
    apply(&it, &nothing);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_CLAIMED);
    record(&it, message, fence, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    apply(&it, &nothing);
    apply(&it, &list);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_ACCEPTED);
    CHECK_INT(state_of(&it, CHANNEL_MAIL), REMINDER_SKIPPED);
    end(&it);
}

TEST(reminders, go_to_the_next_channel_when_the_first_is_refused)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct message_id message;
    int64_t fence;

    apply(&it, &list);
    fence = claim(&it, &message);
    record(&it, message, fence, DELIVERY_REFUSED, REMINDER_REFUSED);
    CHECK_INT(test_db_number(it.db, "SELECT sum(replan) FROM appointment"), 1);
    apply(&it, &list);
    CHECK_INT(state_of(&it, CHANNEL_MAIL), REMINDER_PLANNED);
    end(&it);
}

TEST(reminders, whose_other_channel_spoke_stay_silent)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct reminder_list by_mail = {
        .count = 2,
        .items = {item("one-day", CHANNEL_SMS, REMINDER_SKIPPED,
                       REASON_OPTED_OUT),
                  item("one-day", CHANNEL_MAIL, REMINDER_PLANNED, REASON_NONE)},
    };
    struct message_id message;
    int64_t fence;

    apply(&it, &list);
    fence = claim(&it, &message);
    record(&it, message, fence, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    apply(&it, &by_mail); /* STOP came after the first one had left */
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_ACCEPTED);
    CHECK_INT(state_of(&it, CHANNEL_MAIL), REMINDER_SKIPPED);
    end(&it);
}

TEST(outbox, records_a_result_once_and_only_under_its_fence)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct message_id message;
    int64_t first;
    int64_t second;

    apply(&it, &list);
    first = claim(&it, &message);
    record(&it, message, first, DELIVERY_RETRY, REMINDER_PLANNED);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_PLANNED);
    test_db_exec(it.db, "UPDATE message SET due_s = 0");
    second = claim(&it, &message);
    CHECK(second > first);
    record(&it, message, first, DELIVERY_REFUSED, REMINDER_REFUSED);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_CLAIMED); /* a late word */
    record(&it, message, second, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    record(&it, message, second, DELIVERY_REFUSED, REMINDER_REFUSED);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_ACCEPTED);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM delivery"), 2);
    end(&it);
}

TEST(outbox, never_says_the_same_twice_to_one_address)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct message_id message;
    int64_t fence;

    apply(&it, &list);
    fence = claim(&it, &message);
    record(&it, message, fence, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    /* As if its reminder had been lost and planned afresh. */
    test_db_exec(it.db, "UPDATE reminder SET state = 'planned', message = NULL"
                        " WHERE channel = 'sms'");
    {
        struct due_query query = {.channel = CHANNEL_SMS,
                                  .now = {NOW_S},
                                  .limit = 10};
        struct outgoing outgoing = {
            .address = "+33639981234",
            .channel = CHANNEL_SMS,
            .occasion = "reminder/one-day/1",
            .key = "key-2",
            .expires = {NOW_S + 7200},
        };
        struct due_reminders due;
        struct error err;

        CHECK(outbox_due_reminders(it.db, &query, &it.arena, &due, &err));
        CHECK_UINT(due.count, 1);
        CHECK(
            outbox_attach(it.db, due.items[0].id, &outgoing, query.now, &err));
    }
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_ACCEPTED);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM message"), 1);
    end(&it);
}

TEST(outbox, expires_what_is_too_late_and_shows_why)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct error err;

    apply(&it, &list);
    CHECK(outbox_expire(it.db, (struct instant){NOW_S + 7199}, &err));
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_PLANNED);
    CHECK(outbox_expire(it.db, (struct instant){NOW_S + 7200}, &err));
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_EXPIRED);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM reminder"
                                    " WHERE reason = 'too-late'"),
              1);
    end(&it);
}

TEST(outbox, drops_the_message_of_a_reminder_that_was_called_off)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct reminder_list nothing = {0};
    struct message_id message;
    struct sent_rows sent;
    struct instant next;
    struct error err;
    int64_t fence;
    bool found;

    apply(&it, &list);
    fence = claim(&it, &message);
    record(&it, message, fence, DELIVERY_RETRY, REMINDER_PLANNED);
    CHECK_INT(test_db_number(it.db, "SELECT sum(replan) FROM appointment"), 1);
    apply(&it, &nothing);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_CANCELLED);
    CHECK(outbox_next(it.db, CHANNEL_SMS, &found, &next, &err));
    CHECK(!found);

    /* The attempt is not forgotten, and the message comes back with it. */
    CHECK(outbox_of(it.db, it.visit, &it.arena, &sent, &err));
    CHECK_UINT(sent.count, 1);
    CHECK_INT(sent.items[0].outcome, DELIVERY_RETRY);
    apply(&it, &list);
    (void)claim(&it, &message);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM message"), 1);
    CHECK_INT(test_db_number(it.db, "SELECT attempts FROM message"), 1);
    end(&it);
}

TEST(outbox, lists_claims_that_a_crash_left_in_doubt)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct outbox_items stranded;
    struct message_id message;
    struct error err;
    int64_t fence;

    apply(&it, &list);
    fence = claim(&it, &message);
    CHECK(outbox_stranded(it.db, &it.arena, &stranded, &err));
    CHECK_UINT(stranded.count, 1);
    CHECK_INT(stranded.items[0].fence, fence);
    CHECK_STR(stranded.items[0].gateway, "sms");
    end(&it);
}

TEST(outbox, makes_and_claims_a_message_in_one_go_but_never_twice)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct outgoing outgoing = {
        .address = "+33639981234",
        .channel = CHANNEL_SMS,
        .occasion = "reminder/one-day/1",
        .key = "key-1",
        .due = {NOW_S},
        .expires = {NOW_S + 7200},
    };
    struct claim claim = {.gateway = "sms", .body = "Hello", .parts = 1};
    struct due_query query = {.channel = CHANNEL_SMS,
                              .now = {NOW_S},
                              .limit = 10};
    struct due_reminders due;
    struct outbox_items stranded;
    struct error err;

    apply(&it, &list);
    CHECK(outbox_due_reminders(it.db, &query, &it.arena, &due, &err));
    CHECK_UINT(due.count, 1);
    CHECK(outbox_claim_new(it.db, due.items[0].id, &outgoing, &claim, query.now,
                           &err));
    CHECK(claim.id.row != 0);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_CLAIMED);
    CHECK(outbox_stranded(it.db, &it.arena, &stranded, &err));
    CHECK_UINT(stranded.count, 1);
    CHECK_INT(stranded.items[0].fence, 1);
    record(&it, claim.id, 1, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_ACCEPTED);
    /* What has been said to that address is not said again. */
    claim = (struct claim){.gateway = "sms", .body = "Hello", .parts = 1};
    CHECK(outbox_claim_new(it.db, due.items[0].id, &outgoing, &claim, query.now,
                           &err));
    CHECK_INT(claim.id.row, 0);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM message WHERE"
                                    " state = 'accepted' AND fence = 1"),
              1);
    end(&it);
}

static struct outbox_items doubtful(struct fixture *it, int64_t now_s)
{
    struct outbox_items items;
    struct error err;

    CHECK(outbox_doubtful(it->db, (struct instant){now_s}, 10, &it->arena,
                          &items, &err));
    return items;
}

TEST(outbox, keeps_a_doubt_claimed_until_its_gateway_was_asked)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct outbox_items items;
    struct message_id message;
    struct instant next;
    struct error err;
    int64_t fence, asked;
    bool found;

    apply(&it, &list);
    fence = claim(&it, &message);
    CHECK(outbox_next_question(it.db, &found, &next, &err));
    CHECK(!found);
    record(&it, message, fence, DELIVERY_UNKNOWN, REMINDER_CLAIMED);
    CHECK(outbox_next_question(it.db, &found, &next, &err));
    CHECK(found);
    CHECK_INT(next.unix_s, NOW_S + 60);
    CHECK_UINT(doubtful(&it, NOW_S + 59).count, 0);
    items = doubtful(&it, NOW_S + 60);
    CHECK_UINT(items.count, 1);
    CHECK_STR(items.items[0].body, "Hello");
    CHECK_INT(items.items[0].doubted.unix_s, NOW_S);
    /* It is nothing that a crash left behind, but while it is asked about. */
    CHECK(outbox_stranded(it.db, &it.arena, &items, &err));
    CHECK_UINT(items.count, 0);
    CHECK(outbox_ask(it.db, message, &asked, &err));
    CHECK_INT(asked, fence + 1);
    CHECK(outbox_stranded(it.db, &it.arena, &items, &err));
    CHECK_UINT(items.count, 1);
    CHECK_UINT(doubtful(&it, NOW_S + 600).count, 0);
    /* The doubt is as old as the attempt, not as the question. */
    record(&it, message, asked, DELIVERY_UNKNOWN, REMINDER_CLAIMED);
    CHECK_INT(doubtful(&it, NOW_S + 60).items[0].doubted.unix_s, NOW_S);
    CHECK(outbox_ask(it.db, message, &asked, &err));
    record(&it, message, asked, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    CHECK_INT(state_of(&it, CHANNEL_SMS), REMINDER_ACCEPTED);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM delivery"), 3);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM message WHERE"
                                    " ask_s IS NULL AND doubted_s IS NULL"),
              1);
    end(&it);
}

TEST(outbox, names_the_earliest_due_time_of_a_channel)
{
    struct fixture it = begin();
    struct reminder_list list = usual();
    struct instant next;
    struct error err;
    bool found;

    CHECK(outbox_next(it.db, CHANNEL_SMS, &found, &next, &err));
    CHECK(!found);
    apply(&it, &list);
    CHECK(outbox_next(it.db, CHANNEL_SMS, &found, &next, &err));
    CHECK(found);
    CHECK_INT(next.unix_s, NOW_S);
    CHECK(outbox_next(it.db, CHANNEL_MAIL, &found, &next, &err));
    CHECK(!found);
    end(&it);
}
