/*
 * csv_words.h - words of tables in the languages of their offices
 */
#ifndef IMPORTERS_CSV_WORDS_H
#define IMPORTERS_CSV_WORDS_H

#include "base/arena.h"
#include "base/str.h"

/*
 * A header as it is compared: without case and accents, and whatever stands
 * between its words is one underscore. "E-Mail:" and "e mail" are "e_mail".
 */
char *csv_key(struct str header, struct arena *arena) NEVER_NULL;

/* "yes", "oui", "1", "x": 1; "no", "nein", "0", "-": 0; neither: -1. */
int csv_yes_no(const char *text);

/* Whether a cell begins like a row of totals: "Gesamt", "Total:". */
bool csv_is_total(struct str cell);

#endif
