/*
 * extract_line.h - a line of a description as labelled parts
 *
 * "Name: Ada, Tel: 0171 …" has two. Which words are labels, the table of
 * extract_labels.c knows; a colon behind anything else is prose.
 */
#ifndef IMPORTERS_EXTRACT_LINE_H
#define IMPORTERS_EXTRACT_LINE_H

#include "base/arena.h"
#include "base/str.h"
#include "importers/extract_labels.h"

struct line_part {
    bool has_label;     /* a colon: the label may still be LABEL_UNKNOWN */
    enum label label;   /* of a part without colon: what all of it means */
    const char *before; /* the label as written, without its colon; or "" */
    const char *text;   /* the value, or all of it; NULL when there is none */
};

/*
 * Takes the next part off `line`, a clean line. False when none is left. Texts
 * belong to `arena`.
 */
bool line_next_part(const struct label_index *index, const char **line,
                    struct arena *arena, struct line_part *out);

/*
 * What the words directly before `at` in the text from `start` mean: "tel
 * 0171 …" is LABEL_PHONE there. `word` is where they stand, when they mean
 * something; `arena` is for comparing. Somebody else's ("lab tel …",
 * "mother's phone …") means nothing.
 */
enum label line_word_before(const struct label_index *index, const char *start,
                            const char *at, struct arena *arena,
                            struct str *word);

#endif
