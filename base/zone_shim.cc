#include "base/zone_shim.h"

#include <cstring>
#include <string>
#include <type_traits>

#include <absl/time/civil_time.h>
#include <absl/time/time.h>

/*
 * A TimeZone is one pointer to a zone that abseil never frees, so it travels
 * through C as that pointer.
 */
static_assert(sizeof(absl::TimeZone) == sizeof(void *));
static_assert(std::is_trivially_copyable<absl::TimeZone>::value);

static const void *pack(const absl::TimeZone &zone)
{
    const void *impl;

    std::memcpy(&impl, static_cast<const void *>(&zone), sizeof(impl));
    return impl;
}

static absl::TimeZone unpack(const void *impl)
{
    absl::TimeZone zone;

    std::memcpy(static_cast<void *>(&zone), &impl, sizeof(impl));
    return zone;
}

const void *zone_shim_load(const char *name)
{
    absl::TimeZone zone;

    return absl::LoadTimeZone(name, &zone) ? pack(zone) : nullptr;
}

const void *zone_shim_utc(void)
{
    return pack(absl::UTCTimeZone());
}

int64_t zone_shim_instant(const void *impl, int64_t wall_s, int *kind)
{
    const absl::CivilSecond epoch(1970, 1, 1, 0, 0, 0);
    const auto info = unpack(impl).At(epoch + wall_s);

    *kind = info.kind == absl::TimeZone::TimeInfo::UNIQUE    ? 0
            : info.kind == absl::TimeZone::TimeInfo::SKIPPED ? 1
                                                             : 2;
    return absl::ToUnixSeconds(info.pre);
}

int zone_shim_offset_s(const void *impl, int64_t unix_s)
{
    return unpack(impl).At(absl::FromUnixSeconds(unix_s)).offset;
}
