/* test_gateway_fixtures.c - what gateways say, and what we make of it */
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "tests/harness/gateways.h"
#include "tests/test.h"

#define FOLDER TEST_FIXTURES_DIR "/gateways"

/* One file: what came, and what is expected of it. */
struct fixture {
    const char *file;
    const struct notifier *notifier;
    struct gateway_settings settings;
    json_t *root;
    struct arena arena;
};

/* Which kinds of verdicts the fixtures of a gateway have reached. */
struct reached {
    bool outcomes[DELIVERY_OUTCOME_COUNT];
    bool answers[3];
    size_t receipts;
    size_t inbound;
};

static const char *word(const json_t *object, const char *name)
{
    return json_string_value(json_object_get(object, name));
}

/* A body is JSON, or a text as it is. */
static struct str body_of(struct fixture *fixture)
{
    const json_t *body = json_object_get(fixture->root, "body");
    char *text;
    struct str kept;

    if (body == NULL || json_is_string(body))
        return str_of(json_string_value(body));
    text = json_dumps(body, 0);
    kept = str_of(arena_strdup(&fixture->arena, text));
    free(text);
    return kept;
}

static struct exchange_reply reply_of(struct fixture *fixture)
{
    const json_t *root = fixture->root;
    const struct exchange_reply reply = {
        .fate = EXCHANGE_ANSWERED,
        .status = (int)json_integer_value(json_object_get(root, "status")),
        .body = body_of(fixture),
        .problem = "",
        .message_id = word(root, "message_id"),
        .error_type = word(root, "error_type"),
        .retry_after = {json_integer_value(
            json_object_get(root, "retry_after"))},
    };

    return reply;
}

static void check_reply(struct fixture *fixture, struct reached *reached)
{
    const json_t *root = fixture->root;
    struct exchange_reply reply = reply_of(fixture);
    enum delivery_outcome expected;
    struct delivery got;

    CHECK(delivery_outcome_find(word(root, "outcome"), &expected));
    fixture->notifier->classify(&fixture->settings, &reply, &fixture->arena,
                                &got);
    CHECK_STR(delivery_outcome_name(got.outcome), word(root, "outcome"));
    CHECK_STR(got.reference, word(root, "reference"));
    CHECK_STR(got.code, word(root, "code"));
    CHECK(got.suppress == json_is_true(json_object_get(root, "suppress")));
    CHECK_INT(got.retry_after.s, reply.retry_after.s);
    CHECK(strstr(got.detail, "33639980001") == NULL);
    CHECK(strchr(got.detail, '@') == NULL);
    reached->outcomes[got.outcome] = true;
}

static struct webhook_request request_of(struct fixture *fixture)
{
    const json_t *root = fixture->root;
    const char *key = word(root, "url_key");
    const char *query = word(root, "query");
    const char *url = word(root, "url") != NULL
                          ? word(root, "url")
                          : webhook_url(&fixture->settings, str_or_empty(key),
                                        &fixture->arena);
    const struct webhook_request request = {
        .method = word(root, "method") == NULL ? "POST" : word(root, "method"),
        .url = query == NULL
                   ? url
                   : arena_printf(&fixture->arena, "%s?%s", url, query),
        .body = body_of(fixture),
    };

    return request;
}

static void check_one_receipt(const struct receipt *got, const json_t *expected)
{
    CHECK_STR(receipt_state_name(got->state), word(expected, "state"));
    CHECK_STR(got->reference, word(expected, "reference"));
    CHECK_STR(got->key, word(expected, "key"));
    CHECK_STR(got->to, word(expected, "to"));
    CHECK_STR(got->code, word(expected, "code"));
    CHECK_STR(got->event, word(expected, "event"));
    CHECK(got->suppress == json_is_true(json_object_get(expected, "suppress")));
    CHECK(got->is_passing ==
          json_is_true(json_object_get(expected, "passing")));
    CHECK(got->is_final == receipt_state_is_final(got->state));
    CHECK(strstr(got->detail, "33639980001") == NULL);
    CHECK(strchr(got->detail, '@') == NULL);
}

static void check_receipt(struct fixture *fixture, struct reached *reached)
{
    const json_t *expected = json_object_get(fixture->root, "expect");
    struct webhook_request request = request_of(fixture);
    struct receipt_list got = {0};
    struct inbound_list replies = {0};

    fixture->notifier->receipt(&fixture->settings, &request, &fixture->arena,
                               &got);
    CHECK_UINT(got.count, json_array_size(expected));
    for (size_t i = 0; i < got.count; i++)
        check_one_receipt(&got.items[i], json_array_get(expected, i));
    if (fixture->notifier->inbound != NULL && got.count > 0) {
        fixture->notifier->inbound(&fixture->settings, &request,
                                   &fixture->arena, &replies);
        CHECK_UINT(replies.count, 0);
    }
    reached->receipts += got.count;
}

static void check_inbound(struct fixture *fixture, struct reached *reached)
{
    const json_t *expected = json_object_get(fixture->root, "expect");
    struct webhook_request request = request_of(fixture);
    struct inbound_list got = {0};

    fixture->notifier->inbound(&fixture->settings, &request, &fixture->arena,
                               &got);
    CHECK_UINT(got.count, json_array_size(expected));
    for (size_t i = 0; i < got.count; i++) {
        const json_t *one = json_array_get(expected, i);

        CHECK_STR(got.items[i].from, word(one, "from"));
        CHECK_STR(got.items[i].to, word(one, "to"));
        CHECK_STR(got.items[i].text, word(one, "text"));
        CHECK_STR(got.items[i].id, word(one, "id"));
    }
    reached->inbound += got.count;
}

static const char *answer_name(enum delivery_answer answer)
{
    switch (answer) {
    case DELIVERY_FOUND:
        return "found";
    case DELIVERY_NOT_FOUND:
        return "not_found";
    case DELIVERY_NO_ANSWER:
        return "no_answer";
    }
    return "";
}

static void check_answer(struct fixture *fixture, struct reached *reached)
{
    const struct message message = gateway_message_for(fixture->notifier);
    const struct question question = {
        .key = message.key,
        .to = message.to,
        .text = message.text,
        .attempted = {GATEWAY_AT},
    };
    struct exchange_reply reply = reply_of(fixture);
    enum delivery_answer got;
    const char *reference;

    got = fixture->notifier->answer(&fixture->settings, &question, &reply,
                                    &fixture->arena, &reference);
    CHECK_STR(answer_name(got), word(fixture->root, "found"));
    CHECK_STR(reference, word(fixture->root, "reference"));
    reached->answers[got] = true;
}

static void check_fixture(struct fixture *fixture, struct reached *reached)
{
    const char *kind = word(fixture->root, "kind");

    if (str_same(kind, "reply"))
        check_reply(fixture, reached);
    else if (str_same(kind, "receipt"))
        check_receipt(fixture, reached);
    else if (str_same(kind, "inbound"))
        check_inbound(fixture, reached);
    else if (str_same(kind, "answer"))
        check_answer(fixture, reached);
    else
        FAIL("a fixture of no kind");
}

static int is_json(const struct dirent *entry)
{
    size_t len = strlen(entry->d_name);

    return len > 5 && strcmp(entry->d_name + len - 5, ".json") == 0;
}

/* Every file of a gateway's folder; how many there are. */
static size_t check_folder(const struct notifier *notifier,
                           struct reached *reached)
{
    char folder[1024];
    char path[2048];
    struct dirent **files;
    int count;

    (void)snprintf(folder, sizeof(folder), "%s/%s", FOLDER, notifier->name);
    count = scandir(folder, &files, is_json, alphasort);
    for (int i = 0; i < count; i++) {
        struct fixture fixture = {
            .file = files[i]->d_name,
            .notifier = notifier,
            .settings = gateway_settings_for(notifier),
        };

        (void)snprintf(path, sizeof(path), "%s/%s", folder, fixture.file);
        fixture.root = json_load_file(path, 0, NULL);
        /* Seen only when a check fails: which file it was. */
        printf("\r%s/%s                    ", notifier->name, fixture.file);
        CHECK(fixture.root != NULL);
        check_fixture(&fixture, reached);
        json_decref(fixture.root);
        arena_free(&fixture.arena);
        free(files[i]);
    }
    printf("\r");
    if (count >= 0)
        free(files);
    return count < 0 ? 0 : (size_t)count;
}

/* The others are what a person writes into kept.yaml. */
static bool is_dialect(const struct notifier *notifier)
{
    static const char *const plain[] = {"smtp", "http", "outbox"};

    for (size_t i = 0; i < ARRAY_LEN(plain); i++) {
        if (strcmp(plain[i], notifier->name) == 0)
            return false;
    }
    return true;
}

TEST(gateway_fixtures, are_read_as_they_say)
{
    const struct notifier *notifier;
    size_t all = 0;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        struct reached reached = {0};

        if (!is_dialect(notifier))
            continue;
        all += check_folder(notifier, &reached);
        for (int k = 0; k < DELIVERY_OUTCOME_COUNT; k++)
            CHECK(reached.outcomes[k]);
        for (int k = 0; notifier->answer != NULL && k < 3; k++)
            CHECK(reached.answers[k]);
        CHECK(notifier->receipt == NULL || reached.receipts > 0);
        CHECK(notifier->inbound == NULL || reached.inbound > 0);
    }
    CHECK(all > 300);
}
