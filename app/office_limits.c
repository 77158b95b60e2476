#include "app/office_reader.h"

/*
 * How far an office may go from what is usual: less than the least would
 * refuse honest calendars, more than the most would let one feed take the
 * machine.
 */
static const int64_t size_limits[2] = {INT64_C(64) << 10, INT64_C(1) << 30};
static const int64_t event_limits[2] = {100, 5000000};
static const int64_t series_limits[2] = {10, 10000};
static const int64_t visit_limits[2] = {100, 10000000};
static const int64_t cpu_limits[2] = {1, 10 * MINUTE_S};
/* The program's own libraries take 70 MiB of addresses. */
static const int64_t memory_limits[2] = {INT64_C(128) << 20, INT64_C(16) << 30};
static const int64_t redirect_limits[2] = {1, 20};

/* A whole number; stays 0 when the file does not say. */
static bool read_count(const struct settings *settings, const char *path,
                       const char *text, const int64_t limits[2], size_t *out)
{
    int64_t number = 0;

    if (text != NULL && !setting_number(settings, path, text, limits, &number))
        return false;
    *out = (size_t)number;
    return true;
}

static bool read_size(const struct settings *settings, const char *path,
                      const char *text, const int64_t limits[2], size_t *out)
{
    return text == NULL || setting_size(settings, path, text, limits, out);
}

static bool read_cpu(const struct settings *settings, const char *path,
                     const char *text, int *out)
{
    struct span span = {0};

    if (text != NULL && !setting_span(settings, path, text, cpu_limits, &span))
        return false;
    *out = (int)span.s;
    return true;
}

bool office_read_limits(const struct office_reader *reader, size_t i,
                        struct feed_limits *out)
{
    const struct settings *settings = &reader->settings;
    const struct raw_limits *raw = reader->raw->feeds[i].limits;
    const char *list = "feeds";
    char path[SETTING_PATH_MAX];
    size_t redirects = 0;
    bool ok;

    if (raw == NULL)
        return true;
    ok = read_size(settings, setting_path(path, list, i, ".limits.size"),
                   raw->size, size_limits, &out->bytes) &&
         read_count(settings, setting_path(path, list, i, ".limits.events"),
                    raw->events, event_limits, &out->events) &&
         read_count(settings, setting_path(path, list, i, ".limits.series"),
                    raw->series, series_limits, &out->series) &&
         read_count(settings, setting_path(path, list, i, ".limits.visits"),
                    raw->visits, visit_limits, &out->visits) &&
         read_cpu(settings, setting_path(path, list, i, ".limits.cpu"),
                  raw->cpu, &out->cpu_s) &&
         read_size(settings, setting_path(path, list, i, ".limits.memory"),
                   raw->memory, memory_limits, &out->memory_bytes) &&
         read_count(settings, setting_path(path, list, i, ".limits.redirects"),
                    raw->redirects, redirect_limits, &redirects);
    out->redirects = (int)redirects;
    return ok;
}
