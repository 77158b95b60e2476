#include "tests/harness/caldav_talk.h"

#include <string.h>

#include "tests/test.h"

static const struct caldav_resource two[] = {
    {PLACE "1.ics", "e1", "one"},
    {PLACE "2.ics", "e2", "two"},
};

void remember(struct talk *talk, const char *token)
{
    talk->memory = (struct caldav_memory){
        .collection = WORK,
        .token = token,
        .ctag = "c1",
        .whole = {1000000},
        .resources = two,
        .count = ARRAY_LEN(two),
    };
}

void begin(struct talk *talk, const char *url)
{
    buf_init(&talk->document, 1024UL * 1024);
    talk->request = (struct caldav_request){
        .url = url,
        .now = {1000000 + 3600},
        .from = {1735689600}, /* 2025-01-01 */
        .until = {1767225600},
        .memory = &talk->memory,
    };
    talk->sync = caldav_start(&talk->request, &talk->document, &talk->arena);
    talk->ok = caldav_next(talk->sync, NULL, &talk->scratch, &talk->ask,
                           &talk->more, &talk->err);
    CHECK(talk->ok && talk->more);
}

void say(struct talk *talk, int status, const char *body)
{
    struct exchange_reply reply = {
        .status = status,
        .body = str_of(body),
        .etag = talk->etag,
        .location = talk->location,
    };

    CHECK(talk->ok && talk->more);
    arena_free(&talk->scratch);
    talk->ok = caldav_next(talk->sync, &reply, &talk->scratch, &talk->ask,
                           &talk->more, &talk->err);
    talk->location = NULL;
}

void answer(struct talk *talk, int status, const char *body)
{
    say(talk, status, body);
    if (!talk->ok)
        FAIL(talk->err.text);
}

void check_asked(const struct talk *talk, const char *method, const char *url,
                 const char *part)
{
    CHECK(talk->more);
    CHECK_STR(talk->ask.method, method);
    CHECK_STR(talk->ask.url, url);
    CHECK_CONTAINS(talk->ask.body.len == 0 ? "" : talk->ask.body.at, part);
}

void check_failed(const struct talk *talk, enum error_kind kind,
                  const char *said)
{
    CHECK(!talk->ok);
    CHECK_STR(error_kind_name(talk->err.kind), error_kind_name(kind));
    CHECK_CONTAINS(talk->err.text, said);
    /* An address may be a secret; those to choose from are asked for. */
    CHECK(kind == ERROR_USAGE || strstr(talk->err.text, PLACE) == NULL);
}

const struct caldav_delta *check_done(const struct talk *talk)
{
    CHECK(!talk->more);
    return caldav_delta(talk->sync);
}

void end(struct talk *talk)
{
    buf_finish(&talk->document);
    arena_free(&talk->arena);
    arena_free(&talk->scratch);
}
