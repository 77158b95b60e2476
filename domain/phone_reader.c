#include "domain/phone_reader.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Longer texts are not remembered. */
#define KEY_BYTES_MAX 32

/* A clinic's city and its mobile networks; a power of two. */
#define MEMO_COUNT    4096

/* "+" and the most digits that anybody dials. */
#define DIGITS_MAX    18

struct memo {
    char key[KEY_BYTES_MAX]; /* "" while unused */
    size_t digits;           /* of the whole number; 0: `key` is the text */
    enum phone_verdict verdict;
    char head[PHONE_E164_MAX]; /* E.164 without the digits left out of `key` */
};

struct phone_reader {
    char country[4];
    struct memo memos[MEMO_COUNT];
};

/* A number's text as it is looked up. */
struct lookup {
    char key[KEY_BYTES_MAX];
    size_t digits;
    const char *tail; /* what `key` leaves out, NUL-terminated */
    char text[DIGITS_MAX + 2];
};

struct phone_reader *phone_reader_create(const char *country)
{
    struct phone_reader *reader = calloc(1, sizeof(*reader));

    if (reader == NULL)
        abort();
    (void)snprintf(reader->country, sizeof(reader->country), "%s", country);
    return reader;
}

void phone_reader_destroy(struct phone_reader *reader)
{
    free(reader);
}

/*
 * Digits at the end that decide nothing. In numbers of up to nine digits each
 * may count (Brazil), and of longer ones the fifth from the end (Korea's
 * carrier codes, Nepal); of these, never, in five million that were tried.
 */
#define IDLE_DIGITS 4
#define DIGITS_MIN  10

/*
 * Copies the sign and digits of a number that has nothing else but what
 * groups them; false when there is more, or too much of it.
 */
static bool bare_number(const char *text, char out[DIGITS_MAX + 2], size_t *len)
{
    size_t count = 0;

    while (*text == '(' || *text == ' ')
        text++;
    if (*text == '+')
        out[count++] = *text++;
    if (*text < '0' || *text > '9')
        return false;
    for (; *text != '\0'; text++) {
        if (*text >= '0' && *text <= '9') {
            if (count > DIGITS_MAX)
                return false;
            out[count++] = *text;
        } else if (strchr(" ().-/", *text) == NULL) {
            return false;
        }
    }
    out[count] = '\0';
    *len = count;
    return true;
}

/* False when the text is not one to remember. */
static bool make_lookup(const char *text, struct lookup *out)
{
    size_t len = strlen(text);
    size_t count;
    size_t key;

    out->digits = 0;
    out->tail = "";
    if (len <= PHONE_TEXT_MAX && bare_number(text, out->text, &count)) {
        out->digits = count - (out->text[0] == '+');
        key = out->digits < DIGITS_MIN ? count : count - IDLE_DIGITS;
        memcpy(out->key, out->text, key);
        out->key[key] = '\0';
        out->tail = out->text + key;
        return true;
    }
    if (len == 0 || len >= KEY_BYTES_MAX)
        return false;
    memcpy(out->key, text, len + 1);
    return true;
}

/* Where a key is, or would be. */
static struct memo *memo_of(struct phone_reader *reader, const char *key)
{
    uint32_t hash = UINT32_C(2166136261);

    for (; *key != '\0'; key++)
        hash = (hash ^ (unsigned char)*key) * UINT32_C(16777619);
    return &reader->memos[(hash ^ hash >> 15) % MEMO_COUNT];
}

static void remember(struct memo *memo, const struct lookup *lookup,
                     enum phone_verdict verdict, const char *e164)
{
    size_t len = strlen(e164);
    size_t tail = strlen(lookup->tail);

    /* A number whose end was changed says nothing of its neighbours. */
    if (verdict == PHONE_GOOD &&
        (len < tail || strcmp(e164 + len - tail, lookup->tail) != 0))
        return;
    *memo = (struct memo){.digits = lookup->digits, .verdict = verdict};
    (void)snprintf(memo->key, sizeof(memo->key), "%s", lookup->key);
    if (verdict == PHONE_GOOD)
        memcpy(memo->head, e164, len - tail);
}

enum phone_verdict phone_reader_read(struct phone_reader *reader,
                                     const char *text, char out[PHONE_E164_MAX])
{
    enum phone_verdict verdict;
    struct lookup lookup;
    struct memo *memo;

    if (!make_lookup(text, &lookup))
        return phone_read(text, reader->country, out);
    memo = memo_of(reader, lookup.key);
    if (memo->digits == lookup.digits && strcmp(memo->key, lookup.key) == 0) {
        out[0] = '\0';
        if (memo->verdict == PHONE_GOOD)
            (void)snprintf(out, PHONE_E164_MAX, "%s%s", memo->head,
                           lookup.tail);
        return memo->verdict;
    }
    verdict = phone_read(text, reader->country, out);
    remember(memo, &lookup, verdict, out);
    return verdict;
}
