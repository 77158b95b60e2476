#include <stdio.h>

#include "domain/identity.h"
#include "tests/test.h"

#define PHONE "+33639980001"
#define MAIL  "family@example.org"

static struct identity who(const struct customer *facts,
                           const struct identity_candidate *candidates,
                           size_t count)
{
    char key[NAME_KEY_MAX];

    return identity_of(facts, name_key(facts->name, key), candidates, count);
}

/* Of one candidate. */
static enum identity_kind kind(const struct customer *facts,
                               struct identity_candidate candidate)
{
    return who(facts, &candidate, 1).kind;
}

static const struct identity_candidate ada = {
    .id = {1}, .key = "ada martin", .phone = PHONE, .mail = MAIL};

TEST(identity, by_id_beats_every_name_and_number)
{
    struct identity_candidate known[] = {
        {.id = {1}, .key = "ada martin", .phone = PHONE},
        {.id = {2}, .key = "ben petit", .external = "p2"}};
    struct identity found = who(&(struct customer){.name = "Ada Martin",
                                                   .phone = PHONE,
                                                   .external = "p2"},
                                known, 2);

    CHECK_INT(found.kind, IDENTITY_SAME);
    CHECK_INT(found.index, 1);
    known[0].external = "p9";
    found = who(&(struct customer){.name = "Ada Martin",
                                   .phone = PHONE,
                                   .external = "p3"},
                known, 1);
    CHECK_INT(found.kind, IDENTITY_HOUSEHOLD);
}

TEST(identity, by_number_or_mailbox_needs_the_name_or_none)
{
    CHECK_INT(kind(&(struct customer){.name = "MARTIN, Ada", .phone = PHONE},
                   ada),
              IDENTITY_SAME);
    CHECK_INT(kind(&(struct customer){.name = "Ada Martin", .mail = MAIL}, ada),
              IDENTITY_SAME);
    CHECK_INT(kind(&(struct customer){.name = "", .phone = PHONE}, ada),
              IDENTITY_SAME);
    CHECK_INT(kind(&(struct customer){.name = "Ben Martin", .phone = PHONE},
                   ada),
              IDENTITY_HOUSEHOLD);
    CHECK_INT(kind(&(struct customer){.name = "",
                                      .phone = "+33639980002",
                                      .mail = MAIL},
                   ada),
              IDENTITY_HOUSEHOLD);
    CHECK_INT(kind(&(struct customer){.name = "Ben Petit", .mail = MAIL}, ada),
              IDENTITY_HOUSEHOLD);
    CHECK_INT(kind(&(struct customer){.name = "Ada Martin",
                                      .phone = "+33639980002"},
                   ada),
              IDENTITY_NEW);
}

TEST(identity, prefers_the_equal_name_to_the_one_without)
{
    const struct identity_candidate known[] = {
        {.id = {1}, .key = "", .phone = PHONE}, ada};
    struct identity found =
        who(&(struct customer){.name = "Ada Martin", .phone = PHONE}, known, 2);

    CHECK_INT(found.index, 1);
}

TEST(identity, by_a_variant_keeps_the_longer_name)
{
    struct identity found =
        who(&(struct customer){.name = "A. Martin", .phone = PHONE}, &ada, 1);

    CHECK_INT(found.kind, IDENTITY_SAME);
    CHECK(found.is_variant && found.keeps_name);
    found = who(&(struct customer){.name = "Ada Lou Martin", .phone = PHONE},
                &ada, 1);
    CHECK_INT(found.kind, IDENTITY_SAME);
    CHECK(found.is_variant && !found.keeps_name);
}

TEST(identity, by_a_variant_of_two_is_neither)
{
    const struct identity_candidate known[] = {
        ada, {.id = {2}, .key = "abel martin", .phone = PHONE}};

    CHECK_INT(who(&(struct customer){.name = "A. Martin", .phone = PHONE},
                  known, 2)
                  .kind,
              IDENTITY_HOUSEHOLD);
}

TEST(identity, with_a_new_number_says_so)
{
    struct identity found = who(&(struct customer){.name = "Ada Martin",
                                                   .phone = "+33639980009",
                                                   .mail = MAIL},
                                &ada, 1);

    CHECK_INT(found.kind, IDENTITY_SAME);
    CHECK(found.new_number);
    found =
        who(&(struct customer){.name = "Ada Martin", .phone = PHONE}, &ada, 1);
    CHECK(!found.new_number);
}

TEST(identity, stays_with_the_booking_unless_the_name_is_anothers)
{
    CHECK_INT(kind(&(struct customer){.id = {1},
                                      .name = "Ada Martin",
                                      .phone = "+33639980009"},
                   ada),
              IDENTITY_SAME);
    CHECK_INT(kind(&(struct customer){.id = {1}, .name = "A. Martin"}, ada),
              IDENTITY_SAME);
    CHECK_INT(kind(&(struct customer){.id = {1}, .name = "Ben Petit"}, ada),
              IDENTITY_NEW);
}

TEST(identity, by_a_name_alone_is_nobody_who_can_be_reached)
{
    const struct identity_candidate known[] = {ada,
                                               {.id = {2}, .key = "ada martin"},
                                               {.id = {3}, .key = "ada"}};
    struct identity found =
        who(&(struct customer){.name = "Martin, Ada"}, known, 3);

    CHECK_INT(found.kind, IDENTITY_SAME);
    CHECK_INT(found.index, 1);
    CHECK_INT(kind(&(struct customer){.name = "Ada Martin"}, ada),
              IDENTITY_NEW);
    CHECK_INT(who(&(struct customer){.name = "Ada"}, known, 3).kind,
              IDENTITY_NEW);
    CHECK_INT(who(&(struct customer){.name = ""}, known, 3).kind, IDENTITY_NEW);
}

TEST(identity, asks_whose_number_it_is_when_many_have_it)
{
    struct identity_candidate known[IDENTITY_NAMES_MAX];
    char keys[IDENTITY_NAMES_MAX][NAME_KEY_MAX];
    struct customer facts = {.name = "Zoe Zola", .phone = PHONE};

    for (size_t i = 0; i < IDENTITY_NAMES_MAX; i++) {
        (void)snprintf(keys[i], sizeof(keys[i]), "family%c guest",
                       (char)('a' + i));
        known[i] = (struct identity_candidate){.id = {(int64_t)i + 1},
                                               .key = keys[i],
                                               .phone = PHONE};
    }
    CHECK(!who(&facts, known, IDENTITY_NAMES_MAX - 1).is_shared);
    CHECK(who(&facts, known, IDENTITY_NAMES_MAX).is_shared);
    known[1].key = known[0].key;
    CHECK(!who(&facts, known, IDENTITY_NAMES_MAX).is_shared);
}
