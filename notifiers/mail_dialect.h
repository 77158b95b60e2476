/*
 * mail_dialect.h - a mail as HTTP interfaces want it: in pieces
 *
 * What a relay would get (mail_message.h) taken apart again, so that headers
 * and attachments are said once for all gateways.
 */
#ifndef NOTIFIERS_MAIL_DIALECT_H
#define NOTIFIERS_MAIL_DIALECT_H

#include <jansson.h>

#include "notifiers/mail_message.h"
#include "notifiers/notifier.h"

/* Our key travels under this name and comes back in receipts. */
#define MAIL_DIALECT_KEY "kept_key"

struct mail_pieces {
    struct mail_sender sender;
    const char *from; /* as a header has it: name and mailbox */
    const char *to;
    const char *subject; /* plain, not encoded */
    const char *text;
    const char *html; /* or NULL */
    struct exchange_request mail;
};

/* ERROR_INPUT when it cannot be addressed. */
MUST_USE bool mail_pieces_read(const struct gateway_settings *settings,
                               const struct message *message,
                               struct arena *arena, struct mail_pieces *out,
                               struct error *err);

/*
 * The header at `index` of those that gateways do not write themselves
 * (List-…, Auto-Submitted, Reply-To); false after the last.
 */
bool mail_pieces_header(const struct mail_pieces *pieces, size_t index,
                        struct exchange_header *out);

/* The attachment at `index`; NULL after the last. */
const struct exchange_part *mail_pieces_attachment(
    const struct mail_pieces *pieces, size_t index);

/* An array of {name: header, value: its value}. */
json_t *mail_pieces_headers_json(const struct mail_pieces *pieces,
                                 const char *name, const char *value);

/* How an interface calls the parts of an attachment; `type` may be NULL. */
struct attachment_names {
    const char *name;
    const char *type;
    const char *content;
};

/*
 * An array of them, their content in base64; NULL when there are none. Types
 * without parameters: SendGrid refuses those, the calendar says its method
 * itself.
 */
json_t *mail_pieces_attachments_json(const struct mail_pieces *pieces,
                                     const struct attachment_names *names,
                                     struct arena *arena);

/* What every mail gateway checks: that `from` holds a mailbox. */
bool mail_dialect_validate(const struct gateway_settings *settings,
                           struct error *err);

/* "<id@domain>" is "id@domain" in events; NULL stays. */
const char *mail_bare_id(const char *id, struct arena *arena);

/*
 * Whether an enhanced status (RFC 3463) of a bounce says that there is no
 * such mailbox: "5.1.1". A full one (4.2.2, 5.2.2) or a policy (5.7.x) is not
 * about the address.
 */
bool mail_status_suppresses(const char *status);

#endif
