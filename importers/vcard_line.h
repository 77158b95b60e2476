/*
 * vcard_line.h - one property of a vCard, unfolded and decoded
 */
#ifndef IMPORTERS_VCARD_LINE_H
#define IMPORTERS_VCARD_LINE_H

#include "base/arena.h"
#include "base/buf.h"
#include "base/str.h"

struct vcard_line {
    size_t number;     /* the physical line it starts in, from 1 */
    struct str group;  /* "item1"; empty when it has none */
    struct str name;   /* "TEL", in any case */
    struct str params; /* ";TYPE=CELL;PREF=1", with the first semicolon */
    struct str value;  /* still escaped, in UTF-8 */
};

/* The lines of a document that are still to come. */
struct vcard_lines {
    struct str rest;
    size_t number;    /* of the line at the start of `rest` */
    struct buf bytes; /* of the line last read */
};

void vcard_lines_init(struct vcard_lines *lines, struct str document);
void vcard_lines_finish(struct vcard_lines *lines);

/*
 * Takes the next property, whose slices live until the call after; decoded
 * text goes to `arena`. False at the end. A line without a colon has an empty
 * name.
 */
bool vcard_lines_next(struct vcard_lines *lines, struct arena *arena,
                      struct vcard_line *out);

/* Whether the name is `word`, in any case. */
bool vcard_is_name(const struct vcard_line *line, const char *word);

/* Whether a parameter has `word` among its values: "TYPE=home,CELL", and the
 * bare ";CELL" of vCard 2.1. */
bool vcard_has_word(const struct vcard_line *line, const char *word);

/* The value of a parameter, without quotes; false when there is none. */
bool vcard_param(const struct vcard_line *line, const char *name,
                 struct str *out);

/* The next part of a structured value ("Family;Given"), unescaped and
 * cleaned; NULL when empty. `rest` moves on. */
char *vcard_part(struct str *rest, struct arena *arena);

/* The whole value as one cleaned line; NULL when empty. */
char *vcard_text(const struct vcard_line *line, struct arena *arena);

#endif
