#include "importers/csv_month.h"

#include <strings.h>

#include "base/arena.h"
#include "base/str.h"
#include "importers/clean.h"

/* "segunda-feira, 24 de novembro de 2026 às 18:00" */
#define TEXT_MAX 80

/* How months begin; longer ones first where one begins like another. */
static const struct {
    const char *start;
    int month;
} months[] = {
    {"jan", 1},   {"ene", 1},  {"gen", 1},  {"feb", 2},  {"fev", 2},
    {"marz", 3},  {"marc", 3}, {"mars", 3}, {"mar", 3},  {"mrt", 3},
    {"maart", 3}, {"apr", 4},  {"abr", 4},  {"avr", 4},  {"may", 5},
    {"mai", 5},   {"mag", 5},  {"mei", 5},  {"jun", 6},  {"juin", 6},
    {"giu", 6},   {"jul", 7},  {"juil", 7}, {"lug", 7},  {"aug", 8},
    {"ago", 8},   {"aou", 8},  {"sep", 9},  {"set", 9},  {"oct", 10},
    {"okt", 10},  {"ott", 10}, {"out", 10}, {"nov", 11}, {"dec", 12},
    {"dez", 12},  {"dic", 12},
};

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (unsigned char)c >= 0x80;
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

/* 0 when the word is no month. */
static int month_of(const char *word, size_t len)
{
    for (size_t i = 0; i < ARRAY_LEN(months); i++) {
        size_t start = strlen(months[i].start);

        if (len >= start && len <= 10 &&
            strncmp(word, months[i].start, start) == 0)
            return months[i].month;
    }
    return 0;
}

struct words {
    int day;
    int month;
    int year;
};

/* "4", "4th", "2026", "'26": a year is what follows a day, or has four. */
static void take_number(struct words *words, const char *at, size_t digits)
{
    int value = 0;

    for (size_t i = 0; i < digits; i++)
        value = value * 10 + (at[i] - '0');
    if (digits == 4)
        words->year = value;
    else if (words->day == 0)
        words->day = value;
    else
        words->year = value < 70 ? 2000 + value : 1900 + value;
}

/* "mar. 3 mars": a weekday may look like a month; the month comes last. */
static bool is_whole(const struct words *words)
{
    return words->day != 0 && words->month != 0 && words->year != 0;
}

/* A number and what is written to it: "4th", "1er". Its bytes; 0 if too long. */
static size_t scan_number(const char *text, struct words *out)
{
    size_t digits = strspn(text, "0123456789");
    size_t i = digits;

    if (digits == 3 || digits > 4)
        return 0;
    take_number(out, text, digits);
    while (is_letter(text[i]) && out->year == 0)
        i++;
    return i;
}

/* A word, perhaps a month's. Its bytes. */
static size_t scan_word(const char *text, struct words *out)
{
    size_t len = 0;
    int month;

    while (is_letter(text[len]))
        len++;
    month = month_of(text, len);
    if (month != 0)
        out->month = month;
    return len;
}

/* Bytes of the date at the start; 0 when it is none. */
static size_t scan(const char *text, struct words *out)
{
    size_t used = 0;

    while (text[used] != '\0' && !is_whole(out)) {
        const char *at = text + used;
        size_t len = strspn(at, " .,-/'");

        if (is_digit(*at))
            len = scan_number(at, out);
        else if (is_letter(*at))
            len = scan_word(at, out);
        if (len == 0)
            return 0;
        used += len;
    }
    return is_whole(out) ? used : 0;
}

/* Past "at", "um", "a las", and whatever stands between date and time. */
static const char *skip_words(const char *at)
{
    while (*at != '\0' && !is_digit(*at))
        at++;
    return at;
}

const char *csv_month_read(const char *text, struct civil_date *out)
{
    struct words words = {0};
    struct arena arena = {0};
    size_t rest;
    char *folded;
    size_t used;

    if (strlen(text) > TEXT_MAX)
        return NULL;
    folded = clean_fold(str_of(text), &arena);
    used = scan(folded, &words);
    rest = strlen(skip_words(folded + used));
    arena_free(&arena);
    *out = (struct civil_date){words.year, words.month, words.day};
    if (used == 0 || rest > strlen(text))
        return NULL;
    /* What follows is the same in both: digits, signs, plain letters. */
    return text + strlen(text) - rest;
}
