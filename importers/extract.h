/*
 * extract.h - who comes, for what, and how to reach them, from a visit's words
 *
 * A calendar holds texts; product.md wants a customer with a number. In this
 * order, the first that knows wins: labelled lines of the description, those
 * under a customer's heading before all; the guest; numbers and addresses
 * anywhere; the title. What nothing settles stays empty: a name or number is
 * never guessed. The office's own patterns for services and providers have
 * the last word on both. Pure.
 */
#ifndef IMPORTERS_EXTRACT_H
#define IMPORTERS_EXTRACT_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/booking.h"
#include "domain/office.h"
#include "importers/ical.h"

/* Why a visit is no appointment. */
enum extract_block {
    BLOCK_NONE,        /* it is one */
    BLOCK_IGNORED,     /* its title matches the feed's `ignore` */
    BLOCK_BUSY,        /* "Busy", "Lunch": time that is taken */
    BLOCK_PREPARATION, /* before or after an appointment */
    BLOCK_ALL_DAY,     /* all-day and nobody to reach */
    BLOCK_NO_CUSTOMER, /* no title and nobody to reach */
};

#define EXTRACT_BLOCK_COUNT 6

/* Where a field came from, surest first. */
enum extract_origin {
    ORIGIN_NOWHERE,
    ORIGIN_LABEL,   /* a labelled line */
    ORIGIN_GUEST,   /* ATTENDEE, ORGANIZER */
    ORIGIN_TEXT,    /* somewhere in the description, place or URL */
    ORIGIN_TITLE,   /* by the title's pattern */
    ORIGIN_SETTING, /* the feed's or the office's own */
};

struct extracted {
    enum extract_block block;
    struct booking booking; /* of a block too: slot, uid, summary */
    const char *status;     /* "confirmed", "tentative", "cancelled" */
    enum extract_origin name_from;
    enum extract_origin phone_from;
    enum extract_origin mail_from;
    enum extract_origin service_from;
    enum extract_origin provider_from;
};

/* An office's and a feed's patterns, compiled. Borrows both. */
struct extractor;

/*
 * `feed` may be NULL. ERROR_USAGE names the service, provider or feed whose
 * pattern is wrong. The caller destroys it.
 */
MUST_USE bool extractor_create(const struct office *office,
                               const struct feed *feed, struct extractor **out,
                               struct error *err);
void extractor_destroy(struct extractor *extractor);

/* One visit of `calendar`; texts belong to `arena` or to the calendar. */
void extract_booking(const struct extractor *extractor,
                     const struct ical_calendar *calendar,
                     const struct ical_occurrence *occurrence,
                     struct arena *arena, struct extracted *out);

/* "ignored", "busy"…; "" for BLOCK_NONE. */
const char *extract_block_name(enum extract_block block) NEVER_NULL;

#endif
