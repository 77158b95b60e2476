/*
 * phone_shim.h - the C face of libphonenumber, for phone.c alone
 */
#ifndef DOMAIN_PHONE_SHIM_H
#define DOMAIN_PHONE_SHIM_H

#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* 0 a possible number, −1 unreadable, −2 impossible. Never throws. */
int phone_shim_e164(const char *text, const char *region, char *out,
                    size_t size);

/* Whether a number in E.164 belongs to a mobile network, as far as known. */
int phone_shim_is_mobile(const char *e164);

/* The calling code of a region; 0 when unknown. */
int phone_shim_country_code(const char *region);

#ifdef __cplusplus
}
#endif

#endif
