#include "app/office_reader.h"
#include "scheduler/policy.h"

static const int64_t grace_limits[2] = {0, DAY_S};
static const int64_t cap_limits[2] = {0, 100};

/* An absent list means ours; an empty one, that nothing is said. */
static bool read_notice(const struct office_reader *reader, const char *path,
                        struct raw_list list, enum message_kind kind,
                        struct rule *out)
{
    *out = policy_default_notice(kind);
    if (setting_node(&reader->settings, path) == NULL)
        return true;
    return office_read_channels(reader, path, list, true, out);
}

bool office_read_notices(const struct office_reader *reader)
{
    static const struct raw_notices none;
    const struct raw_notices *raw = reader->raw->notices;
    struct office *out = reader->out;

    raw = raw == NULL ? &none : raw;
    out->grace = (struct span){POLICY_GRACE_S};
    return read_notice(reader, "notices.moved", raw->moved, MESSAGE_MOVED,
                       &out->moved) &&
           read_notice(reader, "notices.cancelled", raw->cancelled,
                       MESSAGE_CANCELLED, &out->cancelled) &&
           (raw->grace == NULL ||
            setting_span(&reader->settings, "notices.grace", raw->grace,
                         grace_limits, &out->grace));
}

bool office_read_caps(const struct office_reader *reader)
{
    const struct settings *settings = &reader->settings;
    const struct raw_office_limits *raw = reader->raw->limits;
    struct office_limits *out = &reader->out->limits;

    *out = policy_default_limits();
    if (raw == NULL)
        return true;
    return (raw->per_day == NULL ||
            setting_number(settings, "limits.per_day", raw->per_day, cap_limits,
                           &out->per_day)) &&
           (raw->per_week == NULL ||
            setting_number(settings, "limits.per_week", raw->per_week,
                           cap_limits, &out->per_week)) &&
           setting_money(settings, "limits.spend_per_day", raw->spend_per_day,
                         reader->out->currency, &out->spend_minor);
}
