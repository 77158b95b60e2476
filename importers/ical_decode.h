/*
 * ical_decode.h - bytes to unfolded lines of clean UTF-8
 *
 * A BOM goes; UTF-16 is converted; bytes that are no UTF-8 are read as
 * Windows-1252 after unfolding, because folding may cut a character; control
 * characters go, NUL first of all; empty lines go.
 */
#ifndef IMPORTERS_ICAL_DECODE_H
#define IMPORTERS_ICAL_DECODE_H

#include "base/buf.h"
#include "base/str.h"

struct ical_decoder {
    struct str rest;      /* UTF-8, or nearly */
    size_t line;          /* of the document, from 1 */
    struct buf converted; /* owns `rest` when it was UTF-16 */
    struct buf scratch;
    size_t foreign_lines; /* read as Windows-1252 */
    size_t long_lines;    /* left out: over IMPORT_LINE_BYTES_MAX */
};

/* `document` is borrowed until ical_decode_finish(). */
void ical_decode_start(struct ical_decoder *decoder, struct str document);
void ical_decode_finish(struct ical_decoder *decoder);

/*
 * Appends the next unfolded line, without its end; false when none is left.
 * `line` becomes the number of its first line in the document.
 */
bool ical_decode_line(struct ical_decoder *decoder, struct buf *out,
                      size_t *line);

#endif
