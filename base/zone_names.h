/*
 * zone_names.h - the zone that a foreign name means, by ICU's tables
 *
 * Names only: whether the system has such a zone, and what its clock shows,
 * is zone.h's affair.
 */
#ifndef BASE_ZONE_NAMES_H
#define BASE_ZONE_NAMES_H

#include "base/zone.h"

/* An IANA name or link in any case: "EUROPE/kiev" is "Europe/Kiev". */
bool zone_find_name(const char *name, char out[ZONE_NAME_MAX]);

/* A Windows name: "Romance Standard Time" is "Europe/Paris" (CLDR). */
bool zone_find_windows(const char *name, char out[ZONE_NAME_MAX]);

/* A zone called after a city, in any case: "Sao Paulo" is America/Sao_Paulo. */
bool zone_find_city(const char *city, char out[ZONE_NAME_MAX]);

#endif
