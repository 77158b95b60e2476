/*
 * origin.h - where each field of a booking came from, and how sure that is
 *
 * An importer notes it, the store keeps it as a short text, people read it as
 * a sentence. How sure decides what may happen: only to a telephone number
 * and a mail address that are SURE may anything be sent without a person's
 * look; what is LIKELY is shown for approval, what is a GUESS is doubtful.
 */
#ifndef DOMAIN_ORIGIN_H
#define DOMAIN_ORIGIN_H

#include "base/arena.h"

enum origin_field {
    FIELD_NAME,
    FIELD_PHONE, /* of phone_doubt, too */
    FIELD_MAIL,
    FIELD_SERVICE,
    FIELD_PROVIDER,
    FIELD_PRICE,
    FIELD_LOCATION,
    FIELD_NOTES,
    FIELD_CUSTOMER, /* the id in the office's own system */
};

#define FIELD_COUNT 9

enum origin_way {
    ORIGIN_NOWHERE, /* the source does not say */
    ORIGIN_PATTERN, /* a pattern of the office file */
    ORIGIN_LABEL,   /* a line "label: value" */
    ORIGIN_WORD,    /* a word directly before it: "tel 01 99 …" */
    ORIGIN_HEADING, /* a line below a heading: "Customer" */
    ORIGIN_GUEST,   /* ATTENDEE or ORGANIZER of the event */
    ORIGIN_PRODUCT, /* the habit of a program that we know */
    ORIGIN_URL,     /* a tel: link */
    ORIGIN_PLACE,   /* the event's place */
    ORIGIN_TEXT,    /* somewhere in the description */
    ORIGIN_TITLE,   /* the title */
    ORIGIN_OFFICE,  /* a service or provider of the office, recognised */
    ORIGIN_SETTING, /* what the office file says of the feed */
    ORIGIN_COLUMN,  /* a column of a table */
};

#define ORIGIN_WAY_COUNT 14

/* In order: a larger one may be trusted more. */
enum sureness {
    SURENESS_NONE,
    SURENESS_MIXED, /* a name whose words mix alphabets: a forgery, perhaps */
    SURENESS_GUESS,
    SURENESS_LIKELY,
    SURENESS_SURE,
};

#define SURENESS_COUNT 5

struct origin {
    enum origin_way way;
    enum sureness sureness;
    const char *label; /* the label, word or column as written; or NULL */
};

struct origins {
    struct origin field[FIELD_COUNT];
};

/* Bytes of a label that are kept. */
#define ORIGIN_LABEL_MAX 40
/* An encoded text and its NUL. */
#define ORIGINS_TEXT_MAX (FIELD_COUNT * (ORIGIN_LABEL_MAX + 4) + 1)

/*
 * "nL!Patient;pW!tel;sI~": for each known field its letter (n p m s v a l t i
 * in the order of the enum), the way's letter (P L W H G S U A T I O F C),
 * how sure ('!' sure, '~' likely, '?' a guess, 'x' mixed alphabets) and the
 * label; ';' between them. "" when nothing is known. Returns `out`.
 */
char *origins_encode(const struct origins *origins,
                     char out[ORIGINS_TEXT_MAX]) NEVER_NULL;

/*
 * Reads it again; labels belong to `arena`. What a newer program wrote, or
 * nobody, is left out. `text` may be NULL.
 */
void origins_decode(const char *text, struct arena *arena, struct origins *out);

/* "name", "phone", "mail", "service" … */
const char *origin_field_name(enum origin_field field) NEVER_NULL;

/* "label", "word", "guest" …; "" for ORIGIN_NOWHERE. */
const char *origin_way_name(enum origin_way way) NEVER_NULL;

/* "sure", "likely", "guess", "mixed"; "" for none. */
const char *sureness_name(enum sureness sureness) NEVER_NULL;

/*
 * "name: from the line 'Patient:' (sure)", for people; NULL when the field is
 * not known.
 */
char *origin_sentence(const struct origins *origins, enum origin_field field,
                      struct arena *arena);

#endif
