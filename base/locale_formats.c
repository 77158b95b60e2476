#include "base/locale_formats.h"

#include <stdlib.h>
#include <string.h>

#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

#include "base/locale_icu.h"

/* Languages of an office's customers times styles; more are opened again. */
#define FORMATS_MAX 32

/* Days of a season, or times of a day, of which some are written again and
 * again; each has one place. */
#define WORDS_MAX   64
#define WORDS_BYTES 64

struct kept_words {
    int64_t wall;           /* seconds on the wall */
    char text[WORDS_BYTES]; /* "": nothing is kept here */
};

struct kept_format {
    struct locale_manner manner; /* in `arena` */
    UDateFormat *format;         /* NULL: nothing is kept here */
    struct arena arena;
    struct kept_words words[WORDS_MAX];
};

struct locale_formats {
    struct kept_format items[FORMATS_MAX];
    size_t next; /* the place that is given away next */
};

static const char *skeleton(enum locale_style style)
{
    switch (style) {
    case LOCALE_DATE:
        return "EEEEdMMMM";
    case LOCALE_DATE_SHORT:
        return "EEEdMMM";
    case LOCALE_DATE_FULL:
        return "EEEEdMMMMy";
    case LOCALE_TIME:
        return "jmm";
    case LOCALE_WEEKDAY:
        return "EEEE";
    case LOCALE_MONTH:
        return "MMMMy";
    }
    return "EEEEdMMMM";
}

/* The language's own order of the fields in `style`. */
static int32_t best_pattern(const char *name, enum locale_style style,
                            UChar out[LOCALE_TEXT_MAX], UErrorCode *status)
{
    UChar wanted[32];
    UDateTimePatternGenerator *generator = udatpg_open(name, status);
    int32_t len = 0;

    (void)u_uastrcpy(wanted, skeleton(style));
    if (U_SUCCESS(*status))
        len = udatpg_getBestPattern(generator, wanted, -1, out, LOCALE_TEXT_MAX,
                                    status);
    udatpg_close(generator);
    return len;
}

/* NULL when ICU cannot. */
static UDateFormat *open_format(const struct locale_manner *manner)
{
    static const UChar gmt[] = {'G', 'M', 'T', 0};
    char name[ULOC_FULLNAME_CAPACITY];
    UChar pattern[LOCALE_TEXT_MAX];
    UErrorCode status = U_ZERO_ERROR;
    UDateFormat *format;
    int32_t len = 0;

    locale_icu_name(manner->language, name);
    if (str_is_empty(manner->pattern))
        len = best_pattern(name, manner->style, pattern, &status);
    else
        (void)u_strFromUTF8(pattern, LOCALE_TEXT_MAX, &len, manner->pattern, -1,
                            &status);
    if (U_FAILURE(status))
        return NULL;
    format = udat_open(UDAT_PATTERN, UDAT_PATTERN, name, gmt, -1, pattern, len,
                       &status);
    return U_SUCCESS(status) ? format : NULL;
}

static void format_time(const UDateFormat *format, struct civil_time wall,
                        struct buf *out)
{
    UChar text[LOCALE_TEXT_MAX];
    UErrorCode status = U_ZERO_ERROR;
    int32_t len = udat_format(format, (double)civil_to_seconds(wall) * 1000.0,
                              text, LOCALE_TEXT_MAX, NULL, &status);

    if (U_SUCCESS(status))
        locale_icu_put(text, len, out);
}

/* What the style writes of a time: a date has no hour, a time no date. */
static struct civil_time essence(enum locale_style style,
                                 struct civil_time wall)
{
    static const struct civil_date some_day = {2026, 1, 1};

    if (style != LOCALE_TIME)
        return (struct civil_time){.date = wall.date};
    wall.date = some_day;
    return wall;
}

/* Days and minutes one after the other lie side by side. */
static struct kept_words *place_of(struct kept_format *kept,
                                   struct civil_time wall)
{
    int64_t minutes = wall.hour * 60 + wall.minute;
    int64_t days = civil_to_days(wall.date);

    return &kept->words[(uint64_t)(days + minutes / 5) % WORDS_MAX];
}

static void write_kept(struct kept_format *kept, struct civil_time wall,
                       struct buf *out)
{
    struct civil_time what = essence(kept->manner.style, wall);
    struct kept_words *words = place_of(kept, what);
    int64_t seconds = civil_to_seconds(what);
    struct buf fresh;

    if (*words->text != '\0' && words->wall == seconds) {
        (void)buf_add_text(out, words->text);
        return;
    }
    buf_init(&fresh, LOCALE_TEXT_MAX * 4);
    format_time(kept->format, what, &fresh);
    (void)buf_add_text(out, buf_text(&fresh));
    if (fresh.len < WORDS_BYTES) {
        words->wall = seconds;
        memcpy(words->text, buf_text(&fresh), fresh.len + 1);
    }
    buf_finish(&fresh);
}

struct locale_formats *locale_formats_create(void)
{
    struct locale_formats *formats = calloc(1, sizeof(*formats));

    if (formats == NULL)
        abort();
    return formats;
}

static void forget(struct kept_format *kept)
{
    if (kept->format != NULL)
        udat_close(kept->format);
    arena_free(&kept->arena);
    *kept = (struct kept_format){0};
}

void locale_formats_destroy(struct locale_formats *formats)
{
    if (formats == NULL)
        return;
    for (size_t i = 0; i < FORMATS_MAX; i++)
        forget(&formats->items[i]);
    free(formats);
}

static bool is_kept(const struct kept_format *kept,
                    const struct locale_manner *manner)
{
    return kept->format != NULL && kept->manner.style == manner->style &&
           strcmp(kept->manner.language, manner->language) == 0 &&
           strcmp(kept->manner.pattern, str_or_empty(manner->pattern)) == 0;
}

/* The format in its place; the oldest makes room. */
static struct kept_format *kept_format(struct locale_formats *formats,
                                       const struct locale_manner *manner)
{
    struct kept_format *kept;

    for (size_t i = 0; i < FORMATS_MAX; i++) {
        if (is_kept(&formats->items[i], manner))
            return &formats->items[i];
    }
    kept = &formats->items[formats->next++ % FORMATS_MAX];
    forget(kept);
    kept->format = open_format(manner);
    kept->manner = (struct locale_manner){
        .language = arena_strdup(&kept->arena, manner->language),
        .style = manner->style,
        .pattern = arena_strdup(&kept->arena, str_or_empty(manner->pattern)),
    };
    return kept;
}

void locale_formats_time(struct locale_formats *formats,
                         const struct locale_manner *manner,
                         struct civil_time wall, struct buf *out)
{
    struct kept_format *kept;
    UDateFormat *own;

    if (formats == NULL) {
        own = open_format(manner);
        if (own != NULL)
            format_time(own, wall, out);
        udat_close(own);
        return;
    }
    kept = kept_format(formats, manner);
    if (kept->format != NULL)
        write_kept(kept, wall, out);
}

void locale_time(const char *language, enum locale_style style,
                 struct civil_time wall, struct buf *out)
{
    struct locale_manner manner = {.language = language, .style = style};

    locale_formats_time(NULL, &manner, wall, out);
}
