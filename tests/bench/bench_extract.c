/*
 * bench_extract.c - processor time of reading the words of an event
 *
 *     bench_extract FEED.ics [ROUNDS]
 *
 * Prints microseconds per event, the best of the rounds; the calendar is read
 * before the clock starts.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "importers/extract.h"

/* The whole horizon of gen_ics.py. */
#define FROM_S  INT64_C(1767225600)
#define UNTIL_S INT64_C(1798761600)

static double processor_s(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static struct str read_file(const char *path, struct arena *arena)
{
    FILE *file = fopen(path, "rb");
    struct str bytes = {0};
    char *at;
    long len;

    if (file == NULL || fseek(file, 0, SEEK_END) != 0 ||
        (len = ftell(file)) < 0 || fseek(file, 0, SEEK_SET) != 0) {
        (void)fprintf(stderr, "%s: cannot be read\n", path);
        exit(1);
    }
    at = arena_alloc(arena, (size_t)len + 1);
    bytes = (struct str){at, fread(at, 1, (size_t)len, file)};
    (void)fclose(file);
    return bytes;
}

/* One pass over all events; returns its processor seconds. */
static double pass(const struct extractor *extractor,
                   const struct ical_calendar *calendar, size_t *phones)
{
    const struct extract_source source = {
        .product = calendar->product,
        .method = calendar->method,
    };
    double before = processor_s();

    *phones = 0;
    for (size_t i = 0; i < calendar->event_count; i++) {
        struct arena arena = {0};
        struct extracted found;

        extract_event(extractor, &source, &calendar->events[i], &arena, &found);
        *phones += found.booking.phone != NULL;
        arena_free(&arena);
    }
    return processor_s() - before;
}

int main(int argc, char **argv)
{
    static const struct service services[] = {
        {.name = "Cleaning", .match = "scale|cleaning"},
        {.name = "Root canal"},
        {.name = "Check-up"},
    };
    static const struct provider providers[] = {
        {.name = "Dr Martin", .match = "martin"},
    };
    struct office office = {
        .country = "GB",
        .currency = "GBP",
        .zone = zone_utc(),
        .services = services,
        .service_count = ARRAY_LEN(services),
        .providers = providers,
        .provider_count = ARRAY_LEN(providers),
    };
    struct import_request request = {.from = {FROM_S},
                                     .until = {UNTIL_S},
                                     .default_zone = zone_utc()};
    struct arena arena = {0};
    struct ical_calendar calendar;
    struct extractor *extractor;
    struct error err;
    double best = 1e9;
    size_t phones = 0;

    if (argc < 2) {
        (void)fprintf(stderr, "usage: bench_extract FEED.ics [ROUNDS]\n");
        return 2;
    }
    request.document = read_file(argv[1], &arena);
    if (!ical_read(&request, &arena, &calendar, &err) ||
        !extractor_create(&office, NULL, &extractor, &err)) {
        (void)fprintf(stderr, "%s\n", err.text);
        return 1;
    }
    for (long i = argc > 2 ? strtol(argv[2], NULL, 10) : 5; i > 0; i--) {
        double took = pass(extractor, &calendar, &phones);

        best = took < best ? took : best;
    }
    (void)printf("%zu events, %zu with a phone: %.2f us an event\n",
                 calendar.event_count, phones,
                 best * 1e6 / (double)(calendar.event_count + 1));
    extractor_destroy(extractor);
    arena_free(&arena);
    return 0;
}
