/*
 * definition.h - what every word and figure of a report means
 */
#ifndef ANALYTICS_DEFINITION_H
#define ANALYTICS_DEFINITION_H

#include "base/base.h"

struct definition {
    const char *name;  /* as in the JSON: "fta", "no_show", "net" */
    const char *text;  /* one sentence */
    const char *title; /* as on paper, or NULL where paper has no such line */
};

/* All of them, from 0; NULL after the last. */
const struct definition *definition_at(size_t index);

#endif
