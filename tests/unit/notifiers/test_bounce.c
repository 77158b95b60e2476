#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "notifiers/bounce.h"
#include "tests/harness/shared.h"
#include "tests/test.h"

#define FOLDER  TEST_FIXTURES_DIR "/bounces"
#define ADDRESS "ada@out.example"

static const struct bounce_settings settings = {
    .return_path = "bounce@test.example",
    .secret = "secret",
};

static struct str load(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "re");
    struct buf text;
    struct str out;
    char piece[4096];
    size_t len;

    if (file == NULL)
        FAIL(path);
    buf_init(&text, BOUNCE_BYTES_MAX);
    while ((len = fread(piece, 1, sizeof(piece), file)) > 0)
        (void)buf_add(&text, piece, len);
    (void)fclose(file);
    out.len = text.len;
    out.at = arena_strndup(arena, buf_text(&text), text.len);
    buf_finish(&text);
    return out;
}

/* As the network has it. */
static struct str with_returns(struct str text, struct arena *arena)
{
    char *out = arena_alloc(arena, 2 * text.len + 1);
    size_t len = 0;

    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n')
            out[len++] = '\r';
        out[len++] = text.at[i];
    }
    return (struct str){.at = out, .len = len};
}

static const char *word(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

static void check_receipt(const struct bounce *got, const json_t *expected)
{
    struct receipt receipt;

    bounce_receipt(got, "key", ADDRESS, &receipt);
    CHECK_STR(receipt_state_name(receipt.state), word(expected, "state"));
    CHECK(receipt.suppress ==
          json_is_true(json_object_get(expected, "suppress")));
    CHECK(receipt.is_final == receipt_state_is_final(receipt.state));
    CHECK_STR(got->original, word(expected, "original"));
}

static void check_mail(struct str mail, const json_t *expected,
                       struct arena *arena)
{
    struct bounce got;

    bounce_read(mail, &settings, arena, &got);
    CHECK_STR(bounce_kind_name(got.kind), word(expected, "kind"));
    CHECK_STR(got.key, word(expected, "key"));
    CHECK_STR(got.message_id, word(expected, "message_id"));
    CHECK(strchr(got.detail, '@') == NULL);
    CHECK(strstr(got.detail, "39 98") == NULL);
    if (word(expected, "from") != NULL)
        CHECK_STR(got.from, word(expected, "from"));
    if (got.kind == BOUNCE_REPORT) {
        CHECK_STR(bounce_action_name(got.action), word(expected, "action"));
        CHECK_STR(got.status, word(expected, "status"));
        CHECK_STR(got.recipient, word(expected, "recipient"));
    }
    if (got.kind == BOUNCE_REPORT || got.kind == BOUNCE_COMPLAINT)
        check_receipt(&got, expected);
}

static void check_file(const char *name)
{
    struct arena arena = {0};
    const char *path = arena_printf(&arena, FOLDER "/%s", name);
    struct str mail = load(path, &arena);
    json_t *expected = json_load_file(arena_printf(&arena, "%.*s.json",
                                                   (int)strlen(path) - 4, path),
                                      0, NULL);

    (void)fprintf(stderr, "%s\n", name);
    CHECK(expected != NULL);
    check_mail(mail, expected, &arena);
    check_mail(with_returns(mail, &arena), expected, &arena);
    json_decref(expected);
    arena_free(&arena);
}

TEST(bounce, is_read_in_the_shapes_mail_systems_give_it)
{
    DIR *folder = opendir(FOLDER);
    const struct dirent *entry;
    size_t count = 0;

    CHECK(folder != NULL);
    while ((entry = readdir(folder)) != NULL) {
        size_t len = strlen(entry->d_name);

        if (len < 4 || strcmp(entry->d_name + len - 4, ".eml") != 0)
            continue;
        check_file(entry->d_name);
        count++;
    }
    (void)closedir(folder);
    CHECK(count >= 25);
}

static void check_real(const char *name, const char *status,
                       const char *recipient, bool suppress)
{
    const struct bounce_settings none = {0};
    struct arena arena = {0};
    struct bounce got;
    struct receipt receipt;

    bounce_read(load(shared_path(name), &arena), &none, &arena, &got);
    CHECK_INT(got.kind, BOUNCE_REPORT);
    CHECK_INT(got.action, BOUNCE_FAILED);
    CHECK_STR(got.status, status);
    CHECK_STR(got.recipient, recipient);
    CHECK_STR(got.original, recipient);
    CHECK_NULL(got.key);
    CHECK_CONTAINS(got.message_id, "@test.example");
    bounce_receipt(&got, "key", recipient, &receipt);
    CHECK(receipt.suppress == suppress);
    CHECK(receipt.is_passing == !suppress);
    arena_free(&arena);
}

TEST(bounce, of_a_real_postfix_is_read_right)
{
    check_real("gateways/mail/dsn-5.1.1-failed.eml", "5.1.1",
               "gone@bounce.example", true);
    check_real("gateways/mail/dsn-4.2.2-expired.eml", "4.2.2",
               "later@defer.example", false);
}

TEST(bounce, cut_off_anywhere_is_read_as_far_as_it_goes)
{
    struct arena arena = {0};
    struct str mail = load(FOLDER "/gmail-5.1.1.eml", &arena);
    size_t reports = 0;
    struct bounce got;

    for (size_t len = 0; len <= mail.len; len++) {
        struct arena own = {0};
        /* Of its own size, so that reading too far is seen. */
        char *copy = malloc(len == 0 ? 1 : len);

        CHECK(copy != NULL);
        (void)memcpy(copy, mail.at, len);
        bounce_read((struct str){.at = copy, .len = len}, &settings, &own,
                    &got);
        reports += got.kind == BOUNCE_REPORT;
        free(copy);
        arena_free(&own);
    }
    CHECK(reports > 0 && reports < mail.len);
    arena_free(&arena);
}

/* Twenty multiparts in each other, the report in the innermost. */
TEST(bounce, is_not_looked_for_without_end)
{
    struct arena arena = {0};
    struct buf mail;
    struct bounce got;

    buf_init(&mail, BOUNCE_BYTES_MAX);
    for (int i = 0; i < 20; i++)
        (void)buf_printf(&mail,
                         "Content-Type: multipart/mixed; boundary=b%02d\n\n"
                         "--b%02d\n",
                         i, i);
    (void)buf_add_text(&mail, "Content-Type: message/delivery-status\n\n"
                              "Reporting-MTA: dns; a\n\nAction: failed\n"
                              "Status: 5.1.1\n");
    bounce_read(buf_str(&mail), &settings, &arena, &got);
    CHECK_INT(got.kind, BOUNCE_NONE);
    buf_finish(&mail);
    arena_free(&arena);
}
