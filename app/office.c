#include "app/office.h"

#include <stdio.h>

#include "app/office_reader.h"
#include "app/tree.h"
#include "app/yaml_load.h"

/* How messages call what stands in the database. */
#define KNOWN_NAME "office in the database"

/* A document with the structs it was loaded into. */
struct loaded {
    struct tree tree;
    const struct raw_office *raw;
};

static bool load_document(struct str yaml, const char *name,
                          struct arena *arena, struct loaded *out,
                          struct error *err)
{
    void *raw = NULL;

    if (yaml.len > OFFICE_BYTES_MAX)
        return error_set(err, ERROR_USAGE, "%s: %zu bytes, at most %d", name,
                         yaml.len, OFFICE_BYTES_MAX);
    if (!tree_read(yaml, name, arena, &out->tree, err) ||
        !yaml_load(yaml, &out->tree, office_schema(), arena, &raw, err))
        return false;
    out->raw = raw;
    return true;
}

static bool check_texts(const struct office_reader *reader,
                        office_text_check *check)
{
    for (size_t i = 0; check != NULL && i < reader->out->text_count; i++) {
        char path[SETTING_PATH_MAX];
        struct error why;

        if (!check(reader->out, &reader->out->texts[i], &why))
            return setting_fail(&reader->settings,
                                setting_path(path, "texts", i, ".body"), "%s",
                                why.text);
    }
    return true;
}

/* In the order in which they rest on each other. */
static bool read_office(const struct office_reader *reader,
                        office_text_check *check)
{
    *reader->out = (struct office){0};
    return office_read_about(reader) && office_read_sites(reader) &&
           office_read_days(reader) && office_read_services(reader) &&
           office_read_providers(reader) && office_read_feeds(reader) &&
           office_read_rules(reader) && office_read_notices(reader) &&
           office_read_caps(reader) && office_read_texts(reader) &&
           check_texts(reader, check);
}

bool office_read(const struct office_file *file, struct arena *arena,
                 struct office *out, struct error *err)
{
    struct loaded loaded = {0};
    struct office_reader reader = {
        .settings = {.file = &loaded.tree, .arena = arena, .err = err},
        .out = out,
    };

    if (!load_document(file->yaml, file->name, arena, &loaded, err))
        return false;
    reader.raw = loaded.raw;
    return read_office(&reader, file->text_check);
}

bool office_load(const struct office_sections *known, struct arena *arena,
                 struct office *out, struct error *err)
{
    struct office_file file = {
        .yaml = str_of(office_join(known, arena)),
        .name = KNOWN_NAME,
    };

    return office_read(&file, arena, out, err);
}

static bool replace_sections(const struct office_sections *by,
                             struct office_sections *sections,
                             struct error *err)
{
    for (size_t i = 0; i < by->count; i++) {
        if (!office_section_set(sections, by->items[i].name, by->items[i].body,
                                err))
            return false;
    }
    return true;
}

/*
 * The file is loaded by itself first, so that what is wrong with its form is
 * said in its own lines; then as a whole with the rest.
 */
bool office_update(const struct office_sections *known,
                   const struct office_file *file, struct arena *arena,
                   struct office_update *out, struct error *err)
{
    struct office_sections given;
    struct loaded alone = {0}, whole = {0};
    struct office_reader reader = {
        .settings = {.file = &alone.tree,
                     .known = &whole.tree,
                     .arena = arena,
                     .err = err},
        .out = &out->office,
    };

    out->sections = *known;
    if (!load_document(file->yaml, file->name, arena, &alone, err) ||
        !office_split(file, arena, &given, err) ||
        !replace_sections(&given, &out->sections, err) ||
        !load_document(str_of(office_join(&out->sections, arena)), KNOWN_NAME,
                       arena, &whole, err))
        return false;
    reader.raw = whole.raw;
    if (!read_office(&reader, file->text_check))
        return false;
    out->changes = office_changes(known, &out->sections, arena);
    return true;
}
