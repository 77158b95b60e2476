#include <stdlib.h>

#include <unicode/unorm2.h>
#include <unicode/ustring.h>

#include "base/locale.h"

/* Composing makes text of UTF-16 at most three times as long. */
#define GROWTH_MAX 3

static void *allocate(size_t count, size_t size)
{
    void *bytes = calloc(count, size);

    if (bytes == NULL)
        abort();
    return bytes;
}

char *locale_compose(const char *text, struct arena *arena)
{
    UErrorCode status = U_ZERO_ERROR;
    const UNormalizer2 *composer = unorm2_getNFCInstance(&status);
    int32_t room = (int32_t)strlen(text) * GROWTH_MAX + 1;
    UChar *apart = allocate((size_t)room, sizeof(*apart));
    UChar *composed = allocate((size_t)room, sizeof(*composed));
    char *out = arena_alloc(arena, (size_t)room);
    int32_t len = 0;

    (void)u_strFromUTF8WithSub(apart, room, &len, text, -1, 0xFFFD, NULL,
                               &status);
    len = unorm2_normalize(composer, apart, len, composed, room, &status);
    (void)u_strToUTF8(out, room - 1, NULL, composed, len, &status);
    free(composed);
    free(apart);
    return U_SUCCESS(status) ? out : arena_strdup(arena, text);
}
