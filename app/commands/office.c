#include "app/office.h"

#include <string.h>

#include "app/command.h"
#include "app/offices.h"
#include "app/text_check.h"
#include "store/settings.h"

/*
 * office - the office as one file: out, changed, and in again
 */

static const struct option_spec options[] = {
    {"preview", NULL, "import: only say what would change"},
    {0},
};

static bool load(struct call *call, struct office_sections *out,
                 struct error *err)
{
    struct db *db;

    return call_reader(call, &db, err) &&
           offices_sections(db, call->arena, out, err);
}

static int export_office(struct call *call)
{
    struct office_sections sections;
    struct error err;
    const char *yaml;

    if (!load(call, &sections, &err))
        return call_fail(call, &err);
    yaml = office_join(&sections, call->arena);
    if (call->json)
        call_print_json(call, json_pack("{s:s}", "office", yaml));
    else
        (void)fputs(yaml, call->out);
    return EXIT_DONE;
}

static void print_changes(const struct call *call,
                          const struct office_changes *changes, bool preview)
{
    json_t *list = json_array();

    for (size_t i = 0; i < changes->count; i++) {
        const struct office_change *change = &changes->items[i];

        (void)json_array_append_new(
            list, json_pack("{s:s, s:s, s:s}", "section", change->section,
                            "name", change->name, "change",
                            office_change_name(change->kind)));
        if (!call->json)
            (void)fprintf(call->out, "%s\n",
                          office_change_text(change, call->arena));
    }
    if (call->json) {
        call_print_json(call, json_pack("{s:o, s:b}", "changes", list,
                                        "applied", !preview));
        return;
    }
    json_decref(list);
    if (changes->count == 0)
        (void)fputs("Nothing changes.\n", call->out);
    else if (preview)
        (void)fputs("Nothing was changed: this was a preview.\n", call->out);
}

/*
 * The office's calendar of holidays is read with it; one that an earlier file
 * named lies where it lay then.
 */
static bool read_holidays(struct call *call, const char *office_path,
                          const struct office_file *file,
                          const struct office *office, struct holidays *out,
                          struct error *err)
{
    struct office_sections given;
    const char *before;
    struct db *db;

    if (!office_split(file, call->arena, &given, err) ||
        !call_reader(call, &db, err) ||
        !setting_get(db, SETTING_HOLIDAYS_FILE, call->arena, &before, err))
        return false;
    if (office_section(&given, "holidays") == NULL && !str_is_empty(before))
        return holidays_read(call, office_path, before, out, err);
    return holidays_read(call, office_path, office->holidays, out, err);
}

static int import_office(struct call *call, const char *path)
{
    struct holidays holidays;
    const struct holidays *closed = NULL;
    struct office_sections known;
    struct office_update update;
    struct office_file file = {.name = path, .text_check = text_check};
    bool preview = call_flag(call, "preview");
    struct error err;

    if (!call_read_file(call, path, OFFICE_BYTES_MAX, &file.yaml, &err) ||
        !load(call, &known, &err) ||
        !office_update(&known, &file, call->arena, &update, &err))
        return call_fail(call, &err);
    text_check_warn(&update.office, call->err);
    if (update.office.holidays != NULL) {
        if (!read_holidays(call, path, &file, &update.office, &holidays, &err))
            return call_fail(call, &err);
        closed = &holidays;
    }
    if (!preview && (update.changes.count != 0 || closed != NULL) &&
        !offices_save(call, &update, closed, &err))
        return call_fail(call, &err);
    print_changes(call, &update.changes, preview);
    return EXIT_DONE;
}

static int run(struct call *call)
{
    const char *what = call->words[0];

    if (strcmp(what, "export") == 0 && call->word_count == 1)
        return export_office(call);
    if (strcmp(what, "import") == 0 && call->word_count == 2)
        return import_office(call, call->words[1]);
    (void)fputs("kept: usage: kept office export, or kept office import FILE\n",
                call->err);
    return EXIT_USAGE;
}

const struct command command_office = {
    .name = "office",
    .kind = COMMAND_WRITES,
    .words = "export|import [FILE]",
    .words_min = 1,
    .words_max = 2,
    .help = "Writes the office out as one file, or reads it in again.",
    .example = "kept office export > office.yaml",
    .options = options,
    .is_exact = true,
    .run = run,
};
