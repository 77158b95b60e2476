/*
 * extract.h - who comes, for what, and how to reach them, from a visit's words
 *
 * A calendar holds texts; product.md wants a customer with a number. In this
 * order, the first that knows wins: the feed's own patterns; labelled lines of
 * the description, those under a customer's heading before all; the guest;
 * numbers and addresses anywhere; the title. What nothing settles stays empty:
 * a name or number is never guessed. The office's own patterns for services
 * and providers have the last word on both. Pure.
 *
 * Only to a sure number or mailbox may anything be sent without a person's
 * look: one that a label, a heading or a word before it names, a line that is
 * nothing but it, the guest of an event that names its host, a tel: link, an
 * operator's pattern. The only one among other words is likely; one of several
 * is doubtful.
 */
#ifndef IMPORTERS_EXTRACT_H
#define IMPORTERS_EXTRACT_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/booking.h"
#include "domain/office.h"
#include "domain/origin.h"
#include "importers/ical.h"

/* Why a visit is no appointment. */
enum extract_block {
    BLOCK_NONE,        /* it is one */
    BLOCK_IGNORED,     /* its title matches the feed's `ignore` */
    BLOCK_UNMATCHED,   /* nothing of it matches the feed's `match` */
    BLOCK_BUSY,        /* "Busy", "Lunch": time that is taken */
    BLOCK_PREPARATION, /* before or after an appointment */
    BLOCK_ALL_DAY,     /* all-day and nobody to reach */
    BLOCK_NO_CUSTOMER, /* no title and nobody to reach */
    BLOCK_PRIVATE,     /* marked private, and nobody to reach */
};

#define EXTRACT_BLOCK_COUNT 8

/* What the document says of itself, of an ical_head or an ical_calendar. */
struct extract_source {
    const char *product; /* PRODID, or NULL */
    const char *method;  /* in upper case: "CANCEL", or NULL */
};

/* What an event says, the same for all its visits. */
struct extracted {
    enum extract_block block;         /* of a visit with a time of day */
    enum extract_block block_all_day; /* of one that takes whole days */
    struct booking booking; /* of a block too; without slot and recurrence */
    const char *status;     /* "confirmed", "tentative", "cancelled" */
    struct origins origins; /* of the booking's fields */
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

/*
 * Reads the words of one event: once, however many visits it has. Texts
 * belong to `arena`, to the event, or to the office.
 */
void extract_event(const struct extractor *extractor,
                   const struct extract_source *source,
                   const struct ical_event *event, struct arena *arena,
                   struct extracted *out);

/*
 * The booking of one of its visits: `found` with the visit's slot. Cheap, and
 * allocates nothing. Returns why it is no appointment, or BLOCK_NONE.
 */
enum extract_block extract_visit(const struct extracted *found,
                                 const struct ical_occurrence *occurrence,
                                 struct booking *out);

/* "ignored", "busy"…; "" for BLOCK_NONE. */
const char *extract_block_name(enum extract_block block) NEVER_NULL;

/* Why, for people: "its title matches the feed's 'ignore'". */
const char *extract_block_reason(enum extract_block block) NEVER_NULL;

#endif
