#include "analytics/format.h"

#include <stdio.h>
#include <string.h>

char *format_money(int64_t minor, const char *currency,
                   char out[FORMAT_MONEY_MAX])
{
    char plain[MONEY_TEXT_MAX];
    size_t whole;
    size_t at = 0;

    (void)money_format(minor, currency, plain);
    whole = strcspn(plain, ".");
    for (size_t i = 0; plain[i] != '\0'; i++) {
        out[at++] = plain[i];
        if (plain[i] != '-' && i + 1 < whole && (whole - i - 1) % 3 == 0)
            out[at++] = ',';
    }
    out[at] = '\0';
    return out;
}

char *format_count(const struct rate *rate, char out[FORMAT_RATE_MAX])
{
    (void)snprintf(out, FORMAT_RATE_MAX, "%lld/%lld",
                   (long long)rate->numerator, (long long)rate->denominator);
    return out;
}

char *format_rate(const struct rate *rate, char out[FORMAT_RATE_MAX])
{
    if (rate->denominator == 0)
        (void)snprintf(out, FORMAT_RATE_MAX, "-");
    else
        (void)snprintf(out, FORMAT_RATE_MAX, "%.1f %%", rate->value * 100);
    return out;
}

char *format_interval(const struct rate *rate, char out[FORMAT_RATE_MAX])
{
    if (rate->denominator == 0)
        (void)snprintf(out, FORMAT_RATE_MAX, "-");
    else
        (void)snprintf(out, FORMAT_RATE_MAX, "%.2f–%.2f %%", rate->low * 100,
                       rate->high * 100);
    return out;
}

char *format_bounds(const struct rate *rate, char out[FORMAT_RATE_MAX])
{
    int64_t worst = rate->numerator + rate->unmarked;

    if (!rate->has_bounds || rate->unmarked == 0)
        *out = '\0';
    else
        (void)snprintf(out, FORMAT_RATE_MAX,
                       "%lld/%lld–%lld/%lld = %.1f–%.1f %%",
                       (long long)rate->numerator,
                       (long long)rate->bound_denominator, (long long)worst,
                       (long long)rate->bound_denominator,
                       rate->bound_low * 100, rate->bound_high * 100);
    return out;
}
