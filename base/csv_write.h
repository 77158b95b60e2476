/*
 * csv_write.h - the only way in which a CSV file leaves this program
 *
 * Spreadsheets take a cell that begins with "=" and the like for a formula
 * and run it, whoever wrote it: a customer's name may be one. Such cells get
 * an apostrophe in front, which a spreadsheet shows as text. Every cell is
 * quoted, so that no separator, quote or line break in it acts.
 */
#ifndef BASE_CSV_WRITE_H
#define BASE_CSV_WRITE_H

#include "base/buf.h"
#include "base/str.h"

enum csv_cell_kind {
    CSV_CELL_TEXT,   /* anything that came from outside */
    CSV_CELL_PHONE,  /* "+33639980001" keeps its plus; else as text */
    CSV_CELL_NUMBER, /* one of ours: "-5.00"; else as text */
};

/*
 * Appends a cell, quoted, behind a comma unless the row in `out` begins with
 * it. Line breaks stay; other control characters are left out.
 */
void csv_write_cell(struct str text, enum csv_cell_kind kind, struct buf *out);

/* Ends the row (RFC 4180: CR LF). */
void csv_write_end(struct buf *out);

#endif
