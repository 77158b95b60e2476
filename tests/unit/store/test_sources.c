#include <string.h>

#include "base/pack.h"
#include "store/bookings.h"
#include "store/feeds.h"
#include "store/migrate.h"
#include "store/sources.h"
#include "tests/unit/store/made.h"

#define LATER_S (NOW_S + 3600)

static const char digest_of_a[SOURCE_DIGEST_BYTES + 1] = "aaaaaaaaaaaaaaaa";
static const char digest_of_b[SOURCE_DIGEST_BYTES + 1] = "bbbbbbbbbbbbbbbb";

static struct source_version version_of(const char *uid, const char *digest,
                                        const char *body)
{
    return (struct source_version){
        .feed = "chair-1",
        .uid = uid,
        .digest = str_of(digest),
        .visits = 1,
        .body = str_of(body),
    };
}

static struct source_id insert(struct db *db,
                               const struct source_version *version)
{
    struct source_id id;
    struct error err;

    CHECK(source_insert(db, version, made_by.at, &id, &err));
    return id;
}

static void book(struct db *db, struct source_id object,
                 struct appointment_id appointment)
{
    struct booking_facts facts = {
        .object = object,
        .sequence = -1,
        .content = "b-",
        .appointment = appointment,
    };
    struct error err;

    CHECK(booking_insert(db, &facts, made_by.at, &err));
}

TEST(sources, keep_what_an_object_said_before)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct appointment_id visit =
        made_appointment(db, (struct customer_id){0}, DAY_S);
    struct source_version first = version_of("a", digest_of_a, "room 1");
    struct source_version second = version_of("a", digest_of_b, "room 2");
    struct source_id id = insert(db, &first);
    struct source_pasts pasts;
    struct error err;

    book(db, id, visit);
    CHECK(source_update(db, id, &second, (struct instant){LATER_S},
                        (struct instant){LATER_S - 60}, &err));
    CHECK(source_past_of(db, visit, &arena, &pasts, &err));
    CHECK_INT(pasts.count, 2);
    CHECK_STR(pasts.items[0].words, "room 1");
    CHECK_INT(pasts.items[0].seen.unix_s, NOW_S);
    CHECK_INT(pasts.items[0].last.unix_s, LATER_S - 60);
    CHECK_STR(pasts.items[1].words, "room 2");
    CHECK(pasts.items[1].is_current);
    CHECK_INT(pasts.items[1].seen.unix_s, LATER_S);

    /* The same words again are no version. */
    CHECK(source_update(db, id, &second, (struct instant){LATER_S + 60},
                        (struct instant){LATER_S}, &err));
    CHECK_INT(test_db_number(db, "SELECT count(*) FROM source_version"), 1);
    CHECK_INT(test_db_number(db, "SELECT seen_s FROM source_object"), LATER_S);
    arena_free(&arena);
    test_db_close(db);
}

TEST(sources, list_digests_of_what_is_not_gone)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct source_version a = version_of("a", digest_of_a, "");
    struct source_version b = version_of("b", digest_of_b, "");
    struct source_version c = version_of("c", "", "");
    struct source_id gone = insert(db, &a);
    struct source_rows rows;
    struct source_sum sum;
    struct error err;

    b.has_next = true;
    b.next = (struct instant){LATER_S};
    (void)insert(db, &b);
    (void)insert(db, &c);
    CHECK(source_set_gone(db, gone, &err));
    CHECK(source_list(db, "chair-1", &arena, &rows, &err));
    CHECK_INT(rows.count, 2);
    CHECK(rows.items[0].has_digest);
    CHECK_INT(memcmp(rows.items[0].digest, digest_of_b, SOURCE_DIGEST_BYTES),
              0);
    CHECK(rows.items[0].has_next);
    CHECK_INT(rows.items[0].next.unix_s, LATER_S);
    CHECK(!rows.items[1].has_digest && !rows.items[1].has_next);
    CHECK(source_sum_of(db, "chair-1", &sum, &err));
    CHECK_INT(sum.objects, 2);
    CHECK_INT(sum.visits, 2);
    CHECK(sum.has_next);
    CHECK_INT(sum.next.unix_s, LATER_S);
    CHECK(source_list(db, "another", &arena, &rows, &err));
    CHECK_INT(rows.count, 0);
    arena_free(&arena);
    test_db_close(db);
}

TEST(sources, know_an_object_by_feed_and_uid)
{
    struct db *db = test_db_open();
    struct source_version a = version_of("a", digest_of_a, "");
    struct source_id id = insert(db, &a);
    struct source_row row;
    struct error err;

    CHECK(source_find(db, "chair-1", "a", &row, &err));
    CHECK_INT(row.id.row, id.row);
    CHECK(source_forget_digest(db, id, &err));
    CHECK(source_find(db, "chair-1", "a", &row, &err));
    CHECK(!row.has_digest);
    CHECK(source_set_digest(db, id, STR("bbbbbbbbbbbbbbbb"), &err));
    CHECK(source_find(db, "chair-1", "a", &row, &err));
    CHECK(row.has_digest);
    CHECK(source_find(db, "chair-2", "a", &row, &err));
    CHECK_INT(row.id.row, 0);
    test_db_close(db);
}

static bool add_words(const char *uid, int64_t frame, struct str words,
                      void *context, struct error *err)
{
    struct buf *out = context;

    (void)err;
    return buf_printf(out, "%s/%lld/%.*s;", uid, (long long)frame,
                      (int)words.len, words.at);
}

TEST(sources, can_be_read_again_with_their_frames)
{
    struct db *db = test_db_open();
    struct packer *packer = packer_create();
    struct source_version a = version_of("a", digest_of_a, "words of a");
    struct source_version b = version_of("b", digest_of_b, "");
    struct buf out;
    struct error err;
    int64_t again;

    CHECK(source_frame_keep(db, "chair-1", STR("f"),
                            packer_pack(packer, STR("METHOD:PUBLISH\n")),
                            &a.frame, &err));
    CHECK(
        source_frame_keep(db, "chair-1", STR("f"), STR("other"), &again, &err));
    CHECK_INT(again, a.frame);
    b.body = packer_pack(packer, STR("words of b"));
    (void)insert(db, &a);
    (void)insert(db, &b);
    buf_init(&out, 1024);
    CHECK(source_read_all(db, "chair-1", add_words, &out, &err));
    CHECK_STR(buf_text(&out), "b/0/words of b;a/1/words of a;");
    buf_clear(&out);
    CHECK(source_frame_text(db, a.frame, &out, &err));
    CHECK_STR(buf_text(&out), "METHOD:PUBLISH\n");
    buf_finish(&out);
    packer_destroy(packer);
    test_db_close(db);
}

TEST(bookings, of_one_object_and_the_starts_of_the_others)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct source_version a = version_of("a", digest_of_a, "");
    struct source_version b = version_of("b", digest_of_b, "");
    struct source_id ids[] = {insert(db, &a), insert(db, &b)};
    struct booking_rows rows = {0};
    struct booking_others others = {
        .feed = "chair-1", .after = made_by.at, .objects = ids, .count = 1};
    struct instants starts;
    struct error err;
    bool waits;

    book(db, ids[0], made_appointment(db, (struct customer_id){0}, DAY_S));
    book(db, ids[1], made_appointment(db, (struct customer_id){0}, 2 * DAY_S));
    CHECK(booking_add_object(db, ids[0], &arena, &rows, &err));
    CHECK(booking_add_object(db, ids[1], &arena, &rows, &err));
    CHECK_INT(rows.count, 2);
    CHECK_STR(rows.items[1].uid, "b");
    CHECK_INT(rows.items[1].object.row, ids[1].row);
    CHECK(booking_starts(db, &others, &arena, &starts, &err));
    CHECK_INT(starts.count, 1);
    CHECK_INT(starts.items[0].unix_s, NOW_S + 2 * DAY_S);
    CHECK(booking_any_waits(db, ids[0], made_by.at, &waits, &err));
    CHECK(waits);
    CHECK(booking_any_waits(db, ids[0], (struct instant){NOW_S + DAY_S}, &waits,
                            &err));
    CHECK(!waits);
    arena_free(&arena);
    test_db_close(db);
}

TEST(bookings, keep_when_they_were_seen_last)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct source_version a = version_of("a", digest_of_a, "");
    struct source_id id = insert(db, &a);
    struct booking_rows rows = {0};
    struct error err;

    book(db, id, made_appointment(db, (struct customer_id){0}, DAY_S));
    CHECK(booking_add_object(db, id, &arena, &rows, &err));
    CHECK(booking_missing(db, rows.items[0].id, (struct instant){LATER_S},
                          (struct instant){LATER_S - 900}, &err));
    CHECK(booking_missing(db, rows.items[0].id, (struct instant){LATER_S + 900},
                          (struct instant){LATER_S}, &err));
    rows = (struct booking_rows){0};
    CHECK(booking_add_object(db, id, &arena, &rows, &err));
    CHECK(rows.items[0].is_missing);
    CHECK_INT(rows.items[0].missing_since.unix_s, LATER_S);
    CHECK_INT(rows.items[0].seen.unix_s, LATER_S - 900);
    CHECK(booking_pin(db, rows.items[0].id, &err));
    rows = (struct booking_rows){0};
    CHECK(booking_add_object(db, id, &arena, &rows, &err));
    CHECK(rows.items[0].is_pinned && !rows.items[0].is_missing);
    CHECK(booking_seen(db, rows.items[0].id, &err));
    CHECK_INT(test_db_number(db, "SELECT pinned FROM booking"), 0);
    arena_free(&arena);
    test_db_close(db);
}

TEST(feeds, keep_what_is_held_until_it_is_replaced)
{
    struct db *db = test_db_open();
    struct arena arena = {0};
    struct source_version a = version_of("a", digest_of_a, "");
    struct source_id id = insert(db, &a);
    struct held_change item = {.booking = {1},
                               .change = "missing",
                               .since = made_by.at};
    struct held_changes held = {&item, 1};
    struct held_changes back;
    struct error err;

    book(db, id, made_appointment(db, (struct customer_id){0}, DAY_S));
    CHECK(held_replace(db, "chair-1", &held, &err));
    CHECK(held_replace(db, "chair-1", &held, &err));
    CHECK(held_list(db, "chair-1", &arena, &back, &err));
    CHECK_INT(back.count, 1);
    CHECK_STR(back.items[0].change, "missing");
    CHECK(held_replace(db, "chair-1", &(struct held_changes){0}, &err));
    CHECK(held_list(db, "chair-1", &arena, &back, &err));
    CHECK_INT(back.count, 0);
    arena_free(&arena);
    test_db_close(db);
}
