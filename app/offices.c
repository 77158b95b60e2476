#include "app/offices.h"

#include "app/jobs/plan.h"
#include "store/appointments.h"
#include "store/settings.h"

struct saving {
    const struct office_sections *sections;
    struct instant now;
};

static bool save(struct db *db, void *context, struct error *err)
{
    const struct saving *saving = context;

    for (size_t i = 0; i < saving->sections->count; i++) {
        const struct office_section *section = &saving->sections->items[i];

        if (!section_put(db, section->name, section->body, err))
            return false;
    }
    return appointment_replan_all(db, saving->now, err);
}

bool offices_save(struct call *call, const struct office_sections *sections,
                  struct error *err)
{
    struct saving saving = {.sections = sections, .now = call_now(call)};

    return call_write(call, save, &saving, err) && plan_settle(call, err);
}

bool offices_sections(struct db *db, struct arena *arena,
                      struct office_sections *out, struct error *err)
{
    struct section_rows rows;

    *out = (struct office_sections){0};
    if (!section_list(db, arena, &rows, err))
        return false;
    for (size_t i = 0; i < rows.count; i++) {
        if (!office_section_set(out, rows.items[i].name, rows.items[i].body,
                                err))
            return error_wrap(err, "office in the database");
    }
    return true;
}
