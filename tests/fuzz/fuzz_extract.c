/*
 * fuzz_extract.c - the words of an event: any text, as title, description,
 * place and guest, which NUL bytes divide
 */
#include <assert.h>
#include <string.h>

#include "base/utf8.h"
#include "importers/extract.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct service services[] = {
    {.name = "Cleaning", .match = "détartrage|cleaning"},
    {.name = "Root canal"},
};
static const struct provider providers[] = {
    {.name = "Dr Martin", .match = "martin", .site = "Lilas"},
};
static const struct feed feed = {.name = "chair-1",
                                 .provider = "Dr Martin",
                                 .ignore = "lunch|privé"};

/* The next text, as the importer hands it over: valid UTF-8, or NULL. */
static const char *next_text(struct str *rest, struct arena *arena)
{
    const char *end = rest->len == 0 ? NULL : memchr(rest->at, '\0', rest->len);
    size_t len = end == NULL ? rest->len : (size_t)(end - rest->at);
    struct str text = {rest->at, len};

    *rest = end == NULL ? (struct str){0}
                        : (struct str){end + 1, rest->len - len - 1};
    return len == 0 || !utf8_is_valid(text)
               ? NULL
               : arena_strndup(arena, text.at, text.len);
}

static void check_text(const char *text)
{
    if (text == NULL)
        return;
    assert(*text != '\0');
    assert(utf8_is_valid(str_of(text)));
    assert(strpbrk(text, "\r\n\t") == NULL);
}

static void check(const struct extracted *got)
{
    const struct booking *booking = &got->booking;

    check_text(booking->summary);
    check_text(booking->customer_name);
    check_text(booking->phone);
    check_text(booking->mail);
    check_text(booking->service);
    check_text(booking->provider);
    check_text(booking->location);
    assert(booking->phone == NULL || booking->phone[0] == '+');
    assert(booking->phone == NULL || booking->phone_doubt == NULL);
    assert(booking->customer_name == NULL ||
           utf8_count(str_of(booking->customer_name)) <= 120);
    assert(!booking->has_price || booking->price_minor >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct office office = {
        .country = "FR",
        .currency = "EUR",
        .phone = "+33 1 99 00 12 34",
        .services = services,
        .service_count = ARRAY_LEN(services),
        .providers = providers,
        .provider_count = ARRAY_LEN(providers),
        .zone = zone_utc(),
    };
    struct str rest = {(const char *)data, size};
    struct arena arena = {0};
    struct ical_person guest = {0};
    struct ical_event event = {.uid = "u", .sequence = -1};
    struct ical_occurrence occurrence = {.event = &event, .recurrence = ""};
    struct ical_calendar calendar = {0};
    struct extractor *extractor;
    struct extracted got;
    struct error err;

    if (!extractor_create(&office, &feed, &extractor, &err))
        return 0;
    event.summary = next_text(&rest, &arena);
    event.description = next_text(&rest, &arena);
    event.location = next_text(&rest, &arena);
    event.url = next_text(&rest, &arena);
    guest.name = next_text(&rest, &arena);
    guest.mail = next_text(&rest, &arena);
    event.attendees = &guest;
    event.attendee_count = guest.mail != NULL;
    extract_booking(extractor, &calendar, &occurrence, &arena, &got);
    check(&got);
    extractor_destroy(extractor);
    arena_free(&arena);
    return 0;
}
