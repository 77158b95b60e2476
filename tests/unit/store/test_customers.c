#include "store/customers.h"
#include "tests/unit/store/made.h"

static int64_t keep(struct db *db, const struct customer *facts)
{
    struct customer_id id;
    struct error err;

    CHECK(customer_keep(db, facts, made_by.at, &id, &err));
    return id.row;
}

TEST(customers, are_found_by_id_phone_and_mail_and_never_by_name_alone)
{
    struct db *db = test_db_open();
    int64_t ada = keep(db, &(struct customer){.name = "Ada",
                                              .external = "p1",
                                              .phone = "+33639981234",
                                              .mail = "ada@example.org"});

    CHECK_INT(keep(db, &(struct customer){.name = "", .external = "p1"}), ada);
    CHECK_INT(keep(db,
                   &(struct customer){.name = "ada", .phone = "+33639981234"}),
              ada);
    CHECK_INT(keep(db, &(struct customer){.name = "Ada",
                                          .mail = "ada@example.org"}),
              ada);
    CHECK(keep(db, &(struct customer){.name = "Ada"}) != ada);
    test_db_close(db);
}

TEST(customers, of_a_household_share_a_number_and_stay_two)
{
    struct db *db = test_db_open();
    int64_t ada =
        keep(db, &(struct customer){.name = "Ada", .phone = "+33639981234"});
    int64_t ben =
        keep(db, &(struct customer){.name = "Ben", .phone = "+33639981234"});

    CHECK(ada != ben);
    CHECK_INT(keep(db,
                   &(struct customer){.name = "Ben", .phone = "+33639981234"}),
              ben);
    test_db_close(db);
}

TEST(customers, keep_what_a_poorer_source_does_not_say)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct customer ada;
    struct error err;
    int64_t id = keep(db, &(struct customer){.name = "Ada",
                                             .external = "p1",
                                             .language = "fr",
                                             .phone_doubt = "12"});

    CHECK_INT(keep(db, &(struct customer){.name = "",
                                          .external = "p1",
                                          .phone = "+33639981234"}),
              id);
    CHECK(customer_load(db, (struct customer_id){id}, made_by.at, &arena, &ada,
                        &err));
    CHECK_STR(ada.name, "Ada");
    CHECK_STR(ada.language, "fr");
    CHECK_STR(ada.phone, "+33639981234");
    CHECK_NULL(ada.phone_doubt); /* the good number settles the doubt */
    CHECK(ada.is_new);
    CHECK_INT(ada.consent[CHANNEL_SMS], CONSENT_UNASKED);
    arena_free(&arena);
    test_db_close(db);
}

TEST(customers, who_change_or_opt_out_wait_for_the_planner)
{
    struct db *db = test_db_open();
    struct customer_id ada = made_customer(db, "+33639981234", "Ada");
    struct consent_note no = {.customer = ada, .source = "reply"};
    struct error err;

    (void)made_appointment(db, ada, 86400);
    (void)made_appointment(db, ada, -86400);
    test_db_exec(db, "UPDATE appointment SET replan = 0");
    CHECK(consent_set(db, &no, made_by.at, &err));
    CHECK_INT(test_db_number(db, "SELECT sum(replan) FROM appointment"), 1);
    test_db_exec(db, "UPDATE appointment SET replan = 0");
    (void)keep(db, &(struct customer){.name = "Ada", .phone = "+33639981234"});
    CHECK_INT(test_db_number(db, "SELECT sum(replan) FROM appointment"), 0);
    (void)keep(db, &(struct customer){.name = "Ada",
                                      .phone = "+33639981234",
                                      .language = "fr"});
    CHECK_INT(test_db_number(db, "SELECT sum(replan) FROM appointment"), 1);
    test_db_close(db);
}

TEST(customers, without_any_fact_are_nobody)
{
    struct db *db = test_db_open();

    CHECK_INT(keep(db, &(struct customer){.name = ""}), 0);
    test_db_close(db);
}
