#include <stdlib.h>
#include <string.h>

#include <unicode/ustring.h>
#include <unicode/utrans.h>

#include "base/locale.h"

/* "ß" is two letters, "™" too; nothing grows more. */
#define GROWTH_MAX      4
#define RULE_UNITS_MAX  400
#define LATIN_BYTES_MAX (64UL * 1024)

static UChar *units_of(size_t count)
{
    UChar *units = calloc(count, sizeof(*units));

    if (units == NULL)
        abort();
    return units;
}

/* Letters outside ASCII and `keep` become Latin ones; symbols go. */
static UTransliterator *open_rule(const char *keep, struct arena *arena,
                                  UErrorCode *status)
{
    UChar rule[RULE_UNITS_MAX];
    UParseError unused;
    int32_t len = 0;

    (void)u_strFromUTF8(rule, RULE_UNITS_MAX, &len,
                        arena_printf(arena,
                                     "[^\\u0000-\\u007F%s] Latin-ASCII; "
                                     "[[:So:][:Cf:]\\uFE0F] Remove",
                                     keep),
                        -1, status);
    return utrans_openU(rule, len, UTRANS_FORWARD, NULL, 0, &unused, status);
}

char *locale_latin(const char *text, const char *keep, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    size_t bytes = strlen(text);
    size_t room = bytes * GROWTH_MAX + 1;
    UTransliterator *rule;
    UChar *units;
    char *out;
    int32_t len = 0;
    int32_t limit;

    if (bytes > LATIN_BYTES_MAX)
        return arena_strdup(arena, text);
    rule = open_rule(keep, arena, &status);
    units = units_of(room);
    out = arena_alloc(arena, room * 3);
    (void)u_strFromUTF8WithSub(units, (int32_t)room, &len, text, -1, 0xFFFD,
                               NULL, &status);
    limit = len;
    utrans_transUChars(rule, units, &len, (int32_t)room, 0, &limit, &status);
    (void)u_strToUTF8(out, (int32_t)room * 3 - 1, NULL, units, len, &status);
    free(units);
    utrans_close(rule);
    return U_SUCCESS(status) ? out : arena_strdup(arena, text);
}
