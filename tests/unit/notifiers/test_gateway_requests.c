/*
 * test_gateway_requests.c - what each gateway is asked, word for word
 *
 * Files of tests/golden/requests. After a change that is meant, KEPT_BLESS=1
 * writes them anew: read the difference before it is committed.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/buf.h"
#include "tests/harness/gateways.h"
#include "tests/test.h"

#define FOLDER   TEST_FIXTURES_DIR "/../golden/requests"
#define TEXT_MAX (64UL * 1024)

static void put(struct buf *out, const char *name, const char *value)
{
    if (value != NULL)
        (void)buf_printf(out, "%s: %s\n", name, value);
}

/* A JSON body is easier to read in lines of its own. */
static void put_body(struct str body, struct buf *out)
{
    json_t *root =
        body.len == 0 ? NULL : json_loadb(body.at, body.len, 0, NULL);
    char *text = root == NULL ? NULL : json_dumps(root, JSON_INDENT(2));

    (void)buf_add_text(out, "\n");
    if (text != NULL)
        (void)buf_add_text(out, text);
    else
        (void)buf_add(out, body.at, body.len);
    (void)buf_add_text(out, "\n");
    free(text);
    json_decref(root);
}

static void write_down(const struct exchange_request *request, struct buf *out)
{
    (void)buf_printf(out, "%s %s\n",
                     request->method == NULL ? "RUN" : request->method,
                     request->url);
    for (size_t i = 0;
         request->arguments != NULL && request->arguments[i] != NULL; i++)
        put(out, "(word)", request->arguments[i]);
    put(out, "(user)", request->user);
    put(out, "(secret)", request->secret);
    put(out, "(signed)", request->scope);
    for (size_t i = 0; i < request->header_count; i++)
        put(out, request->headers[i].name, request->headers[i].value);
    put_body(request->body, out);
}

static void read_golden(const char *path, struct buf *out)
{
    FILE *file = fopen(path, "r");
    char chunk[4096];
    size_t len;

    if (file == NULL)
        FAIL(path);
    while ((len = fread(chunk, 1, sizeof(chunk), file)) > 0)
        (void)buf_add(out, chunk, len);
    (void)fclose(file);
}

static void bless(const char *path, const struct buf *text)
{
    FILE *file = fopen(path, "w");

    if (file == NULL || fputs(buf_text(text), file) < 0 || fclose(file) != 0)
        FAIL(path);
}

static void check_golden(const struct notifier *notifier)
{
    struct gateway_settings settings = gateway_settings_for(notifier);
    struct message message = gateway_message_for(notifier);
    struct exchange_request request;
    struct arena arena = {0};
    struct buf golden, got;
    struct error err;
    char path[1024];

    (void)snprintf(path, sizeof(path), "%s/%s.txt", FOLDER, notifier->name);
    buf_init(&golden, TEXT_MAX);
    buf_init(&got, TEXT_MAX);
    CHECK(notifier->compose(&settings, &message, &arena, &request, &err));
    write_down(&request, &got);
    if (getenv("KEPT_BLESS") != NULL)
        bless(path, &got);
    read_golden(path, &golden);
    CHECK_STR(buf_text(&got), buf_text(&golden));
    buf_finish(&got);
    buf_finish(&golden);
    arena_free(&arena);
}

TEST(gateway_requests, are_what_was_agreed_upon)
{
    static const char *const plain[] = {"smtp", "http", "outbox"};
    const struct notifier *notifier;
    size_t count = 0;

    for (size_t i = 0; (notifier = notifier_at(i)) != NULL; i++) {
        bool is_plain = false;

        for (size_t k = 0; k < ARRAY_LEN(plain); k++)
            is_plain = is_plain || strcmp(plain[k], notifier->name) == 0;
        if (!is_plain)
            check_golden(notifier);
        count += is_plain ? 0 : 1;
    }
    CHECK(count >= 19);
}
