/*
 * zone_shim.h - the C face of abseil's time zones, for zone.c alone
 */
#ifndef BASE_ZONE_SHIM_H
#define BASE_ZONE_SHIM_H

#include <stdbool.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* NULL when unknown. The pointer lives as long as the program. */
const void *zone_shim_load(const char *name);
const void *zone_shim_utc(void);

/* Wall seconds (as if UTC) to Unix seconds; kind: 0 unique, 1 gap, 2 twice. */
int64_t zone_shim_instant(const void *impl, int64_t wall_s, int *kind);

int zone_shim_offset_s(const void *impl, int64_t unix_s);

#ifdef __cplusplus
}
#endif

#endif
