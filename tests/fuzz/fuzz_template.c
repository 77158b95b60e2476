/*
 * fuzz_template.c - a text an office writes is refused or rendered
 *
 * What passes the check must render for every visit, of one and of several.
 * The first byte chooses channel and kind; a line feed parts the body from the
 * subject.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "notifiers/wording_check.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct service services[] = {{.name = "Détartrage"}};

static void require(bool fact)
{
    if (!fact)
        abort();
}

static struct message render(const struct office *office,
                             const struct text *text, size_t visit_count,
                             bool *ok, struct arena *arena)
{
    struct customer customer = {.name = "",
                                .phone = "+33639980101",
                                .mail = "anna@example.org"};
    struct appointment appointment = {
        .start = {1795527000},
        .zone = zone_utc(),
        .service = "",
        .provider = "",
        .site = "",
    };
    struct customer child = {.name = "Tom"};
    struct wording_visit visits[] = {
        {.customer = &customer,
         .appointment = &appointment,
         .was = &appointment},
        {.customer = &child, .appointment = &appointment, .was = &appointment},
    };
    struct wording_request request = {
        .office = office,
        .kind = text->kind,
        .rule = "",
        .channel = text->channel,
        .visits = visits,
        .visit_count = visit_count,
    };
    struct message message = {0};
    struct error err;

    *ok = wording_message(&request, arena, &message, &err);
    return message;
}

static void check(const struct text *text, struct arena *arena)
{
    struct office office = {
        .name = "Cabinet",
        .language = "fr",
        .phone = "+33 1 99 00 12 34",
        .services = services,
        .service_count = ARRAY_LEN(services),
        .texts = text,
        .text_count = 1,
    };
    struct wording_report report;
    struct message message;
    struct error err;
    bool ok;

    if (!wording_check(&office, text, arena, &report, &err)) {
        require(err.kind == ERROR_USAGE && err.text[0] != '\0');
        return;
    }
    for (size_t count = 1; count <= 2; count++) {
        message = render(&office, text, count, &ok, arena);
        /* Only its length can still be too much. */
        require(ok || strlen(text->body) > 512);
        require(!ok || text->channel == CHANNEL_MAIL || message.parts > 0);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct text text = {.rule = "", .language = "fr"};
    struct arena arena = {0};
    char *body;
    char *line;

    if (size < 2)
        return 0;
    body = arena_strndup(&arena, (const char *)data + 1, size - 1);
    line = strchr(body, '\n');
    text.channel = data[0] % 2 == 0 ? CHANNEL_SMS : CHANNEL_MAIL;
    text.kind = (enum message_kind)(data[0] / 2 % MESSAGE_KIND_COUNT);
    if (line != NULL) {
        *line = '\0';
        text.subject = line + 1;
    }
    text.body = body;
    check(&text, &arena);
    arena_free(&arena);
    return 0;
}
