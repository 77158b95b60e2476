/*
 * bench_wording.c - processor time of writing a message
 *
 *     bench_wording [MESSAGES]
 *
 * Prints microseconds per message, for each language and channel, with what
 * need not be found out twice kept (notifiers/wording_cache.h), and without.
 */
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "notifiers/wording_cache.h"
#include "notifiers/wording_sample.h"

/* 2026-11-18. */
#define NOW INT64_C(1794992400)

static double processor_s(void)
{
    struct timespec now;

    (void)clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + (double)now.tv_nsec / 1e9;
}

static double each_us(struct wording_request *request, int count)
{
    double before = processor_s();

    for (int i = 0; i < count; i++) {
        struct arena arena = {0};
        struct message message;
        struct error err;

        if (!wording_message(request, &arena, &message, &err)) {
            (void)fprintf(stderr, "%s\n", err.text);
            exit(1);
        }
        arena_free(&arena);
    }
    return (processor_s() - before) / count * 1e6;
}

static void measure(const struct office *office, const char *language,
                    enum channel channel, int count)
{
    struct wording_cache cache;
    struct arena arena = {0};
    struct wording_sample sample;
    struct wording_request request = {
        .office = office,
        .channel = channel,
        .now = {NOW},
        .cache = &cache,
    };
    double kept;

    wording_cache_init(&cache);
    wording_sample_fill(SAMPLE_USUAL, language, &arena, &sample, &request);
    kept = each_us(&request, count);
    request.cache = NULL;
    (void)printf("%s %-4s %6.1f us a message, %6.1f without its cache\n",
                 language, channel_name(channel), kept,
                 each_us(&request, count / 20 + 1));
    arena_free(&arena);
    wording_cache_finish(&cache);
}

int main(int argc, char **argv)
{
    static const char *const languages[] = {"en", "fr", "de", "es", "zh"};
    int count = argc > 1 ? (int)strtol(argv[1], NULL, 10) : 20000;
    struct office office = {
        .name = "Cabinet des Lilas",
        .zone = zone_utc(),
        .language = "fr",
        .country = "FR",
        .phone = "+33 1 99 00 12 34",
        .address = "3, rue des Lilas, Paris",
    };

    for (size_t i = 0; i < ARRAY_LEN(languages); i++) {
        measure(&office, languages[i], CHANNEL_SMS, count);
        measure(&office, languages[i], CHANNEL_MAIL, count);
    }
    return 0;
}
