/*
 * report_text_parts.h - tables, bars and paragraphs for a terminal
 */
#ifndef ANALYTICS_REPORT_TEXT_PARTS_H
#define ANALYTICS_REPORT_TEXT_PARTS_H

#include "analytics/report.h"

struct libscols_table;

/* A table that knows where it will be printed. */
struct text_table {
    struct libscols_table *table;
    size_t columns;
};

/* `titles` ends with NULL; a title that begins with '>' stands right. */
void text_table_init(struct text_table *table, const char *const *titles);

/* One cell for each column. */
void text_table_row(struct text_table *table, const char *const *cells);

/* Appends the table, indented by two, and releases it. */
void text_table_finish(struct text_table *table, struct buf *out);

/* Columns of the widest bar. */
#define TEXT_BAR_MAX  20
/* Three bytes each, and the NUL. */
#define TEXT_BAR_SIZE (TEXT_BAR_MAX * 3 + 4)

/* A bar of value/full of the widest, in eighths; "" below the first. */
char *text_bar(double value, double full, char out[TEXT_BAR_SIZE]) NEVER_NULL;

/* Bytes of a paragraph that figures are put into, with the NUL. */
#define TEXT_PARAGRAPH_MAX 640

/* "Europe/Paris, as of 2026-12-01 08:00" */
void text_now(const struct zone *zone, struct instant now, struct buf *out);

/* An underlined title with an empty line before it. */
void text_title(const char *title, struct buf *out);

/*
 * Appends `text` so that no line passes `width`; it begins in column `indent`,
 * where its other lines are put too.
 */
void text_wrap(const char *text, int indent, int width, struct buf *out);

/* The loss in three views, line by line. */
void text_loss(const struct report *report, struct buf *out);

/* A table of the first `max` customers, and how many more there are. */
void text_profiles(const struct profiles *profiles, size_t max,
                   struct buf *out);

#endif
