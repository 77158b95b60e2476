#include "domain/customer.h"

#include <string.h>

#define MAIL_BYTES_MAX 254

const char *customer_address(const struct customer *customer,
                             enum channel channel)
{
    switch (channel) {
    case CHANNEL_SMS:
        return customer->phone;
    case CHANNEL_MAIL:
        return customer->mail;
    }
    return NULL;
}

bool mail_is_plausible(const char *address)
{
    const char *at = strchr(address, '@');
    size_t len = strlen(address);

    if (at == NULL || at == address || at[1] == '\0' || len > MAIL_BYTES_MAX ||
        strchr(at + 1, '@') != NULL)
        return false;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)address[i];

        if (c <= 0x20 || c == 0x7f || strchr("<>\"(),;:\\", c) != NULL)
            return false;
    }
    return at[1] != '.' && address[len - 1] != '.' &&
           strstr(address, "..") == NULL;
}
