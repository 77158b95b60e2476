#include "base/locale_formats.h"

#include <stdlib.h>

#include <unicode/udat.h>
#include <unicode/udatpg.h>
#include <unicode/ustring.h>

#include "base/locale_icu.h"

/* Languages of an office's customers times styles; more are opened again. */
#define FORMATS_MAX 32

struct kept_format {
    struct locale_manner manner; /* in `arena` */
    UDateFormat *format;         /* NULL: nothing is kept here */
    struct arena arena;
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
static const UDateFormat *kept_format(struct locale_formats *formats,
                                      const struct locale_manner *manner)
{
    struct kept_format *kept;

    for (size_t i = 0; i < FORMATS_MAX; i++) {
        if (is_kept(&formats->items[i], manner))
            return formats->items[i].format;
    }
    kept = &formats->items[formats->next++ % FORMATS_MAX];
    forget(kept);
    kept->format = open_format(manner);
    kept->manner = (struct locale_manner){
        .language = arena_strdup(&kept->arena, manner->language),
        .style = manner->style,
        .pattern = arena_strdup(&kept->arena, str_or_empty(manner->pattern)),
    };
    return kept->format;
}

void locale_formats_time(struct locale_formats *formats,
                         const struct locale_manner *manner,
                         struct civil_time wall, struct buf *out)
{
    const UDateFormat *format;
    UDateFormat *own = NULL;

    if (formats != NULL)
        format = kept_format(formats, manner);
    else
        format = own = open_format(manner);
    if (format != NULL)
        format_time(format, wall, out);
    if (own != NULL)
        udat_close(own);
}

void locale_time(const char *language, enum locale_style style,
                 struct civil_time wall, struct buf *out)
{
    struct locale_manner manner = {.language = language, .style = style};

    locale_formats_time(NULL, &manner, wall, out);
}
