/*
 * extraction.h - one visit while its fields are being found
 *
 * Private to the extract_* files. Each of them fills what is still empty, so
 * the order of their calls (extract.c) is the order of trust.
 */
#ifndef IMPORTERS_EXTRACTION_H
#define IMPORTERS_EXTRACTION_H

#include "domain/phone_reader.h"
#include "importers/amount.h"
#include "importers/extract.h"
#include "importers/extract_labels.h"
#include "importers/feed_mapping.h"

struct pattern;

/* A service or provider of the office, with how it is recognised. */
struct named_pattern {
    const char *name;
    struct pattern *pattern; /* NULL: by its name */
};

struct extractor {
    const struct office *office;
    const struct feed *feed;  /* or NULL */
    struct pattern *ignore;   /* or NULL */
    struct pattern *match;    /* or NULL */
    struct pattern **mapping; /* of the feed's patterns, as many */
    struct named_pattern *services;
    struct named_pattern *providers;
    struct label_index *labels;
    struct phone_reader *phones;
    char own_phone[PHONE_E164_MAX]; /* the office's; "" when not known */
};

/* Programs whose habits we know (ical.md 2). */
enum source {
    SOURCE_UNKNOWN,
    SOURCE_ACUITY,
    SOURCE_CALCOM,
    SOURCE_CALENDLY,
    SOURCE_NEXTCLOUD_BOOKING,
    SOURCE_NEXTCLOUD_APP, /* the Appointments app */
};

struct found {
    const char *text; /* NULL: not found */
    struct origin origin;
};

struct extraction {
    const struct extractor *extractor;
    const struct extract_source *from;
    const struct ical_event *event;
    struct arena *arena;
    enum source source;
    struct phone_reader *phones;
    const char *summary;     /* one clean line; "" when there is none */
    const char *title;       /* without "Canceled:", numbers, addresses */
    const char *description; /* plain lines; "" when there is none */
    const char *whole;       /* the description as it was, for `match` */
    bool title_says_cancelled;

    struct found name;
    struct found phone;       /* E.164 */
    struct found phone_doubt; /* as written */
    struct found mail;
    struct found service;
    struct found provider;
    struct found location;
    struct found notes;
    struct found customer; /* the id in the office's own system */
    const char *language;
    bool is_mapped; /* by one of the feed's patterns */
    bool has_price;
    struct amount price;
    struct origin price_origin;
    struct amount service_price; /* in brackets; 0 when there is none */
    bool is_declined;            /* by the customer */
};

/* How sure a field is that came that way, when nothing else is known. */
static inline struct origin origin_by(enum origin_way way)
{
    bool is_loose = way == ORIGIN_TEXT || way == ORIGIN_TITLE;

    return (struct origin){
        .way = way,
        .sureness = is_loose ? SURENESS_LIKELY : SURENESS_SURE,
    };
}

/* Fills `found` unless something surer is there or `text` is empty. */
static inline void found_keep(struct found *found, const char *text,
                              struct origin origin)
{
    if (found->text == NULL && !str_is_empty(text))
        *found = (struct found){.text = text, .origin = origin};
}

/*
 * Takes a number as written: good, or doubtful when nothing better comes. Of
 * two in one value the mobile one.
 */
void extract_phone(struct extraction *extraction, const char *text,
                   struct origin origin);

/* The best number of a customer's own line; NULL when it has none. */
const char *extract_number_in(const struct extraction *extraction,
                              const char *text);

/* Whether a text is a number and nothing else: no letters, no digits. */
bool extract_is_number(const struct extraction *extraction, const char *text);

/* Takes an address, unless it is the office's or stands for a number. */
void extract_mail(struct extraction *extraction, const char *text,
                  struct origin origin);

/* Takes an amount as written, unless there is one. */
void extract_price(struct extraction *extraction, const char *text,
                   struct origin origin);

/*
 * A service text loses "($140.00)" and "(45 min)"; the sum of the prices is
 * kept, for when no label gives one.
 */
const char *extract_service_text(struct extraction *extraction,
                                 const char *text);

/* Numbers and addresses that no label explains (extract_contact.c). */
void extract_contacts(struct extraction *extraction);

/*
 * Of the numbers in `text` the one that a word before it names is taken, the
 * mobile one first, or the only one; of several others none is sure.
 */
void extract_phones_in(struct extraction *extraction, const char *text,
                       struct origin origin);

/* What the feed's own patterns say (extract_mapping.c). */
void extract_mapped(struct extraction *extraction);

/* The labelled lines of the description (extract_lines.c). */
void extract_lines(struct extraction *extraction);

/* The guests (extract_guests.c). */
void extract_guests(struct extraction *extraction);

/* Whether `text` names the organizer or one of the office's providers. */
bool extract_is_staff(const struct extraction *extraction, const char *text);

/* The patterns of the title (extract_title.c). */
void extract_title(struct extraction *extraction);

#endif
