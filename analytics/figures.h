/*
 * figures.h - failure to attend: counts and the six rates
 *
 * Formulas as in product.md, Figures. Letters: A attended, F missed, S short
 * notice, E early, P cancelled by the office, U unmarked, W withdrawn.
 */
#ifndef ANALYTICS_FIGURES_H
#define ANALYTICS_FIGURES_H

#include "analytics/outcome.h"
#include "analytics/rate.h"

struct counts {
    int64_t of[OUTCOME_COUNT];
};

/* The letters of product.md. */
int64_t counts_attended(const struct counts *counts); /* A */
int64_t counts_missed(const struct counts *counts);   /* F */
int64_t counts_short(const struct counts *counts);    /* S */
int64_t counts_early(const struct counts *counts);    /* E */
int64_t counts_unmarked(const struct counts *counts); /* U */
/* A + F + S + E + P + U + W: all of the period, future ones not. */
int64_t counts_total(const struct counts *counts);

enum figure {
    FIGURE_FTA,          /* F / (A+F+S+E+P+U+W) */
    FIGURE_FTA_DUE,      /* F / (A+F) */
    FIGURE_SHORT_NOTICE, /* S / (A+F+S) */
    FIGURE_BROKEN,       /* (F+S) / (A+F+S) */
    FIGURE_CANCELLATION, /* (E+S) / (A+F+S+E) */
    FIGURE_COVERAGE,     /* (A+F) / (A+F+U) */
};

#define FIGURE_COUNT 6

/* With bounds where F is in the numerator. */
struct rate figure_rate(const struct counts *counts, enum figure figure);

/* "fta"…: the key in `rates` of the report. */
const char *figure_name(enum figure figure) NEVER_NULL;
/* Two or three words for a table. */
const char *figure_title(enum figure figure) NEVER_NULL;
/* One sentence that an office manager can check. */
const char *figure_definition(enum figure figure) NEVER_NULL;

#endif
