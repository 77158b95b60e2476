/*
 * ical_decode.h - bytes to unfolded lines of clean UTF-8
 *
 * A BOM goes; UTF-16 is converted; bytes that are no UTF-8 are read as
 * Windows-1252 after unfolding, because folding may cut a character; control
 * characters go, NUL first of all; empty lines go.
 */
#ifndef IMPORTERS_ICAL_DECODE_H
#define IMPORTERS_ICAL_DECODE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct ical_decoder {
    struct str all;  /* UTF-8, or nearly */
    size_t at;       /* what comes before has been read */
    size_t line;     /* of the document, from 1 */
    size_t line_end; /* of the physical line at `at`, where it is known */
    struct buf joined;
    struct buf mended;
    size_t foreign_lines; /* read as Windows-1252 */
    size_t long_lines;    /* left out: over IMPORT_LINE_BYTES_MAX */
};

/* One unfolded line. */
struct ical_decoded {
    struct str text; /* without its end; valid until the next one is asked */
    size_t offset;   /* where it starts in `all` */
    size_t line;     /* of the document, from 1 */
};

/* The document without its BOM; converted into `arena` if it is UTF-16. */
struct str ical_decode_document(struct str document, struct arena *arena);

/* `text` is borrowed until ical_decode_finish(). */
void ical_decode_start(struct ical_decoder *decoder, struct str text);
void ical_decode_finish(struct ical_decoder *decoder);

/* The next line; false when none is left. */
bool ical_decode_line(struct ical_decoder *decoder, struct ical_decoded *out);

#endif
