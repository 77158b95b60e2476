#include "base/locale.h"

#include <stdio.h>
#include <stdlib.h>

#include <unicode/ucurr.h>
#include <unicode/uloc.h>
#include <unicode/unum.h>
#include <unicode/ustring.h>

#include "base/locale_icu.h"

void locale_icu_name(const char *language, char out[ULOC_FULLNAME_CAPACITY])
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

void locale_icu_put(UChar *text, int32_t len, struct buf *out)
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

static UNumberFormat *number_format(const char *language,
                                    UNumberFormatStyle style)
{
    char name[ULOC_FULLNAME_CAPACITY];
    UErrorCode status = U_ZERO_ERROR;
    UNumberFormat *format;

    locale_icu_name(language, name);
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
        locale_icu_put(text, len, out);
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
        locale_icu_put(text, len, out);
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

bool locale_is_right_to_left(const char *language)
{
    char name[ULOC_FULLNAME_CAPACITY];

    locale_icu_name(language, name);
    return uloc_isRightToLeft(name);
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
