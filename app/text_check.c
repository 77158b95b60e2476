#include "app/text_check.h"

#include "notifiers/wording.h"

bool text_check(const struct office *office, const struct text *text,
                struct error *err)
{
    struct arena arena = {0};
    const char *warning;
    bool ok = wording_check(office, text, &arena, &warning, err);

    arena_free(&arena);
    return ok;
}
