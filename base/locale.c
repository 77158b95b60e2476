#include "base/locale.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <unicode/ucurr.h>
#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#define LOCALE_TEXT_MAX 160
/* A longer tag is cut: nobody's language needs it (RFC 5646 4.4.1: 35). */
#define LOCALE_TAG_MAX  64

/* ICU's name for a tag, in the calendar and digits everybody shares. */
static void icu_name(const char *language, char out[ULOC_FULLNAME_CAPACITY])
{
    char plain[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;

    (void)uloc_forLanguageTag(language, plain, sizeof(plain), &parsed, &status);
    if (U_FAILURE(status) || parsed == 0)
        (void)snprintf(plain, sizeof(plain), "en");
    (void)snprintf(out, ULOC_FULLNAME_CAPACITY,
                   "%.100s@calendar=gregorian;numbers=latn", plain);
}

/* ICU's separators that would tip an SMS into UCS-2 become plain ones. */
static UChar plain_char(UChar c)
{
    if (c == 0x00a0 || c == 0x202f || c == 0x2009)
        return ' ';
    return c;
}

static bool is_mark(UChar c)
{
    return c == 0x200e || c == 0x200f || (c >= 0x202a && c <= 0x202e) ||
           (c >= 0x2066 && c <= 0x2069);
}

static void put(UChar *text, int32_t len, struct buf *out)
{
    char utf8[LOCALE_TEXT_MAX * 3 + 1];
    UErrorCode status = U_ZERO_ERROR;
    int32_t kept = 0;

    for (int32_t i = 0; i < len; i++) {
        if (!is_mark(text[i]))
            text[kept++] = plain_char(text[i]);
    }
    (void)u_strToUTF8(utf8, sizeof(utf8), NULL, text, kept, &status);
    if (U_SUCCESS(status))
        (void)buf_add_text(out, utf8);
}

static const char *skeleton(enum locale_style style)
{
    switch (style) {
    case LOCALE_DATE:
        return "EEEEdMMMM";
    case LOCALE_DATE_SHORT:
        return "EEEdMMM";
    case LOCALE_DATE_FULL:
        return "EEEEdMMMMy";
    case LOCALE_TIME:
        return "jmm";
    case LOCALE_WEEKDAY:
        return "EEEE";
    case LOCALE_MONTH:
        return "MMMMy";
    }
    return "EEEEdMMMM";
}

/* The language's own order of the fields in `style`. */
static int32_t best_pattern(const char *name, enum locale_style style,
                            UChar out[LOCALE_TEXT_MAX], UErrorCode *status)
{
    UChar wanted[32];
    UDateTimePatternGenerator *generator = udatpg_open(name, status);
    int32_t len = 0;

    (void)u_uastrcpy(wanted, skeleton(style));
    if (U_SUCCESS(*status))
        len = udatpg_getBestPattern(generator, wanted, -1, out, LOCALE_TEXT_MAX,
                                    status);
    udatpg_close(generator);
    return len;
}

/* A format that is ready; opening one costs a thousand times its use. */
struct ready {
    char language[LOCALE_TAG_MAX];
    enum locale_style style;
    UDateFormat *format; /* NULL: this place is free */
};

/* Languages times styles that a thread speaks by turns. */
#define READY_MAX 32

/* One thread's own. */
struct ready_formats {
    struct ready at[READY_MAX];
    size_t next; /* where the next one goes: the oldest leaves */
};

static pthread_key_t ready_key;
static pthread_once_t ready_once = PTHREAD_ONCE_INIT;

static void close_formats(void *context)
{
    struct ready_formats *formats = context;

    for (size_t i = 0; i < READY_MAX; i++) {
        if (formats->at[i].format != NULL)
            udat_close(formats->at[i].format);
    }
    free(formats);
}

static void make_key(void)
{
    if (pthread_key_create(&ready_key, close_formats) != 0)
        abort();
}

static struct ready_formats *ready_formats(void)
{
    struct ready_formats *formats;

    if (pthread_once(&ready_once, make_key) != 0)
        abort();
    formats = pthread_getspecific(ready_key);
    if (formats != NULL)
        return formats;
    formats = calloc(1, sizeof(*formats));
    if (formats == NULL || pthread_setspecific(ready_key, formats) != 0)
        abort();
    return formats;
}

static UDateFormat *open_format(const char *language, enum locale_style style)
{
    static const UChar gmt[] = {'G', 'M', 'T', 0};
    char name[ULOC_FULLNAME_CAPACITY];
    UChar pattern[LOCALE_TEXT_MAX];
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format;
    int32_t len;

    icu_name(language, name);
    len = best_pattern(name, style, pattern, &status);
    if (U_FAILURE(status))
        return NULL;
    format = udat_open(UDAT_PATTERN, UDAT_PATTERN, name, gmt, -1, pattern, len,
                       &status);
    return U_SUCCESS(status) ? format : NULL;
}

/* The thread's format for a language and style; NULL when ICU has none. */
static UDateFormat *format_of(const char *language, enum locale_style style)
{
    struct ready_formats *formats = ready_formats();
    struct ready *place;

    for (size_t i = 0; i < READY_MAX; i++) {
        const struct ready *ready = &formats->at[i];

        if (ready->format != NULL && ready->style == style &&
            strcmp(ready->language, language) == 0)
            return ready->format;
    }
    place = &formats->at[formats->next];
    formats->next = (formats->next + 1) % READY_MAX;
    if (place->format != NULL)
        udat_close(place->format);
    (void)snprintf(place->language, sizeof(place->language), "%s", language);
    place->style = style;
    place->format = open_format(language, style);
    return place->format;
}

void locale_time(const char *language, enum locale_style style,
                 struct civil_time wall, struct buf *out)
{
    UChar text[LOCALE_TEXT_MAX];
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format = format_of(language, style);
    int32_t len;

    if (format == NULL)
        return;
    len = udat_format(format, (double)civil_to_seconds(wall) * 1000.0, text,
                      LOCALE_TEXT_MAX, NULL, &status);
    if (U_SUCCESS(status))
        put(text, len, out);
}

static UNumberFormat *number_format(const char *language,
                                    UNumberFormatStyle style)
{
    char name[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format;

    icu_name(language, name);
    format = unum_open(style, NULL, 0, name, NULL, &status);
    return U_SUCCESS(status) ? format : NULL;
}

void locale_money(const char *language, double amount, const char *currency,
                  struct buf *out)
{
    UNumberFormat *format = number_format(language, UNUM_CURRENCY);
    UChar code[4];
    UChar text[LOCALE_TEXT_MAX];
    UErrorCode status = U_ZERO_ERROR;
    int32_t len;

    if (format == NULL)
        return;
    (void)u_uastrncpy(code, currency, 3);
    code[3] = 0;
    len = unum_formatDoubleCurrency(format, amount, code, text, LOCALE_TEXT_MAX,
                                    NULL, &status);
    if (U_SUCCESS(status))
        put(text, len, out);
    unum_close(format);
}

void locale_number(const char *language, double value, int decimals,
                   struct buf *out)
{
    UNumberFormat *format = number_format(language, UNUM_DECIMAL);
    UChar text[LOCALE_TEXT_MAX];
    UErrorCode status = U_ZERO_ERROR;
    int32_t len;

    if (format == NULL)
        return;
    unum_setAttribute(format, UNUM_FRACTION_DIGITS, decimals);
    len =
        unum_formatDouble(format, value, text, LOCALE_TEXT_MAX, NULL, &status);
    if (U_SUCCESS(status))
        put(text, len, out);
    unum_close(format);
}

const char *locale_currency(const char *country, struct arena *arena)
{
    UChar code[4];
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = *country == '\0'
                      ? 0
                      : ucurr_forLocale(arena_printf(arena, "und_%s", country),
                                        code, 4, &status);
    char *text = arena_strdup(arena, "EUR");

    if (U_SUCCESS(status) && len == 3)
        (void)u_austrncpy(text, code, 3);
    return text;
}

const char *locale_language(const char *country, struct arena *arena)
{
    char full[ULOC_FULLNAME_CAPACITY];
    char *language = arena_alloc(arena, ULOC_LANG_CAPACITY);
    UErrorCode status = U_ZERO_ERROR;

    if (*country == '\0')
        return "en";
    (void)uloc_addLikelySubtags(arena_printf(arena, "und_%s", country), full,
                                sizeof(full), &status);
    if (U_SUCCESS(status))
        (void)uloc_getLanguage(full, language, ULOC_LANG_CAPACITY, &status);
    if (U_FAILURE(status) || *language == '\0' || strcmp(language, "und") == 0)
        return "en";
    return language;
}

bool locale_is_known(const char *language)
{
    char name[ULOC_FULLNAME_CAPACITY];
    char short_name[ULOC_LANG_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    int32_t parsed = 0;

    (void)uloc_forLanguageTag(language, name, sizeof(name), &parsed, &status);
    if (U_FAILURE(status) || parsed == 0)
        return false;
    (void)uloc_getLanguage(name, short_name, sizeof(short_name), &status);
    for (int32_t i = 0; U_SUCCESS(status) && i < uloc_countAvailable(); i++) {
        if (strcmp(uloc_getAvailable(i), short_name) == 0)
            return true;
    }
    return false;
}
