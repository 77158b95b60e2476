#include "domain/money.h"

#include <stdio.h>
#include <string.h>

#define MONEY_UNITS_MAX INT64_C(1000000000000)

int money_decimals(const char *currency)
{
    static const char *const none[] = {"BIF", "CLP", "DJF", "GNF", "ISK", "JPY",
                                       "KMF", "KRW", "PYG", "RWF", "UGX", "UYI",
                                       "VND", "VUV", "XAF", "XOF", "XPF"};
    static const char *const three[] = {"BHD", "IQD", "JOD", "KWD",
                                        "LYD", "OMR", "TND"};

    for (size_t i = 0; i < ARRAY_LEN(none); i++) {
        if (strcmp(currency, none[i]) == 0)
            return 0;
    }
    for (size_t i = 0; i < ARRAY_LEN(three); i++) {
        if (strcmp(currency, three[i]) == 0)
            return 3;
    }
    return 2;
}

bool money_is_currency(const char *code)
{
    return strlen(code) == 3 && strspn(code, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") == 3;
}

static int64_t power_of_ten(int exponent)
{
    int64_t value = 1;

    while (exponent-- > 0)
        value *= 10;
    return value;
}

bool money_parse(const char *text, const char *currency, int64_t *minor,
                 struct error *err)
{
    int decimals = money_decimals(currency);
    const char *at = text;
    bool negative = *at == '-';
    int64_t value = 0;
    int seen = 0;
    size_t whole;

    at += negative;
    whole = strspn(at, "0123456789");
    for (size_t i = 0; i < whole && value <= MONEY_UNITS_MAX; i++)
        value = value * 10 + (at[i] - '0');
    at += whole;
    if (whole == 0 || value > MONEY_UNITS_MAX)
        goto bad;
    if (*at == '.' || *at == ',') {
        for (at++; *at >= '0' && *at <= '9' && seen < decimals; at++, seen++)
            value = value * 10 + (*at - '0');
        /* Zeros beyond the currency's own digits change nothing. */
        at += strspn(at, "0");
    }
    if (*at != '\0')
        goto bad;
    value *= power_of_ten(decimals - seen);
    *minor = negative ? -value : value;
    return true;
bad:
    return error_set(err, ERROR_INPUT,
                     "'%.40s' is not an amount in %s; write it like 90.00",
                     text, currency);
}

char *money_format(int64_t minor, const char *currency,
                   char out[MONEY_TEXT_MAX])
{
    int decimals = money_decimals(currency);
    int64_t unit = power_of_ten(decimals);
    uint64_t size = minor < 0 ? 0 - (uint64_t)minor : (uint64_t)minor;
    const char *sign = minor < 0 ? "-" : "";

    if (decimals == 0)
        (void)snprintf(out, MONEY_TEXT_MAX, "%s%llu", sign,
                       (unsigned long long)size);
    else
        (void)snprintf(out, MONEY_TEXT_MAX, "%s%llu.%0*llu", sign,
                       (unsigned long long)(size / (uint64_t)unit), decimals,
                       (unsigned long long)(size % (uint64_t)unit));
    return out;
}
