/*
 * callsheet_print.h - a call sheet for a terminal, a browser, a printer
 */
#ifndef APP_COMMANDS_CALLSHEET_PRINT_H
#define APP_COMMANDS_CALLSHEET_PRINT_H

#include "app/jobs/callsheet.h"
#include "base/buf.h"

/* A whole page or document: far more visits than a day has. */
#define CALLSHEET_BYTES_MAX (32UL * 1024 * 1024)

void callsheet_text(const struct callsheet *sheet, struct buf *out);
void callsheet_html(const struct callsheet *sheet, struct buf *out);

/* False when the document could not be made. */
MUST_USE bool callsheet_pdf(const struct callsheet *sheet, struct buf *out);

/* The object of `kept callsheet --json`; the caller owns it. */
json_t *callsheet_json(const struct callsheet *sheet) NEVER_NULL;

/* What all of them say: the day, how many, and one row's parts. */
const char *callsheet_heading(const struct callsheet *sheet,
                              struct arena *arena) NEVER_NULL;
const char *callsheet_summary(const struct callsheet *sheet,
                              struct arena *arena) NEVER_NULL;
const char *callsheet_time(const struct callsheet_row *row,
                           struct arena *arena) NEVER_NULL;
const char *callsheet_who(const struct callsheet_row *row) NEVER_NULL;
const char *callsheet_details(const struct callsheet_row *row,
                              struct arena *arena) NEVER_NULL;

#endif
