/*
 * wording_check.h - a text that is wrong is found when it is saved
 *
 * What product.md, invariant 17, asks for. The text is written for invented
 * visits of the office, by the very code that writes messages, so that what
 * is measured is what would be sent.
 */
#ifndef NOTIFIERS_WORDING_CHECK_H
#define NOTIFIERS_WORDING_CHECK_H

#include "notifiers/wording.h"

#define WORDING_WARNINGS_MAX 8

/* One sample of an SMS. */
struct wording_size {
    int parts;    /* 0: no SMS, or there is no such sample */
    size_t units; /* septets, or UTF-16 units when it is not GSM */
    bool is_gsm;
};

struct wording_report {
    const char *warnings[WORDING_WARNINGS_MAX]; /* allowed, but unwise */
    size_t warning_count;
    struct wording_size usual;     /* an ordinary visit */
    struct wording_size longest;   /* the longest date and names there are */
    struct wording_size household; /* three visits of three people */
    const char *stranger; /* the first letter said that the SMS alphabet
                           * lacks ("Ж"), or NULL */
    const char *rewrite;  /* the text with plainer letters, if that is GSM */
    const char *sample;   /* the ordinary visit as it would be said */
    const char *sample_subject; /* mail only, else NULL */
};

/*
 * ERROR_USAGE for an unknown placeholder, one that is certainly empty in this
 * office or for this kind, a mistake in the template, a condition that is
 * written like a value, and in an SMS for {{service}} or a word that tells
 * the treatment. Otherwise `out` says what it would cost and what is unwise:
 * a value that may be empty outside a section, an alphabet or length that
 * costs more.
 */
MUST_USE bool wording_check(const struct office *office,
                            const struct text *text, struct arena *arena,
                            struct wording_report *out, struct error *err);

#endif
