/*
 * fuzz_caldav.c - a whole conversation with a CalDAV server of any manners
 *
 * The input is the server's side: answers parted by lines "=== 207 LOCATION".
 * The first byte says what we remember.
 */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "importers/caldav.h"
#include "importers/caldav_href.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#define SOURCE "https://dav.example.org/calendars/ada/"

static const struct caldav_resource resources[] = {
    {"/calendars/ada/work/1.ics", "e1", "one"},
    {"/calendars/ada/work/2.ics", "e2", "two"},
    {"/calendars/ada/work/3.ics", "", ""},
};

static const struct caldav_memory memories[] = {
    {.collection = NULL},
    {.collection = SOURCE "work/",
     .token = "t1",
     .ctag = "c1",
     .whole = {1000000},
     .resources = resources,
     .count = ARRAY_LEN(resources)},
    {.collection = SOURCE "work/",
     .ctag = "c1",
     .whole = {1000000},
     .resources = resources,
     .count = ARRAY_LEN(resources)},
    {.collection = SOURCE "work/", .resources = resources, .count = 2},
};

/* The next answer; false when the server has nothing more to say. */
static bool next_reply(struct str *rest, struct arena *arena,
                       struct exchange_reply *out)
{
    const char *mark;
    const char *line_end;
    size_t len;

    if (rest->len < 4 || memcmp(rest->at, "=== ", 4) != 0)
        return false;
    line_end = memchr(rest->at, '\n', rest->len);
    if (line_end == NULL)
        return false;
    *out = (struct exchange_reply){.problem = ""};
    len = (size_t)(line_end - rest->at);
    if (len >= 7)
        out->status =
            (int)strtol(arena_strndup(arena, rest->at + 4, 3), NULL, 10);
    if (len > 8 && strncmp(rest->at + 8, "https://", 8) == 0)
        out->location = arena_strndup(arena, rest->at + 8, len - 8);
    rest->at += len + 1;
    rest->len -= len + 1;
    mark = memmem(rest->at, rest->len, "\n=== ", 5);
    len = mark == NULL ? rest->len : (size_t)(mark - rest->at);
    out->body = (struct str){arena_strndup(arena, rest->at, len), len};
    out->etag = "\"g\"";
    rest->at += mark == NULL ? len : len + 1;
    rest->len -= mark == NULL ? len : len + 1;
    return true;
}

static void check_ask(const struct exchange_request *ask)
{
    assert(caldav_href_may_follow(SOURCE, ask->url) ||
           strncmp(ask->url, "https://", 8) == 0);
    assert(strpbrk(ask->url, "\r\n\t ") == NULL);
    assert(ask->header_count > 0);
}

static void check_delta(const struct caldav_delta *delta)
{
    assert(delta->collection != NULL);
    for (size_t i = 0; i < delta->kept_count; i++) {
        assert(*delta->kept[i].href == '/');
        assert(delta->kept[i].etag != NULL && delta->kept[i].uid != NULL);
    }
    for (size_t i = 0; i < delta->gone_count; i++) {
        assert(*delta->gone[i] != '\0');
        for (size_t j = 0; j < delta->kept_count; j++)
            assert(strcmp(delta->gone[i], delta->kept[j].uid) != 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct caldav_request request = {
        .url = SOURCE,
        .now = {1003600},
        .until = {2000000},
        .memory = &memories[size == 0 ? 0 : data[0] % ARRAY_LEN(memories)],
    };
    struct str rest = {(const char *)data + 1, size == 0 ? 0 : size - 1};
    struct exchange_request ask = {0};
    struct exchange_reply reply;
    struct arena arena = {0};
    struct arena scratch = {0};
    struct caldav *sync;
    struct buf document;
    struct error err;
    bool more;
    bool ok;

    buf_init(&document, 65536);
    sync = caldav_start(&request, &document, &arena);
    ok = caldav_next(sync, NULL, &scratch, &ask, &more, &err);
    assert(ok);
    while (ok && more && next_reply(&rest, &arena, &reply)) {
        check_ask(&ask);
        arena_free(&scratch);
        ok = caldav_next(sync, &reply, &scratch, &ask, &more, &err);
    }
    if (ok && !more)
        check_delta(caldav_delta(sync));
    buf_finish(&document);
    arena_free(&arena);
    arena_free(&scratch);
    return 0;
}
