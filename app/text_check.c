#include "app/text_check.h"

#include "notifiers/wording_check.h"

bool text_check(const struct office *office, const struct text *text,
                struct error *err)
{
    struct arena arena = {0};
    struct wording_report report;
    bool ok = wording_check(office, text, &arena, &report, err);

    arena_free(&arena);
    return ok;
}
