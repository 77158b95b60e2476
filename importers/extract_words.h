/*
 * extract_words.h - what titles are made of: people, services, busy time
 */
#ifndef IMPORTERS_EXTRACT_WORDS_H
#define IMPORTERS_EXTRACT_WORDS_H

#include "base/arena.h"

/*
 * How much `part` of a title looks like a person (positive) or a service
 * (negative): capitals, titles of respect, initials; digits, words of trade.
 * Of two parts, the one that leads by WORDS_LEAD is the person.
 */
int words_person_score(const char *part, struct arena *arena);

#define WORDS_LEAD 2

/* "Busy", "Lunch", "Private" in nine languages: nothing but taken time. */
bool words_are_busy(const char *title, struct arena *arena);

/* "Prepare for …": time beside an appointment. */
bool words_are_preparation(const char *title, struct arena *arena);

/* "Appointment", "RDV", "Termin": names no service. */
bool words_are_generic(const char *part, struct arena *arena);

/* Whether `list`, "|a|b|", has a word of `len` bytes. */
bool words_are_listed(const char *word, size_t len, const char *list);

/* Whether all words of `name` stand in `text`, in any order. */
bool words_have_name(const char *text, const char *name, struct arena *arena);

/* Whether it is Chinese signs and spaces, nothing else. */
bool words_are_han(const char *text);

/* Whether there is a letter of any script in it: signs are no name. */
bool words_have_letters(const char *text);

/*
 * Whether one of its words mixes letters of Latin, Greek and Cyrillic, whose
 * alphabets look alike: what is read is not what is written.
 */
bool words_mix_alphabets(const char *text);

/* "45 min", "1h30", "60 Minuten". */
bool words_are_duration(const char *part, struct arena *arena);

#endif
