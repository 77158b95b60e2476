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

void text_check_warn(const struct office *office, FILE *err)
{
    for (size_t i = 0; i < office->text_count; i++) {
        struct arena arena = {0};
        struct wording_report report;
        struct error unused;

        if (!wording_check(office, &office->texts[i], &arena, &report, &unused))
            report.warning_count = 0;
        for (size_t k = 0; k < report.warning_count; k++)
            (void)fprintf(err, "kept: texts[%zu]: %s\n", i + 1,
                          report.warnings[k]);
        arena_free(&arena);
    }
}
