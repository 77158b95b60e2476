#include "domain/phone.h"

#include <stdio.h>
#include <string.h>

#include "domain/phone_shim.h"

enum phone_verdict phone_read(const char *text, const char *country,
                              char out[PHONE_E164_MAX])
{
    size_t digits = 0;
    int verdict;

    out[0] = '\0';
    for (const char *at = text; *at != '\0'; at++)
        digits += (*at >= '0' && *at <= '9') || (unsigned char)*at >= 0x80;
    if (digits == 0)
        return PHONE_NONE;
    if (strlen(text) > PHONE_TEXT_MAX)
        return PHONE_DOUBTFUL;
    verdict = phone_shim_e164(text, country, out, PHONE_E164_MAX);
    if (verdict >= 0)
        return PHONE_GOOD;
    out[0] = '\0';
    return PHONE_DOUBTFUL;
}

bool phone_is_mobile(const char *e164)
{
    return phone_shim_is_mobile(e164) != 0;
}

bool phone_is_e164(const char *text)
{
    size_t digits = *text == '+' ? strspn(text + 1, "0123456789") : 0;

    return digits >= 8 && digits <= 15 && text[1 + digits] == '\0';
}

char *phone_redact(const char *e164, char out[PHONE_E164_MAX])
{
    size_t len = strlen(e164);

    (void)snprintf(out, PHONE_E164_MAX, "%.3s…%s", e164,
                   len > 5 ? e164 + len - 2 : "");
    return out;
}

int phone_country_code(const char *country)
{
    return phone_shim_country_code(country);
}

bool phone_country_exists(const char *country)
{
    return phone_country_code(country) != 0;
}
