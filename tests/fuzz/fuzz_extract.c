/*
 * fuzz_extract.c - the words of an event: any text, as title, description,
 * place, guest, host, program and more, which NUL bytes divide
 *
 * What comes out is clean text, and every field that is there says where it
 * came from.
 */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "importers/extract.h"
#include "tests/fuzz/fuzz_texts.h"

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

/* One for all: making it takes longer than most texts. */
static struct extractor *extractor;

/* What is kept of the origins says the same when it is read again. */
static void check_origins(const struct extracted *got, struct arena *arena)
{
    const struct booking *booking = &got->booking;
    const struct origin *fields = got->origins.field;
    char text[ORIGINS_TEXT_MAX];
    struct origins again;

    origins_decode(booking->origins, arena, &again);
    assert(strcmp(origins_encode(&again, text), booking->origins) == 0);
    assert((booking->customer_name == NULL) ==
           (fields[FIELD_NAME].way == ORIGIN_NOWHERE));
    assert((booking->phone == NULL && booking->phone_doubt == NULL) ==
           (fields[FIELD_PHONE].way == ORIGIN_NOWHERE));
    assert((booking->mail == NULL) ==
           (fields[FIELD_MAIL].way == ORIGIN_NOWHERE));
    assert(!booking->phone_unsure || booking->phone != NULL);
    assert(!booking->mail_unsure || booking->mail != NULL);
    assert(booking->phone == NULL || booking->phone_unsure ||
           fields[FIELD_PHONE].sureness == SURENESS_SURE);
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
    check_text(booking->notes);
    assert(booking->phone == NULL || booking->phone[0] == '+');
    assert(booking->phone == NULL || booking->phone_doubt == NULL);
    assert(booking->customer_name == NULL ||
           utf8_count(str_of(booking->customer_name)) <= 120);
    assert(!booking->has_price || booking->price_minor >= 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const struct office office = {
        .country = "FR",
        .currency = "EUR",
        .phone = "+33 1 99 00 12 34",
        .services = services,
        .service_count = ARRAY_LEN(services),
        .providers = providers,
        .provider_count = ARRAY_LEN(providers),
    };
    struct str rest = {(const char *)data, size};
    struct arena arena = {0};
    struct ical_person guest = {0};
    struct ical_event event = {.uid = "u", .sequence = -1};
    struct ical_person host = {0};
    struct ical_extra extra = {.value = "1"};
    struct extract_source source = {0};
    struct extracted got;
    struct error err;

    if (extractor == NULL &&
        !extractor_create(&office, &feed, &extractor, &err))
        abort();
    event.summary = next_text(&rest, &arena);
    event.description = next_text(&rest, &arena);
    event.location = next_text(&rest, &arena);
    event.url = next_text(&rest, &arena);
    guest.name = next_text(&rest, &arena);
    guest.mail = next_text(&rest, &arena);
    event.attendees = &guest;
    event.attendee_count = guest.mail != NULL;
    host.name = next_text(&rest, &arena);
    host.mail = next_text(&rest, &arena);
    event.organizer = host.mail == NULL ? NULL : &host;
    source.product = next_text(&rest, &arena);
    event.privacy = next_text(&rest, &arena);
    extra.name = next_text(&rest, &arena);
    event.extras = &extra;
    event.extra_count = extra.name != NULL;
    extract_event(extractor, &source, &event, &arena, &got);
    check(&got);
    check_origins(&got, &arena);
    arena_free(&arena);
    return 0;
}
