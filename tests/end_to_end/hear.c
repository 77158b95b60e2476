/*
 * hear.c - reads requests that a gateway sent to us, as the program would
 *
 * hear GATEWAY HOOK_URL <REQUEST: the bytes as they came; the URL that the
 * request line lacks is the beginning of HOOK_URL. Secrets are in the
 * environment: HEAR_SECRET (also for tokens), HEAR_SIGNING. Prints one JSON
 * object.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <jansson.h>

#include "notifiers/notifier.h"

#define REQUEST_MAX (2UL * 1024 * 1024)
#define HEADERS_MAX 100

struct heard {
    struct arena arena;
    struct exchange_header headers[HEADERS_MAX];
    struct webhook_request request;
};

/* Cuts a line off; NULL at the blank one. */
static char *next_line(char **at)
{
    char *line = *at;
    size_t len = strcspn(line, "\r\n");
    char *rest = line + len;

    rest += *rest == '\r' ? 1 : 0;
    rest += *rest == '\n' ? 1 : 0;
    line[len] = '\0';
    *at = rest;
    return len == 0 ? NULL : line;
}

/* "https://host:port" of a URL. */
static char *origin(struct heard *heard, const char *url)
{
    const char *host = strstr(url, "://") + 3;

    return arena_strndup(&heard->arena, url,
                         (size_t)(host - url) + strcspn(host, "/"));
}

static void read_request(struct heard *heard, const char *hook)
{
    char *text = arena_alloc(&heard->arena, REQUEST_MAX + 1);
    size_t len = fread(text, 1, REQUEST_MAX, stdin);
    char *at = text;
    char *line = next_line(&at);
    char *path = line == NULL ? NULL : strchr(line, ' ');

    if (path == NULL)
        exit(2);
    *path++ = '\0';
    path[strcspn(path, " ")] = '\0';
    heard->request.method = line;
    heard->request.url =
        arena_printf(&heard->arena, "%s%s", origin(heard, hook), path);
    heard->request.headers = heard->headers;
    while ((line = next_line(&at)) != NULL &&
           heard->request.header_count < HEADERS_MAX) {
        char *colon = strchr(line, ':');

        if (colon == NULL)
            continue;
        *colon++ = '\0';
        heard->headers[heard->request.header_count++] =
            (struct exchange_header){.name = line,
                                     .value = colon + strspn(colon, " ")};
    }
    heard->request.body =
        (struct str){.at = at, .len = len - (size_t)(at - text)};
}

static json_t *receipts_json(const struct receipt_list *list)
{
    json_t *all = json_array();

    for (size_t i = 0; i < list->count; i++) {
        const struct receipt *one = &list->items[i];

        (void)json_array_append_new(
            all, json_pack("{s:s, s:s?, s:s?, s:s?, s:s?, s:s, s:b, s:b}",
                           "state", receipt_state_name(one->state), "key",
                           one->key, "reference", one->reference, "to", one->to,
                           "code", one->code, "detail", one->detail, "passing",
                           one->is_passing, "suppress", one->suppress));
    }
    return all;
}

static json_t *inbound_json(const struct inbound_list *list)
{
    json_t *all = json_array();

    for (size_t i = 0; i < list->count; i++) {
        const struct inbound *one = &list->items[i];

        (void)json_array_append_new(
            all, json_pack("{s:s, s:s?, s:s, s:s?}", "from", one->from, "to",
                           one->to, "text", one->text, "id", one->id));
    }
    return all;
}

int main(int argc, char **argv)
{
    struct heard heard = {0};
    struct gateway_settings settings = {
        .name = "sms",
        .kind = argc > 1 ? argv[1] : NULL,
        .hook_url = argc > 2 ? argv[2] : NULL,
        .secret = getenv("HEAR_SECRET"),
        .signing = getenv("HEAR_SIGNING"),
        .hook_secret = getenv("HEAR_SECRET"),
    };
    const struct notifier *notifier = notifier_find(settings.kind);
    struct receipt_list receipts = {0};
    struct inbound_list inbound = {0};
    struct webhook_trust trust;
    json_t *said;

    if (argc != 3 || notifier == NULL || strstr(argv[2], "://") == NULL)
        return 2;
    read_request(&heard, settings.hook_url);
    gateway_trust(&settings, (struct instant){(int64_t)time(NULL)}, &trust);
    if (notifier->receipt != NULL)
        notifier->receipt(&settings, &heard.request, &heard.arena, &receipts);
    if (notifier->inbound != NULL)
        notifier->inbound(&settings, &heard.request, &heard.arena, &inbound);
    said = json_pack("{s:b, s:o, s:o}", "believed",
                     gateway_believes(&settings, &heard.request, &trust),
                     "receipts", receipts_json(&receipts), "inbound",
                     inbound_json(&inbound));
    (void)json_dumpf(said, stdout, 0);
    json_decref(said);
    arena_free(&heard.arena);
    return 0;
}
