#include "store/outbox.h"
#include "store/receipts.h"
#include "store/reminders.h"
#include "tests/unit/store/made.h"

#define PHONE "+33639981234"

static const struct receipt_origin gateway = {.gateway = "sms",
                                              .voice = "gateway sms"};
static const struct receipt_origin by_part = {.gateway = "sms",
                                              .voice = "gateway sms",
                                              .by_part = true};

/* A reminder by SMS, else by mail, that is claimed as message "key-1". */
struct fixture {
    struct db *db;
    struct arena arena;
    struct appointment_id visit;
    struct message_id message;
    int64_t fence;
};

static struct reminder item(enum channel channel, enum reminder_state state,
                            enum reminder_reason reason)
{
    return (struct reminder){
        .rule = "one-day",
        .channel = channel,
        .due = {NOW_S},
        .expires = {NOW_S + 7200},
        .state = state,
        .reason = reason,
    };
}

static void claim(struct fixture *it, int parts)
{
    const struct due_query query = {.channel = CHANNEL_SMS,
                                    .now = {NOW_S},
                                    .limit = 10};
    const struct outgoing outgoing = {
        .address = PHONE,
        .channel = CHANNEL_SMS,
        .occasion = "reminder/one-day/1",
        .key = "key-1",
        .due = {NOW_S},
        .expires = {NOW_S + 7200},
    };
    struct claim claim = {.gateway = "sms", .body = "Hello", .parts = parts};
    struct due_reminders due;
    struct outbox_items items;
    struct error err;

    CHECK(outbox_due_reminders(it->db, &query, &it->arena, &due, &err));
    CHECK_UINT(due.count, 1);
    CHECK(outbox_attach(it->db, due.items[0].id, &outgoing, query.now, &err));
    CHECK(outbox_due(it->db, &query, &it->arena, &items, &err));
    claim.id = items.items[0].id;
    claim.fence = items.items[0].fence;
    it->message = claim.id;
    CHECK(outbox_claim(it->db, &claim, &it->fence, &err));
}

static struct fixture begin(int parts)
{
    struct fixture it = {.db = test_db_open()};
    struct reminder_list list = {
        .count = 2,
        .items = {item(CHANNEL_SMS, REMINDER_PLANNED, REASON_NONE),
                  item(CHANNEL_MAIL, REMINDER_SKIPPED, REASON_FALLBACK)},
    };
    struct error err;

    it.visit =
        made_appointment(it.db, made_customer(it.db, PHONE, "Ada"), 86400);
    CHECK(reminder_apply(it.db, it.visit, &list, REASON_RULE_GONE, &err));
    claim(&it, parts);
    return it;
}

static void record(struct fixture *it, enum delivery_outcome outcome,
                   enum reminder_state state)
{
    const struct result result = {
        .id = it->message,
        .fence = it->fence,
        .gateway = "sms",
        .delivery = {.outcome = outcome, .reference = "ref-1"},
        .state = state,
        .next = {NOW_S + 60},
        .counts = true,
    };
    struct error err;

    CHECK(outbox_record(it->db, &result, (struct instant){NOW_S}, &err));
}

static struct fixture begin_accepted(int parts)
{
    struct fixture it = begin(parts);

    record(&it, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    return it;
}

static void end(struct fixture *it)
{
    arena_free(&it->arena);
    test_db_close(it->db);
}

static struct receipt_result hear_from(struct fixture *it,
                                       const struct receipt_origin *origin,
                                       const struct receipt *receipt)
{
    struct receipt_result result;
    struct error err;

    CHECK(receipt_apply(it->db, origin, receipt, (struct instant){NOW_S + 60},
                        &result, &err));
    return result;
}

static struct receipt_result hear(struct fixture *it, enum receipt_state state)
{
    const struct receipt receipt = {.key = "key-1", .state = state};

    return hear_from(it, &gateway, &receipt);
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

static void check_state(struct fixture *it, enum reminder_state state)
{
    CHECK_INT(state_of(it, CHANNEL_SMS), state);
    CHECK_INT(test_db_number(it->db, "SELECT count(*) FROM message m JOIN"
                                     " reminder r ON r.message = m.id"
                                     " WHERE r.state <> m.state"),
              0);
}

static int64_t waits_for_the_planner(struct fixture *it)
{
    return test_db_number(it->db, "SELECT sum(replan) FROM appointment");
}

TEST(receipts, say_that_it_arrived_however_they_are_ordered)
{
    struct fixture it = begin_accepted(1);

    CHECK(hear(&it, RECEIPT_DELIVERED).is_moved);
    CHECK(!hear(&it, RECEIPT_SENT).is_moved);
    CHECK(!hear(&it, RECEIPT_EXPIRED).is_moved);
    CHECK(!hear(&it, RECEIPT_READ).is_moved);
    check_state(&it, REMINDER_DELIVERED);
    CHECK_INT(waits_for_the_planner(&it), 0);
    end(&it);
}

TEST(receipts, of_a_failure_call_for_the_next_channel)
{
    struct fixture it = begin_accepted(1);

    CHECK(!hear(&it, RECEIPT_BUFFERED).is_moved);
    CHECK_INT(waits_for_the_planner(&it), 0);
    CHECK(hear(&it, RECEIPT_UNDELIVERED).is_moved);
    check_state(&it, REMINDER_REFUSED);
    CHECK_INT(waits_for_the_planner(&it), 1);
    CHECK(!hear(&it, RECEIPT_DELIVERED).is_moved);
    check_state(&it, REMINDER_REFUSED);
    end(&it);
}

TEST(receipts, end_a_doubt)
{
    struct fixture it = begin(1);

    record(&it, DELIVERY_UNKNOWN, REMINDER_UNKNOWN);
    CHECK_INT(hear(&it, RECEIPT_SENT).state, REMINDER_ACCEPTED);
    check_state(&it, REMINDER_ACCEPTED);
    CHECK_INT(hear(&it, RECEIPT_DELIVERED).state, REMINDER_DELIVERED);
    check_state(&it, REMINDER_DELIVERED);
    end(&it);
}

TEST(receipts, that_are_repeated_change_nothing)
{
    struct fixture it = begin_accepted(1);

    CHECK_INT(hear(&it, RECEIPT_UNDELIVERED).effect, RECEIPT_TAKEN);
    test_db_exec(it.db, "UPDATE appointment SET replan = 0");
    CHECK_INT(hear(&it, RECEIPT_UNDELIVERED).effect, RECEIPT_REPEATED);
    CHECK_INT(waits_for_the_planner(&it), 0);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM receipt"), 1);
    end(&it);
}

TEST(receipts, are_found_by_the_gateways_reference)
{
    const struct receipt ours = {.reference = "ref-1",
                                 .state = RECEIPT_DELIVERED};
    const struct receipt_origin other = {.gateway = "mail",
                                         .voice = "gateway mail"};
    struct fixture it = begin_accepted(1);

    CHECK_INT(hear_from(&it, &other, &ours).effect, RECEIPT_WAITS);
    check_state(&it, REMINDER_ACCEPTED);
    CHECK_INT(hear_from(&it, &gateway, &ours).effect, RECEIPT_TAKEN);
    check_state(&it, REMINDER_DELIVERED);
    end(&it);
}

TEST(receipts, with_a_key_of_nobodys_are_not_kept)
{
    const struct receipt receipt = {.key = "key-2", .state = RECEIPT_DELIVERED};
    struct fixture it = begin_accepted(1);

    CHECK_INT(hear_from(&it, &gateway, &receipt).effect, RECEIPT_NOBODYS);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM receipt"), 0);
    end(&it);
}

/* What came while the attempt was under way, in the worse order. */
TEST(receipts, that_come_too_early_wait_for_the_attempt)
{
    const struct receipt by_reference = {.reference = "ref-1",
                                         .state = RECEIPT_DELIVERED};
    struct fixture it = begin(1);
    struct instant now = {NOW_S + 120};
    struct error err;

    CHECK_INT(hear(&it, RECEIPT_EXPIRED).effect, RECEIPT_WAITS);
    CHECK_INT(hear_from(&it, &gateway, &by_reference).effect, RECEIPT_WAITS);
    CHECK(receipt_apply_waiting(it.db, now, &err));
    check_state(&it, REMINDER_CLAIMED);
    record(&it, DELIVERY_ACCEPTED, REMINDER_ACCEPTED);
    CHECK(receipt_apply_waiting(it.db, now, &err));
    check_state(&it, REMINDER_DELIVERED);
    CHECK_INT(test_db_number(it.db, "SELECT sum(waits) FROM receipt"), 0);
    end(&it);
}

TEST(receipts, that_wait_in_vain_are_forgotten)
{
    const struct receipt stray = {.reference = "ref-9",
                                  .state = RECEIPT_DELIVERED};
    struct fixture it = begin_accepted(1);
    struct error err;

    CHECK_INT(hear_from(&it, &gateway, &stray).effect, RECEIPT_WAITS);
    CHECK(receipt_apply_waiting(it.db, (struct instant){NOW_S + RECEIPT_WAIT_S},
                                &err));
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM receipt"), 1);
    CHECK(receipt_apply_waiting(
        it.db, (struct instant){NOW_S + RECEIPT_WAIT_S + 61}, &err));
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM receipt"), 0);
    end(&it);
}

static void hear_part(struct fixture *it, const char *reference,
                      enum receipt_state state)
{
    const struct receipt receipt = {.key = "key-1",
                                    .reference = reference,
                                    .state = state};

    (void)hear_from(it, &by_part, &receipt);
}

TEST(receipts, of_parts_make_a_message_when_all_have_arrived)
{
    struct fixture it = begin_accepted(3);

    hear_part(&it, "ref-1", RECEIPT_DELIVERED);
    hear_part(&it, "ref-2", RECEIPT_DELIVERED);
    hear_part(&it, "ref-2", RECEIPT_DELIVERED);
    hear_part(&it, "ref-2", RECEIPT_READ);
    check_state(&it, REMINDER_ACCEPTED);
    hear_part(&it, "ref-3", RECEIPT_DELIVERED);
    check_state(&it, REMINDER_DELIVERED);
    end(&it);
}

TEST(receipts, of_a_part_that_failed_end_the_message)
{
    struct fixture it = begin_accepted(2);

    hear_part(&it, "ref-1", RECEIPT_DELIVERED);
    hear_part(&it, "ref-2", RECEIPT_FAILED);
    check_state(&it, REMINDER_REFUSED);
    end(&it);
}

static struct receipt_result hear_gone(struct fixture *it, const char *to)
{
    const struct receipt receipt = {.key = "key-1",
                                    .to = to,
                                    .state = RECEIPT_FAILED,
                                    .code = "30005",
                                    .suppress = true};

    return hear_from(it, &gateway, &receipt);
}

TEST(receipts, of_an_address_that_is_gone_are_a_no_with_its_source)
{
    struct fixture it = begin_accepted(1);

    CHECK(hear_gone(&it, "33639981234").is_suppressed);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM opted_out"
                                    " WHERE address = '" PHONE "'"),
              1);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM consent_note WHERE"
                                    " source = 'gateway sms 30005'"),
              1);
    end(&it);
}

TEST(receipts, about_another_address_silence_nobody)
{
    struct fixture it = begin_accepted(1);

    CHECK(!hear_gone(&it, "33639980000").is_suppressed);
    CHECK_INT(test_db_number(it.db, "SELECT count(*) FROM opted_out"), 0);
    check_state(&it, REMINDER_REFUSED);
    end(&it);
}

TEST(receipts, are_listed_as_they_came)
{
    struct fixture it = begin_accepted(1);
    struct receipt_rows rows;
    struct error err;

    (void)hear(&it, RECEIPT_SENT);
    (void)hear_gone(&it, NULL);
    CHECK(receipt_list_of(it.db, it.message, &it.arena, &rows, &err));
    CHECK_UINT(rows.count, 2);
    CHECK_INT(rows.items[0].state, RECEIPT_SENT);
    CHECK_STR(rows.items[1].code, "30005");
    CHECK_INT(rows.items[1].at.unix_s, NOW_S + 60);
    end(&it);
}
