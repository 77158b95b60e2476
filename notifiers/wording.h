/*
 * wording.h - from a visit to the words that speak of it
 *
 * The text is the office's own for the kind, rule, language and channel, else
 * for any rule, else ours (notifiers/texts). Languages fall back from pt-BR to
 * pt, then the office's, then English; dates and times follow the language
 * of the text that was found, in the zone of the appointment.
 *
 * Placeholders and sections: docs/texts.md. Where one message is about several
 * visits, a value stands for all their different ones ("14:30 and 15:00"),
 * and {{#visits}} for one after the other. An SMS never names a service, nor
 * what is said of one if that tells the treatment.
 */
#ifndef NOTIFIERS_WORDING_H
#define NOTIFIERS_WORDING_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/appointment.h"
#include "domain/customer.h"
#include "domain/message_kind.h"
#include "domain/office.h"
#include "notifiers/notifier.h"

struct wording_cache;

/* A household's visits of one day; more do not fit into a sentence. */
#define WORDING_VISITS_MAX 8

struct wording_visit {
    const struct customer *customer;
    const struct appointment *appointment;
    const struct appointment *was; /* MOVED: the slot before, never NULL */
};

struct wording_request {
    const struct office *office;
    enum message_kind kind;
    const char *rule; /* its name; "" for none; a reminder's only */
    enum channel channel;
    struct instant now;
    const struct wording_visit *visits; /* the recipient's first, by start */
    size_t visit_count;                 /* 1..WORDING_VISITS_MAX */
    bool answers;          /* the office can be answered: {{#answers}} */
    const char *organizer; /* mailbox a calendar entry comes from, or NULL */
    /* For whoever writes many (notifiers/wording_cache.h); or NULL. */
    struct wording_cache *cache;
};

/*
 * Writes the message: text, subject, html, calendar, language, date, parts
 * and the first customer's address as `to`; `key` and how to unsubscribe stay
 * NULL for the caller. An SMS keeps to the GSM alphabet where changing only
 * our own letters (never a customer's name) can achieve it. ERROR_USAGE when
 * the office's text is wrong, ERROR_INPUT when the customer has no address on
 * the channel, or a moved visit no time before.
 */
MUST_USE bool wording_message(const struct wording_request *request,
                              struct arena *arena, struct message *out,
                              struct error *err);

/*
 * Our own text: key "sms", "mail" or "mail.subject" of a kind, in exactly this
 * language; NULL when there is none.
 */
const char *wording_default(enum message_kind kind, const char *language,
                            const char *key, struct arena *arena);

#endif
