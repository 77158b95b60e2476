/*
 * wording.h - from a visit to the words that remind of it
 *
 * The text is the office's own for the rule, language and channel, else for
 * any rule, else ours (notifiers/texts). Languages fall back from pt-BR to
 * pt, then the office's, then English; dates and times follow the language
 * of the text that was found, in the zone of the appointment.
 *
 * Placeholders (base/template.h): customer.name, office.name, office.phone,
 * office.address, start.date, start.time, start.weekday, service, provider,
 * site. Where one message is about several visits of a day, each stands for
 * all their different values: "14:30 and 15:00". An SMS never names a
 * service.
 */
#ifndef NOTIFIERS_WORDING_H
#define NOTIFIERS_WORDING_H

#include "base/arena.h"
#include "base/error.h"
#include "domain/appointment.h"
#include "domain/customer.h"
#include "domain/office.h"
#include "notifiers/notifier.h"

/* A household's visits of one day; more do not fit into a sentence. */
#define WORDING_VISITS_MAX 8

struct wording_visit {
    const struct customer *customer;
    const struct appointment *appointment;
};

struct wording_request {
    const struct office *office;
    const char *rule; /* its name; "" for none */
    enum channel channel;
    struct instant now;
    const struct wording_visit *visits; /* the recipient's first, by start */
    size_t visit_count;                 /* 1..WORDING_VISITS_MAX */
};

/*
 * Writes the message: text, subject, html, calendar, language, date, parts
 * and the first customer's address as `to`; `key` stays NULL for the caller.
 * An SMS keeps to the GSM alphabet where changing only our own letters (never
 * a customer's name) can achieve it. ERROR_USAGE when the office's text is
 * wrong, ERROR_INPUT when the customer has no address on the channel.
 */
MUST_USE bool wording_message(const struct wording_request *request,
                              struct arena *arena, struct message *out,
                              struct error *err);

/*
 * Checks a text when it is saved. ERROR_USAGE for an unknown placeholder, one
 * that is certainly empty in this office, a mistake in the template, and in
 * an SMS for {{service}} or a word that tells the treatment. Otherwise
 * `*warning` is NULL, or says in words what is allowed but unwise: a value
 * that may be empty outside a section, an alphabet or length that costs more.
 */
MUST_USE bool wording_check(const struct office *office,
                            const struct text *text, struct arena *arena,
                            const char **warning, struct error *err);

#endif
