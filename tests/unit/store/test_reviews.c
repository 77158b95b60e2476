#include "store/consents.h"
#include "store/households.h"
#include "store/review_answer.h"
#include "store/reviews.h"
#include "tests/unit/store/made.h"

#define PHONE "+33639981234"

static const struct author desk = {.who = "front desk", .at = {NOW_S}};

static void refresh(struct db *db)
{
    struct error err;

    CHECK(review_refresh(db, true, made_by.at, &err));
}

static int64_t waiting(struct db *db)
{
    struct error err;
    int64_t count;

    CHECK(review_count(db, &count, &err));
    return count;
}

/* The open item of a kind; row 0 when there is none. */
static struct review_id open_item(struct db *db, const char *kind)
{
    struct review_id id = {0};
    struct error err;

    CHECK(db_ask_i64(db,
                     "SELECT id FROM review WHERE state = 'open' AND kind = ?1",
                     &id.row, &err, DB_VALUES(DB_TEXT(kind))));
    return id;
}

static struct customer_id named(struct db *db, const char *name)
{
    return made_customer(db, NULL, name);
}

TEST(reviews, suggest_the_one_customer_of_that_name)
{
    struct db *db = test_db_open();
    struct customer_id listed = made_customer(db, PHONE, "Ada Martin");
    struct customer_id loose = named(db, "MARTIN, Ada");
    struct appointment_id visit = made_appointment(db, loose, 86400);
    struct review_id item;
    struct error err;

    refresh(db);
    CHECK_INT(waiting(db), 1);
    item = open_item(db, "suggestion");
    CHECK(review_approve(db, item, &desk, &err));
    CHECK_INT(waiting(db), 0);
    CHECK_INT(test_db_number(db, "SELECT customer FROM appointment"),
              listed.row);
    CHECK_INT(named(db, "Ada Martin").row, listed.row); /* from now on */
    refresh(db);
    CHECK_INT(waiting(db), 0);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM event"
                                 " WHERE who = 'front desk'"
                                 "   AND what = 'customer'"),
              1);
    (void)visit;
    test_db_close(db);
}

TEST(reviews, suggest_a_name_that_is_written_without_a_space)
{
    static const char ming[] = "\xE7\x8E\x8B\xE5\xB0\x8F\xE6\x98\x8E";
    struct db *db = test_db_open();

    (void)made_customer(db, PHONE, ming);
    (void)made_customer(db, "+33639985678", "Ada");
    (void)made_appointment(db, named(db, ming), 86400);
    (void)made_appointment(db, named(db, "Ada"), 86400);
    refresh(db);
    CHECK_INT(waiting(db), 1);
    test_db_close(db);
}

TEST(reviews, suggest_nobody_when_two_have_that_name)
{
    struct db *db = test_db_open();
    struct customer_id loose = named(db, "Ada Martin");

    (void)made_appointment(db, loose, 86400);
    (void)made_customer(db, PHONE, "Ada Martin");
    refresh(db);
    CHECK_INT(waiting(db), 1);
    (void)made_customer(db, "+33639985678", "Ada Martin");
    refresh(db);
    CHECK_INT(waiting(db), 0); /* the facts have changed */
    test_db_close(db);
}

TEST(reviews, that_were_rejected_stay_away)
{
    struct db *db = test_db_open();
    struct customer_id loose = named(db, "Ada Martin");
    struct error err;

    (void)made_appointment(db, loose, 86400);
    (void)made_customer(db, PHONE, "Ada Martin");
    refresh(db);
    CHECK(review_reject(db, open_item(db, "suggestion"), &desk, &err));
    refresh(db);
    CHECK_INT(waiting(db), 0);
    CHECK_INT(named(db, "Ada Martin").row, loose.row);
    test_db_close(db);
}

TEST(reviews, are_taken_back_as_they_were)
{
    struct db *db = test_db_open();
    struct customer_id listed = made_customer(db, PHONE, "Ada Martin");
    struct customer_id loose = named(db, "Ada Martin");
    struct review_id item;
    struct error err;

    (void)made_appointment(db, loose, 86400);
    refresh(db);
    item = open_item(db, "suggestion");
    CHECK(review_approve(db, item, &desk, &err));
    CHECK(!review_approve(db, item, &desk, &err));
    CHECK_INT(err.kind, ERROR_CONFLICT);
    CHECK(review_take_back(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, "SELECT customer FROM appointment"),
              loose.row);
    CHECK_INT(named(db, "Ada Martin").row, loose.row);
    CHECK_INT(waiting(db), 1);
    CHECK(loose.row != listed.row);
    test_db_close(db);
}

TEST(reviews, keep_a_refusal_of_either_in_force)
{
    struct db *db = test_db_open();
    struct customer_id listed = made_customer(db, PHONE, "Ada Martin");
    struct customer_id loose = named(db, "Ada Martin");
    struct consent_note no = {.customer = loose, .source = "reply"};
    struct review_id item;
    struct error err;

    (void)made_appointment(db, loose, 86400);
    CHECK(consent_set(db, &no, made_by.at, &err));
    refresh(db);
    item = open_item(db, "suggestion");
    CHECK(review_approve(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, "SELECT allowed FROM consent"
                                 " WHERE customer = 1 AND channel = 'sms'"),
              0);
    CHECK_INT(listed.row, 1);
    CHECK(review_take_back(db, item, &desk, &err));
    CHECK_INT(test_db_number(db,
                             "SELECT count(*) FROM consent WHERE customer = 1"),
              0);
    test_db_close(db);
}

TEST(reviews, that_are_taken_back_leave_what_was_done_since)
{
    struct db *db = test_db_open();
    struct customer_id listed = made_customer(db, PHONE, "Ada Martin");
    struct customer_id loose = named(db, "Ada Martin");
    struct consent_note no = {.customer = loose, .source = "reply"};
    struct review_id item;
    struct error err;

    (void)made_appointment(db, loose, 86400);
    (void)made_appointment(db, loose, 172800);
    CHECK(consent_set(db, &no, made_by.at, &err));
    refresh(db);
    item = open_item(db, "suggestion");
    CHECK(review_approve(db, item, &desk, &err));
    no.customer = listed; /* STOP, in her own name */
    CHECK(consent_set(db, &no, made_by.at, &err));
    (void)made_customer(db, "+33639985678", "Zoe Zola");
    test_db_exec(db, "UPDATE appointment SET customer = 3 WHERE id = 1");
    CHECK(review_take_back(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, "SELECT customer FROM appointment"
                                 " WHERE id = 1"),
              3);
    CHECK_INT(test_db_number(db, "SELECT customer FROM appointment"
                                 " WHERE id = 2"),
              loose.row);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM consent"
                                 " WHERE customer = 1 AND allowed = 0"),
              1);
    test_db_close(db);
}

TEST(reviews, join_two_visits_into_one_and_part_them_again)
{
    struct db *db = test_db_open();
    struct customer_id ada = made_customer(db, PHONE, "Ada Martin");
    struct appointment_id kept = made_appointment(db, ada, -86400);
    struct appointment_id twin =
        made_appointment(db, named(db, "Martin"), -86400);
    struct review_note note = {.kind = REVIEW_POSSIBLE_TWIN,
                               .customer = ada,
                               .appointment = kept,
                               .twin = twin,
                               .facts = "1 2"};
    struct attendance_note came = {.id = twin,
                                   .attendance = ATTENDANCE_ATTENDED};
    struct review_id item;
    struct error err;

    CHECK(attendance_mark(db, &came, &made_by, &err));
    CHECK(review_note(db, &note, made_by.at, &err));
    item = open_item(db, "possible-twin");
    CHECK(review_approve(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM attendance"
                                 " WHERE appointment = 1"),
              1);
    CHECK_INT(test_db_number(db, "SELECT same_as FROM appointment"
                                 " WHERE id = 2 AND state = 'withdrawn'"),
              1);
    CHECK(review_take_back(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM attendance"
                                 " WHERE appointment = 1"),
              0);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM appointment"
                                 " WHERE same_as IS NULL"
                                 "   AND state = 'booked'"),
              2);
    test_db_close(db);
}

TEST(reviews, give_a_shared_number_back_when_it_is_theirs)
{
    struct db *db = test_db_open();
    struct review_id item;
    struct error err;

    for (char last = 'a'; last < 'a' + 9; last++) {
        char name[] = "Guest x";

        name[6] = last;
        (void)made_customer(db, PHONE, name);
    }
    item = open_item(db, "shared-number");
    CHECK(item.row != 0);
    CHECK(review_reject(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, "SELECT count(phone) FROM customer"), 9);
    (void)made_customer(db, PHONE, "Guest z");
    CHECK_INT(test_db_number(db, "SELECT count(phone) FROM customer"), 10);
    CHECK(review_take_back(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, "SELECT count(phone) FROM customer"), 0);
    test_db_close(db);
}

TEST(reviews, know_households_and_who_cannot_be_reached)
{
    struct db *db = test_db_open();
    struct customer_id ada = made_customer(db, PHONE, "Ada Martin");
    bool split;
    struct error err;

    (void)made_customer(db, PHONE, "Ben Martin");
    (void)made_appointment(db, ada, 86400);
    (void)made_appointment(db, named(db, "Zoe Zola"), 86400);
    (void)made_appointment(db, named(db, "Zed Zola"), 86400 * 30);
    refresh(db);
    CHECK_INT(waiting(db), 0); /* to know, not to answer */
    CHECK(open_item(db, "household").row != 0);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM review"
                                 " WHERE kind = 'unreachable'"),
              1);
    CHECK(review_is_split(db, PHONE, &split, &err) && !split);
    CHECK(review_reject(db, open_item(db, "household"), &desk, &err));
    CHECK(review_is_split(db, PHONE, &split, &err) && split);
    test_db_close(db);
}

TEST(reviews, list_a_doubtful_number_until_its_visit_is_over)
{
    struct db *db = test_db_open();
    struct customer facts = {.name = "Ada Martin", .phone_doubt = "12"};
    struct arena arena = {0};
    struct review_items items;
    struct customer_id ada;
    struct error err;

    CHECK(customer_keep(db, &facts, &made_by, &ada, &err));
    (void)made_appointment(db, ada, 86400);
    refresh(db);
    CHECK(review_list(db, REVIEW_OPEN, made_by.at, &arena, &items, &err));
    CHECK_INT(items.count, 1);
    CHECK_INT(items.items[0].kind, REVIEW_DOUBTFUL_NUMBER);
    CHECK_STR(items.items[0].name, "Ada Martin");
    CHECK_STR(items.items[0].address, "12");
    CHECK_INT(items.items[0].start.unix_s, NOW_S + 86400);
    CHECK(review_refresh(db, true, (struct instant){NOW_S + 2 * 86400}, &err));
    CHECK_INT(waiting(db), 0);
    arena_free(&arena);
    test_db_close(db);
}

TEST(reviews, let_a_number_be_used_that_was_not_sure)
{
    struct db *db = test_db_open();
    struct customer facts = {.name = "Ada Martin",
                             .phone = PHONE,
                             .phone_unsure = true,
                             .mail = "ada@example.org",
                             .mail_unsure = true};
    const char *known = "SELECT count(*) FROM customer"
                        " WHERE phone = '" PHONE "' AND mail IS NULL";
    struct customer_id ada;
    struct review_id item;
    struct error err;

    CHECK(customer_keep(db, &facts, &made_by, &ada, &err));
    CHECK_INT(test_db_number(db, known), 0);
    (void)made_appointment(db, ada, 86400);
    refresh(db);
    item = open_item(db, "doubtful-number");
    CHECK(review_approve(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, known), 1);

    /* Said again, it is known. */
    CHECK(customer_keep(db, &facts, &made_by, &ada, &err));
    CHECK_INT(test_db_number(db, known), 1);

    CHECK(review_take_back(db, item, &desk, &err));
    CHECK_INT(test_db_number(db, known), 0);
    CHECK_INT(waiting(db), 1);
    test_db_close(db);
}

TEST(reviews, rename_who_is_written_in_two_scripts)
{
    struct db *db = test_db_open();
    struct error err;

    (void)named(db, "\xD0\x90"
                    "da Martin");
    CHECK(review_approve(db, open_item(db, "mixed-script"), &desk, &err));
    CHECK_INT(test_db_number(
                  db,
                  "SELECT count(*) FROM customer WHERE name = 'Ada Martin'"),
              1);
    test_db_close(db);
}

static size_t count_household(struct db *db, struct customer_id id)
{
    struct arena arena = {0};
    struct household household;
    struct error err;

    CHECK(household_of(db, id, &arena, &household, &err));
    if (household.count != 0)
        CHECK_STR(household.items[0].address, PHONE);
    arena_free(&arena);
    return household.count;
}

TEST(households, are_those_who_share_an_address_unless_split)
{
    struct db *db = test_db_open();
    struct customer_id ada = made_customer(db, PHONE, "Ada Martin");
    struct error err;

    CHECK_INT(count_household(db, ada), 0);
    (void)made_customer(db, PHONE, "Ben Martin");
    (void)made_customer(db, PHONE, "Cid Martin");
    CHECK_INT(count_household(db, ada), 2);
    refresh(db);
    CHECK(review_reject(db, open_item(db, "household"), &desk, &err));
    CHECK_INT(count_household(db, ada), 0);
    test_db_close(db);
}
