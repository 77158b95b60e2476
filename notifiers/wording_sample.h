/*
 * wording_sample.h - invented visits, to see what a text would say
 *
 * Nobody's data: people from [sample] of notifiers/texts, numbers that belong
 * to nobody, and the office's own names, services and sites.
 */
#ifndef NOTIFIERS_WORDING_SAMPLE_H
#define NOTIFIERS_WORDING_SAMPLE_H

#include "notifiers/wording.h"

#define WORDING_SAMPLE_VISITS 3

struct wording_sample {
    struct customer customers[WORDING_SAMPLE_VISITS];
    struct appointment appointments[WORDING_SAMPLE_VISITS];
    struct appointment before[WORDING_SAMPLE_VISITS];
    struct wording_visit visits[WORDING_SAMPLE_VISITS];
};

enum wording_sample_kind {
    SAMPLE_USUAL,     /* one visit, the office's first names */
    SAMPLE_LONGEST,   /* one, the longest date and names of the office */
    SAMPLE_HOUSEHOLD, /* three people, half an hour apart */
};

/*
 * Visits of people who speak `language`, a week or so after `now`; the request
 * points into `sample`. What the request says otherwise is left alone.
 */
void wording_sample_fill(enum wording_sample_kind kind, const char *language,
                         struct arena *arena, struct wording_sample *sample,
                         struct wording_request *request);

#endif
