/*
 * name.h - names of people: when two of them may be one person's
 *
 * Offices write one person in many ways: "Dr Ada Martin", "MARTIN, Ada",
 * "A. Martin", "Ada Lou Martin". A key is what is left when order, case,
 * accents, punctuation and titles are taken away; keys are compared word by
 * word. A likeness alone never makes two customers one (identity.h).
 */
#ifndef DOMAIN_NAME_H
#define DOMAIN_NAME_H

#include "base/base.h"

/* Bytes of a key with its NUL; a longer name is compared by its first words. */
#define NAME_KEY_MAX      128
/* Words that are looked at. */
#define NAME_WORDS_MAX    8
/* Letters a word needs before one wrong letter is taken for a slip. */
#define NAME_TYPO_LETTERS 6

/*
 * The words of a name, folded and in alphabetical order: "Dr. Ádá MARTIN" and
 * "martin, ada" are "ada martin". Titles go from the front; one that tells
 * wife from husband stays when a single word would be left ("m martin",
 * "martin mme"). "" for NULL and for what holds no letter.
 */
char *name_key(const char *name, char out[NAME_KEY_MAX]) NEVER_NULL;

enum name_likeness {
    NAME_OTHER,   /* other people, or nothing to compare */
    NAME_VARIANT, /* may be one: an initial, a part, one slip of a letter */
    NAME_EQUAL,
};

/*
 * Compares two keys. A variant shares a whole word, and each word of the
 * shorter one is found in the longer: equal, as an initial, or (one word, of
 * NAME_TYPO_LETTERS or more, not in its last letter, since Gabriel and
 * Gabriele are two) with one letter wrong, missing or changed over with its
 * neighbour. "Junior" and the like on one side only: other people.
 */
enum name_likeness name_compare(const char *left, const char *right);

/* Words of a key; 0 for "". */
size_t name_word_count(const char *key);

/*
 * Whether a key may be somebody's whole name: two words, or one of two letters
 * and more in a script that writes a name without a space (Chinese, Japanese,
 * Korean).
 */
bool name_is_full(const char *key);

/*
 * A word that mixes Latin with look-alikes of Cyrillic or Greek is written in
 * the script of most of its letters. True when something changed; `out` is
 * then the whole name so written, else a copy. Cut to NAME_KEY_MAX.
 */
bool name_unmix(const char *name, char out[NAME_KEY_MAX]);

#endif
