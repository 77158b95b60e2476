/*
 * plan_print.h - a forecast as a table, JSON or CSV
 */
#ifndef APP_COMMANDS_PLAN_PRINT_H
#define APP_COMMANDS_PLAN_PRINT_H

#include "app/jobs/forecast.h"
#include "base/buf.h"

/* For people; rows that only wait for a channel's failure are counted. */
void plan_print_text(const struct forecast *forecast, FILE *to);

/* A row a reminder, the first one names the columns. */
void plan_print_csv(const struct forecast *forecast, struct buf *out);

/* The object of `kept plan --json`; the caller owns it. */
json_t *plan_json(const struct forecast *forecast) NEVER_NULL;

#endif
