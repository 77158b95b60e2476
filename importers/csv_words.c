#include "importers/csv_words.h"

#include <strings.h>

#include "base/buf.h"
#include "importers/clean.h"

static bool is_gap(char c)
{
    return strchr(" _-./:;,'\"()[]*?!&", c) != NULL;
}

char *csv_key(struct str header, struct arena *arena)
{
    char *text = clean_fold(header, arena);
    size_t len = 0;
    bool pause = false;

    for (const char *at = text; *at != '\0'; at++) {
        if (is_gap(*at)) {
            pause = len > 0;
            continue;
        }
        if (pause)
            text[len++] = '_';
        pause = false;
        text[len++] = *at;
    }
    text[len] = '\0';
    return text;
}

int csv_yes_no(const char *text)
{
    static const char *const yes[] = {
        "1",  "yes",  "y",    "true", "x",  "oui", "vrai",       "o",
        "ja", "j",    "wahr", "si",   "sí", "s",   "verdadero",  "sì",
        "v",  "vero", "sim",  "waar", "✓",  "✔",   "verdadeiro", "on",
    };
    static const char *const no[] = {
        "0",      "no",    "n",   "false",  "-",   "non", "faux", "nein",
        "falsch", "falso", "nee", "onwaar", "não", "nao", "off",  "f",
    };

    for (size_t i = 0; i < ARRAY_LEN(yes); i++) {
        if (strcasecmp(text, yes[i]) == 0)
            return 1;
    }
    for (size_t i = 0; i < ARRAY_LEN(no); i++) {
        if (strcasecmp(text, no[i]) == 0)
            return 0;
    }
    return -1;
}

static bool is_letter_at(struct str text, size_t at)
{
    return at < text.len && ((text.at[at] >= 'a' && text.at[at] <= 'z') ||
                             (text.at[at] >= 'A' && text.at[at] <= 'Z'));
}

bool csv_is_total(struct str cell)
{
    static const char *const words[] = {
        "total",     "totals", "grand total",   "subtotal",  "sub-total",
        "gesamt",    "summe",  "insgesamt",     "totale",    "sous-total",
        "suma",      "soma",   "somme",         "subtotaal", "totaal",
        "subtotale", "sum",    "zwischensumme",
    };

    for (size_t i = 0; i < ARRAY_LEN(words); i++) {
        size_t len = strlen(words[i]);

        if (cell.len >= len && strncasecmp(cell.at, words[i], len) == 0 &&
            !is_letter_at(cell, len))
            return true;
    }
    return false;
}
