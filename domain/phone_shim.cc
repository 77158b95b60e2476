#include "domain/phone_shim.h"

#include <cstdio>
#include <string>

#include <phonenumbers/phonenumberutil.h>

using i18n::phonenumbers::PhoneNumber;
using i18n::phonenumbers::PhoneNumberUtil;

static int read_number(const char *text, const char *region, char *out,
                       size_t size)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    const std::string where = *region == '\0' ? "ZZ" : region;
    PhoneNumber number;
    std::string e164;

    if (util.Parse(text, where, &number) != PhoneNumberUtil::NO_PARSING_ERROR)
        return -1;
    number.clear_extension();
    util.Format(number, PhoneNumberUtil::E164, &e164);
    if (e164.size() >= size)
        return -2;
    (void)std::snprintf(out, size, "%s", e164.c_str());
    /* The length is enough, and cheap; without its area code it is none. */
    if (util.IsPossibleNumberWithReason(number) == PhoneNumberUtil::IS_POSSIBLE)
        return 0;
    return util.IsValidNumber(number) ? 0 : -2;
}

int phone_shim_e164(const char *text, const char *region, char *out,
                    size_t size)
{
    try {
        return read_number(text, region, out, size);
    } catch (...) {
        return -1;
    }
}

static bool is_mobile(const char *e164)
{
    const PhoneNumberUtil &util = *PhoneNumberUtil::GetInstance();
    PhoneNumber number;

    return util.Parse(e164, "ZZ", &number) ==
               PhoneNumberUtil::NO_PARSING_ERROR &&
           util.GetNumberType(number) == PhoneNumberUtil::MOBILE;
}

int phone_shim_is_mobile(const char *e164)
{
    try {
        return is_mobile(e164);
    } catch (...) {
        return 0;
    }
}

int phone_shim_country_code(const char *region)
{
    try {
        return PhoneNumberUtil::GetInstance()->GetCountryCodeForRegion(region);
    } catch (...) {
        return 0;
    }
}
