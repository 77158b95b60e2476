/*
 * code_table.h - what gateways' own codes mean, as data
 *
 * Vendors change their codes and say so. A code that no table knows ends this
 * attempt (REFUSED: the next channel, and a person sees it), never more.
 */
#ifndef NOTIFIERS_CODE_TABLE_H
#define NOTIFIERS_CODE_TABLE_H

#include "base/base.h"
#include "domain/delivery.h"
#include "domain/receipt.h"

struct code_rule {
    const char *code; /* "21211", "400-418", "INVALID_RECIPIENT" */
    enum delivery_outcome outcome;
    const char *means; /* in a few words, for people */
    bool suppress;     /* the address: it opted out, or there is none */
};

struct code_table {
    const struct code_rule *rules; /* the first that fits counts */
    size_t count;
};

#define CODE_TABLE(array)                                           \
    (struct code_table)                                             \
    {                                                               \
        .rules = (array), .count = sizeof(array) / sizeof(*(array)) \
    }

/* Without regard to case; NULL when the table does not know it. */
const struct code_rule *code_table_find(const struct code_table *table,
                                        const char *code);

/* A gateway's word for a state of a message. */
struct state_word {
    const char *word;
    enum receipt_state state;
};

struct state_words {
    const struct state_word *words;
    size_t count;
};

#define STATE_WORDS(array)                                          \
    (struct state_words)                                            \
    {                                                               \
        .words = (array), .count = sizeof(array) / sizeof(*(array)) \
    }

/* False for NULL and words that it does not know. Without regard to case. */
bool state_words_find(const struct state_words *words, const char *word,
                      enum receipt_state *out);

/*
 * Fills code, detail, is_passing and suppress by what the table says of the
 * code. NULL, "" and "0" are no code; an unknown one is only named.
 */
void code_table_explain(const struct code_table *table, const char *code,
                        struct receipt *out);

#endif
