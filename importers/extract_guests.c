#include <strings.h>

#include "base/pattern.h"
#include "importers/clean.h"
#include "importers/extract_scan.h"
#include "importers/extract_words.h"
#include "importers/extraction.h"

static bool same_mail(const char *left, const char *right)
{
    return left != NULL && right != NULL && strcasecmp(left, right) == 0;
}

static bool is_organizer(const struct ical_event *event,
                         const struct ical_person *guest)
{
    const struct ical_person *organizer = event->organizer;

    if (organizer == NULL)
        return false;
    if (organizer->mail != NULL)
        return same_mail(organizer->mail, guest->mail);
    return organizer->name != NULL && guest->name != NULL &&
           strcmp(organizer->name, guest->name) == 0;
}

/* The text, or NULL when it is an address instead of a name. */
static const char *name_of(const struct ical_person *person,
                           struct arena *arena)
{
    const char *name = clean_line(str_of(person->name), arena);

    return name == NULL || strchr(name, '@') != NULL ? NULL : name;
}

static bool is_same_person(const char *left, const char *right,
                           struct arena *arena)
{
    return words_have_name(left, right, arena) ||
           words_have_name(right, left, arena);
}

static bool is_provider(const struct extractor *extractor, const char *text)
{
    for (size_t i = 0; i < extractor->office->provider_count; i++) {
        const struct named_pattern *provider = &extractor->providers[i];

        if (strcasecmp(provider->name, text) == 0 ||
            (provider->pattern != NULL &&
             pattern_occurs(provider->pattern, str_of(text))))
            return true;
    }
    return false;
}

bool extract_is_staff(const struct extraction *extraction, const char *text)
{
    const struct ical_person *organizer = extraction->event->organizer;
    struct arena *arena = extraction->arena;
    const char *name = organizer == NULL ? NULL : name_of(organizer, arena);

    if (extraction->provider.text != NULL &&
        is_same_person(text, extraction->provider.text, arena))
        return true;
    return is_provider(extraction->extractor, text) ||
           (name != NULL && is_same_person(text, name, arena));
}

/* A room, a resource, the office itself. */
static bool is_no_customer(const struct extraction *extraction,
                           const struct ical_person *guest)
{
    const char *name = name_of(guest, extraction->arena);

    if (guest->kind != NULL && (strcmp(guest->kind, "ROOM") == 0 ||
                                strcmp(guest->kind, "RESOURCE") == 0))
        return true;
    if (guest->role != NULL && strcmp(guest->role, "CHAIR") == 0)
        return true;
    if (guest->mail != NULL &&
        strstr(guest->mail, "calendar.google.com") != NULL)
        return true;
    return is_organizer(extraction->event, guest) ||
           (name != NULL && is_provider(extraction->extractor, name)) ||
           (name != NULL && extraction->provider.text != NULL &&
            is_same_person(name, extraction->provider.text, extraction->arena));
}

/* Whether the guest is the customer whom labelled lines have named. */
static bool is_named(const struct extraction *extraction,
                     const struct ical_person *guest)
{
    const char *name = name_of(guest, extraction->arena);

    if (same_mail(extraction->mail.text, guest->mail))
        return true;
    return name != NULL && extraction->name.text != NULL &&
           is_same_person(name, extraction->name.text, extraction->arena);
}

/* The one guest who can be the customer; NULL when nobody or several can. */
static const struct ical_person *find_customer(
    const struct extraction *extraction)
{
    const struct ical_event *event = extraction->event;
    const struct ical_person *found = NULL;
    size_t count = 0;

    for (size_t i = 0; i < event->attendee_count; i++) {
        const struct ical_person *guest = &event->attendees[i];

        if (is_no_customer(extraction, guest))
            continue;
        if (is_named(extraction, guest))
            return guest;
        found = guest;
        count++;
    }
    return count == 1 ? found : NULL;
}

/*
 * Where nobody says who invites, the one guest may as well be the staff, in a
 * program that we do not know.
 */
static struct origin guest_origin(const struct extraction *extraction)
{
    struct origin origin = origin_by(ORIGIN_GUEST);

    if (extraction->event->organizer == NULL &&
        extraction->source == SOURCE_UNKNOWN)
        origin.sureness = SURENESS_LIKELY;
    return origin;
}

void extract_guests(struct extraction *extraction)
{
    const struct ical_event *event = extraction->event;
    const struct ical_person *guest = find_customer(extraction);

    if (extraction->source == SOURCE_NEXTCLOUD_BOOKING &&
        event->organizer != NULL)
        found_keep(&extraction->provider,
                   name_of(event->organizer, extraction->arena),
                   origin_by(ORIGIN_GUEST));
    if (guest == NULL)
        return;
    found_keep(&extraction->name, name_of(guest, extraction->arena),
               guest_origin(extraction));
    extract_mail(extraction, guest->mail, guest_origin(extraction));
    extraction->is_declined =
        guest->answer != NULL && strcmp(guest->answer, "DECLINED") == 0;
}
