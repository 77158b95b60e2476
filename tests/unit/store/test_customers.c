#include "store/consents.h"
#include "store/customers.h"
#include "tests/unit/store/made.h"

static int64_t keep(struct db *db, const struct customer *facts)
{
    struct customer_id id;
    struct error err;

    CHECK(customer_keep(db, facts, &made_by, &id, &err));
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

TEST(customers, written_in_another_way_are_the_same_and_keep_the_fuller_name)
{
    struct db *db = test_db_open();
    int64_t ada = keep(db, &(struct customer){.name = "A. Martin",
                                              .phone = "+33639981234"});

    CHECK_INT(keep(db, &(struct customer){.name = "Ada Martin",
                                          .phone = "+33639981234"}),
              ada);
    CHECK_INT(keep(db, &(struct customer){.name = "Dr MARTIN, A.",
                                          .phone = "+33639981234"}),
              ada);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM customer"
                                 " WHERE name = 'Ada Martin'"),
              1);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM event"
                                 " WHERE customer IS NOT NULL"
                                 "   AND what = 'also-written'"),
              1);
    test_db_close(db);
}

TEST(customers, with_a_new_number_are_noted_with_the_old_one)
{
    struct db *db = test_db_open();
    int64_t ada = keep(db, &(struct customer){.name = "Ada Martin",
                                              .phone = "+33639981234",
                                              .mail = "ada@example.org"});

    CHECK_INT(keep(db, &(struct customer){.name = "Ada Martin",
                                          .phone = "+33639985678",
                                          .mail = "ada@example.org"}),
              ada);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM event"
                                 " WHERE what = 'phone' AND customer = 1"
                                 "   AND before = '+33639981234'"
                                 "   AND after = '+33639985678'"),
              1);
    test_db_close(db);
}

TEST(customers, with_a_full_name_and_nothing_else_are_one)
{
    struct db *db = test_db_open();
    int64_t ada = keep(db, &(struct customer){.name = "Ada Martin"});

    CHECK_INT(keep(db, &(struct customer){.name = "MARTIN Ada"}), ada);
    CHECK(keep(db, &(struct customer){.name = "Ada"}) !=
          keep(db, &(struct customer){.name = "Ada"}));
    CHECK(keep(db, &(struct customer){.name = "Ada Martin",
                                      .phone = "+33639981234"}) != ada);
    test_db_close(db);
}

TEST(customers, who_nine_share_a_number_are_not_texted)
{
    static const char *const names[] = {
        "Ada Ames", "Ben Bell", "Cid Cole", "Dan Dorn", "Eva Epps",
        "Fay Ford", "Guy Gold", "Hal Hill", "Ida Ives", "Jon Jobs",
    };
    struct db *db = test_db_open();
    int64_t ids[ARRAY_LEN(names)];

    for (size_t i = 0; i < 8; i++)
        ids[i] = keep(db, &(struct customer){.name = names[i],
                                             .phone = "+33639981234"});
    CHECK_INT(test_db_number(db, "SELECT count(phone) FROM customer"), 8);
    ids[8] =
        keep(db, &(struct customer){.name = names[8], .phone = "+33639981234"});
    CHECK_INT(test_db_number(db, "SELECT count(phone) FROM customer"), 0);
    CHECK_INT(test_db_number(db, "SELECT count(phone_doubt) FROM customer"), 9);
    ids[9] =
        keep(db, &(struct customer){.name = names[9], .phone = "+33639981234"});
    CHECK_INT(test_db_number(db, "SELECT count(phone) FROM customer"), 0);
    CHECK_INT(keep(db, &(struct customer){.name = names[0],
                                          .phone = "+33639981234"}),
              ids[0]);
    CHECK(ids[9] != ids[8]);
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM review"
                                 " WHERE kind = 'shared-number'"
                                 "   AND address = '+33639981234'"),
              1);
    test_db_close(db);
}

TEST(customers, with_letters_of_two_scripts_are_asked_about)
{
    struct db *db = test_db_open();

    (void)keep(db, &(struct customer){.name = "\xD0\x90"
                                              "da Martin"});
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM review"
                                 " WHERE kind = 'mixed-script'"),
              1);
    test_db_close(db);
}
