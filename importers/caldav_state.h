/*
 * caldav_state.h - a synchronisation from inside
 *
 * For caldav.c (what is asked next), caldav_find.c (where the calendar is),
 * caldav_answers.c (what it says) and caldav_items.c (which resources have
 * changed) alone.
 */
#ifndef IMPORTERS_CALDAV_STATE_H
#define IMPORTERS_CALDAV_STATE_H

#include "importers/caldav.h"
#include "importers/caldav_document.h"
#include "importers/caldav_xml.h"

/* What was asked last. */
enum caldav_step {
    CALDAV_START,
    CALDAV_DOOR,       /* what lies at the address, or at .well-known */
    CALDAV_PRINCIPAL,  /* where the person's calendars are */
    CALDAV_HOME,       /* which calendars there are */
    CALDAV_COLLECTION, /* token and ctag of the calendar we know */
    CALDAV_CHANGES,    /* what changed since our token */
    CALDAV_LIST,       /* ETags of the time range */
    CALDAV_MEMBERS,    /* ETags of all, where the server cannot list */
    CALDAV_THESE,      /* some resources */
    CALDAV_ONE,        /* a single one */
    CALDAV_DONE,
};

/* What we know of a resource that may have changed. */
enum caldav_item_state {
    CALDAV_ITEM_WANTED,
    CALDAV_ITEM_ALONE, /* wanted by itself: a batch was no good for it */
    CALDAV_ITEM_TAKEN, /* its events are in the document */
    CALDAV_ITEM_GONE,
    CALDAV_ITEM_SAME,   /* as we know it, outside the time range for good */
    CALDAV_ITEM_UNREAD, /* the server would not hand it out */
    CALDAV_ITEM_IDLE,   /* nothing of ours: a task, or as we know it */
};

struct caldav_known {
    const char *key;
    const struct caldav_resource *resource;
    bool is_listed;
};

struct caldav_item {
    const char *key;
    const char *href;
    const char *etag;                 /* as listed; NULL: not told */
    const char *uid;                  /* once it is taken */
    const struct caldav_known *known; /* or NULL */
    enum caldav_item_state state;
    size_t order; /* later news are better */
};

struct caldav {
    const struct caldav_request *request;
    const struct caldav_memory *memory; /* of the request */
    struct caldav_document document;
    struct arena *arena;
    enum caldav_step step;
    const char *url; /* of the question */
    int moves;       /* times a question was put again where it was sent */
    int rounds;

    /* Looking for the calendar. */
    int doors; /* that were tried */
    int door_status;
    const char *homes[CALDAV_HOMES_MAX];
    size_t home_count;
    size_t homes_seen;
    struct caldav_choice *choices;
    size_t choice_count;
    size_t choice_room;
    struct caldav_props found; /* of the last choice: token, ctag, name */

    /* The calendar. */
    const char *collection;
    const char *collection_key;
    const char *name;
    const char *token;
    const char *ctag;
    bool must_list;
    bool token_is_bad; /* not worth keeping before the next whole look */
    bool has_listed;

    struct caldav_known *known; /* by key */
    struct caldav_item *items;  /* by key, once they are settled */
    size_t item_count;
    size_t item_room;
    size_t next;      /* the first item of the batch under way */
    size_t batch_end; /* … and the one after its last */

    struct caldav_delta delta;
};

/* caldav_find.c: each takes an answer and says the next step. */
void caldav_find_start(struct caldav *sync);
MUST_USE bool caldav_take_door(struct caldav *sync, const char *base,
                               int status, const struct caldav_answer *answer,
                               struct error *err);
MUST_USE bool caldav_take_principal(struct caldav *sync, const char *base,
                                    int status,
                                    const struct caldav_answer *answer,
                                    struct error *err);
MUST_USE bool caldav_take_home(struct caldav *sync, const char *base,
                               int status, const struct caldav_answer *answer,
                               struct error *err);

/* The calendar is known to lie there, and is as `props` say. */
void caldav_settle_on(struct caldav *sync, const char *url,
                      const struct caldav_props *props);

/* caldav_answers.c: likewise. What is wrong with a token is no error. */
MUST_USE bool caldav_take_collection(struct caldav *sync, int status,
                                     const struct caldav_answer *answer,
                                     struct error *err);
void caldav_take_changes(struct caldav *sync, const char *base, int status,
                         const struct caldav_answer *answer,
                         struct arena *scratch);
MUST_USE bool caldav_take_list(struct caldav *sync, const char *base,
                               int status, const struct caldav_answer *answer,
                               struct arena *scratch, struct error *err);
MUST_USE bool caldav_take_these(struct caldav *sync, const char *base,
                                int status, const struct caldav_answer *answer,
                                struct arena *scratch, struct error *err);
MUST_USE bool caldav_take_one(struct caldav *sync,
                              const struct exchange_reply *reply,
                              struct arena *scratch, struct error *err);

/* caldav_items.c: which resources. */
void caldav_items_start(struct caldav *sync);

/* News of a resource; `etag` NULL when it is not told. */
void caldav_item_news(struct caldav *sync, const char *href, const char *etag,
                      bool is_gone);

/* All news are in: sorts out what is to be fetched. */
void caldav_items_settle(struct caldav *sync, bool is_list);

/* The one of the batch under way that `href` names; NULL for a stranger. */
struct caldav_item *caldav_item_find(struct caldav *sync, const char *href,
                                     struct arena *scratch);

/* A resource came: its events go into the document. ERROR_INPUT: too many. */
MUST_USE bool caldav_item_take(struct caldav *sync, struct caldav_item *item,
                               struct str data, const char *etag,
                               struct error *err);

/* Works out what has changed. */
void caldav_items_finish(struct caldav *sync);

#endif
