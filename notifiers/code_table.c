#include "notifiers/code_table.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/str.h"

static bool is_number(const char *text)
{
    size_t len = strlen(text);

    return len > 0 && len < 10 && strspn(text, "0123456789") == len;
}

/* "400-418": whether a number lies in it, its ends too. */
static bool is_in_range(const char *range, const char *code)
{
    char *end;
    long low, value;

    if (!isdigit((unsigned char)*range) || !is_number(code))
        return false;
    value = strtol(code, NULL, 10);
    low = strtol(range, &end, 10);
    return *end == '-' && value >= low && value <= strtol(end + 1, NULL, 10);
}

const struct code_rule *code_table_find(const struct code_table *table,
                                        const char *code)
{
    if (str_is_empty(code))
        return NULL;
    for (size_t i = 0; i < table->count; i++) {
        const struct code_rule *rule = &table->rules[i];

        if (strcasecmp(rule->code, code) == 0 || is_in_range(rule->code, code))
            return rule;
    }
    return NULL;
}

bool state_words_find(const struct state_words *words, const char *word,
                      enum receipt_state *out)
{
    for (size_t i = 0; word != NULL && i < words->count; i++) {
        if (strcasecmp(words->words[i].word, word) == 0) {
            *out = words->words[i].state;
            return true;
        }
    }
    return false;
}

void code_table_explain(const struct code_table *table, const char *code,
                        struct receipt *out)
{
    const struct code_rule *rule = code_table_find(table, code);

    if (str_is_empty(code) || (strcmp(code, "0") == 0 && rule == NULL))
        return;
    out->code = code;
    if (rule == NULL)
        return;
    if (out->detail == NULL)
        out->detail = rule->means;
    out->is_passing = rule->outcome == DELIVERY_RETRY;
    out->suppress = out->suppress || rule->suppress;
}
