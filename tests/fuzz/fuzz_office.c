/*
 * fuzz_office.c - the office file: any bytes, and what is written of them
 *
 * Whatever is accepted must come back the same to the byte when it is
 * exported and imported again; and so must any tree, office or not.
 */
#include <stdlib.h>

#include "app/office.h"
#include "app/tree.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void must(bool fact)
{
    if (!fact)
        abort();
}

static void check_fixed_point(const struct office_file *file,
                              struct arena *arena)
{
    struct office_sections once, twice;
    struct office_update update;
    struct office_file again = {.name = "again"};
    struct error err;

    must(office_split(file, arena, &once, &err));
    again.yaml = str_of(office_join(&once, arena));
    if (again.yaml.len > OFFICE_BYTES_MAX)
        return;
    must(office_split(&again, arena, &twice, &err));
    must(once.count == twice.count);
    for (size_t i = 0; i < once.count; i++) {
        must(strcmp(once.items[i].name, twice.items[i].name) == 0);
        must(strcmp(once.items[i].body, twice.items[i].body) == 0);
    }
    must(office_update(&once, &again, arena, &update, &err));
    must(update.changes.count == 0);
}

/* Room for what canonical YAML makes of a small input. */
#define WRITTEN_MAX (16 * 1024 * 1024)

static void check_tree(struct str yaml, struct arena *arena)
{
    struct tree once, twice;
    struct buf first, second;
    struct error err;

    if (!tree_read(yaml, "fuzz", arena, &once, &err))
        return;
    buf_init(&first, WRITTEN_MAX);
    buf_init(&second, WRITTEN_MAX);
    tree_write(once.root, &first);
    if (!first.full) {
        must(tree_read(buf_str(&first), "again", arena, &twice, &err));
        must(tree_equal(once.root, twice.root));
        tree_write(twice.root, &second);
        must(str_equal(buf_str(&first), buf_str(&second)));
    }
    buf_finish(&first);
    buf_finish(&second);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena arena = {0};
    struct office_file file = {
        .yaml = {(const char *)data, size},
        .name = "fuzz",
    };
    struct office office;
    struct error err;

    check_tree(file.yaml, &arena);
    if (office_read(&file, &arena, &office, &err))
        check_fixed_point(&file, &arena);
    else
        must(err.kind != ERROR_NONE && *err.text != '\0');
    arena_free(&arena);
    return 0;
}
