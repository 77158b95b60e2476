#include "app/offices.h"

#include <string.h>

#include "app/jobs/plan.h"
#include "store/appointments.h"
#include "store/feeds.h"
#include "store/settings.h"

struct saving {
    const struct office_update *update;
    const struct holidays *holidays;
    struct instant now;
};

/* A link that was mended need not wait for the end of a pause. */
static bool ask_feeds_anew(struct db *db, const struct office_changes *changes,
                           struct error *err)
{
    for (size_t i = 0; i < changes->count; i++) {
        const struct office_change *change = &changes->items[i];

        if (change->kind == OFFICE_CHANGED &&
            strcmp(change->section, "feeds") == 0 &&
            !feed_ask_anew(db, change->name, err))
            return false;
    }
    return true;
}

static bool save(struct db *db, void *context, struct error *err)
{
    const struct saving *saving = context;
    const struct office_sections *sections = &saving->update->sections;

    for (size_t i = 0; i < sections->count; i++) {
        const struct office_section *section = &sections->items[i];

        if (!section_put(db, section->name, section->body, err))
            return false;
    }
    return holidays_keep(db, saving->holidays, err) &&
           ask_feeds_anew(db, &saving->update->changes, err) &&
           appointment_replan_all(db, saving->now, err);
}

bool offices_save(struct call *call, const struct office_update *update,
                  const struct holidays *holidays, struct error *err)
{
    struct saving saving = {.update = update,
                            .holidays = holidays,
                            .now = call_now(call)};

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
