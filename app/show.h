/*
 * show.h - small forms that several commands print
 */
#ifndef APP_SHOW_H
#define APP_SHOW_H

#include "base/instant.h"
#include "base/zone.h"

/* An id as JSON has it: a string. */
char *show_id(int64_t row, char out[24]) NEVER_NULL;

/* Reads an id; ERROR_USAGE. */
MUST_USE bool show_read_id(const char *text, int64_t *out, struct error *err);

/* "2026-11-24 18:00" in a zone. */
char *show_wall(const struct zone *zone, struct instant at,
                char out[40]) NEVER_NULL;

/* Longest text of show_cost(). */
#define SHOW_COST_MAX 48

/* Millionths of a currency's unit as "0.84 EUR", to four digits where fewer
 * would not be exact. */
char *show_cost(int64_t micro, const char *currency,
                char out[SHOW_COST_MAX]) NEVER_NULL;

/* The width that "%-*s" needs to fill `columns` with `text`: it counts bytes
 * where a terminal counts characters. */
int show_width(const char *text, int columns);

#endif
