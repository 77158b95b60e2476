/*
 * dialect.h - what the dialects of vendors' HTTP interfaces have in common
 *
 * A dialect is a request (a path, JSON or a form) and a shape of answers:
 * where they hold an id, a code and a reason, and a table of codes.
 */
#ifndef NOTIFIERS_DIALECT_H
#define NOTIFIERS_DIALECT_H

#include <jansson.h>

#include "base/buf.h"
#include "notifiers/code_table.h"
#include "notifiers/notifier.h"

/* What the largest of them takes: a mail with its HTML and calendar. */
#define DIALECT_BODY_MAX (1024UL * 1024)

#define DIALECT_PLACES   3

/* JSON pointers (RFC 6901) into an answer; NULL where there is none. */
struct answer_shape {
    const char *id; /* of the message; an acceptance without it is in doubt */
    /* Where a failure has its code; also inside a good answer. */
    const char *codes[DIALECT_PLACES];
    /* Where a good answer has its word for this message, the best first. */
    const char *status[DIALECT_PLACES];
    const char *says;        /* why; NULL: where http_answer_reason() looks */
    struct code_table table; /* codes, and the words of `status` */
};

/* What an answer that is no such JSON was found to say. */
struct answer {
    const char *id;     /* of the message, or NULL */
    const char *code;   /* or NULL */
    const char *reason; /* or NULL */
    bool has_word;      /* each good answer has a code: "SUCCESS" */
    bool has_id;        /* each acceptance has an id */
};

/*
 * Where the gateway is: as configured, else `usual`, in which "{region=eu}"
 * stands for the region, or for "eu" when there is none. No slash at the end.
 */
const char *dialect_base(const struct gateway_settings *settings,
                         const char *usual, struct arena *arena) NEVER_NULL;

/* A POST there, with the settings every request has. No login. */
void dialect_post(const struct gateway_settings *settings, const char *url,
                  struct exchange_request *out);

/* The same with GET. */
void dialect_get(const struct gateway_settings *settings, const char *url,
                 struct exchange_request *out);

/* HTTP Basic by user and secret; Bearer by the secret. */
void dialect_basic(const struct gateway_settings *settings, const char *user,
                   struct exchange_request *out);
void dialect_bearer(const struct gateway_settings *settings,
                    struct exchange_request *out);

void dialect_header(struct exchange_request *out, const char *name,
                    const char *value);

/* The body and its type; gives `body` back. As json_text_write(). */
MUST_USE bool dialect_json(struct exchange_request *out, json_t *body,
                           struct arena *arena, struct error *err);

/* The body and its type; finishes `form`. ERROR_INPUT when it was full. */
MUST_USE bool dialect_form(struct exchange_request *out, struct buf *form,
                           struct arena *arena, struct error *err);

/*
 * What an SMS must have: a number with its plus, and a text of at most
 * `letters_max` Unicode letters. ERROR_INPUT.
 */
MUST_USE bool dialect_check_sms(const struct message *message,
                                size_t letters_max, struct error *err);

/* A number without its plus. */
static inline const char *dialect_digits(const char *number)
{
    return number + (*number == '+' ? 1 : 0);
}

/* A text as one piece of a URL. */
char *dialect_escaped(const char *text, struct arena *arena) NEVER_NULL;

/* How much longer the message is of use, from `least` to `most` seconds; 0
   when nobody said. */
int64_t dialect_validity(const struct message *message, int64_t least,
                         int64_t most);

/* When it leaves: message->sending, else message->date. */
struct instant dialect_sending(const struct message *message);

/*
 * Judges an answer: the gateway's code if the table knows it, else what HTTP
 * means by its status; an unknown code inside a good answer is REFUSED, a good
 * answer that lacks what all of theirs have UNKNOWN.
 */
void dialect_judge(const struct code_table *table, const struct answer *answer,
                   const struct exchange_reply *reply, struct arena *arena,
                   struct delivery *out);

/* The same for JSON of that shape. */
void dialect_classify(const struct answer_shape *shape,
                      const struct exchange_reply *reply, struct arena *arena,
                      struct delivery *out);

/* How one of several messages in an answer is recognised as the one asked for. */
struct search {
    const char *items; /* pointer to the list */
    const char *id;    /* pointer to the id, in an item */
    bool (*is_ours)(const json_t *item, const struct question *question,
                    struct arena *arena);
    size_t page; /* so many at most: then there may be more; 0: all */
};

/* What the list of a good answer says; anything else is NO_ANSWER. */
enum delivery_answer dialect_search(const struct search *search,
                                    const struct question *question,
                                    const struct exchange_reply *reply,
                                    struct arena *arena,
                                    const char **reference);

/* What stands in the first <name>…</name>; NULL: nothing. For AWS. */
char *dialect_tag(struct str xml, const char *name, struct arena *arena);

#endif
