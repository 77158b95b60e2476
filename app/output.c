#include "app/output.h"

#include <string.h>

#include "app/command.h"

/* "text, html and pdf". */
static const char *name_all(const struct call *call,
                            const struct output *output)
{
    const char *names = output->formats[0].name;

    for (size_t i = 1; i < output->count; i++)
        names = arena_printf(call->arena, "%s%s%s", names,
                             i + 1 == output->count ? " and " : ", ",
                             output->formats[i].name);
    return names;
}

static bool want(const struct call *call, const struct output *output,
                 struct str name, struct output_choice *out, struct error *err)
{
    for (size_t i = 0; i < output->count; i++) {
        if (strlen(output->formats[i].name) != name.len ||
            strncmp(output->formats[i].name, name.at, name.len) != 0)
            continue;
        out->count += !out->is_wanted[i];
        out->is_wanted[i] = true;
        return true;
    }
    return error_set(err, ERROR_USAGE, "--format '%.*s': %s are known",
                     (int)name.len, name.at, name_all(call, output));
}

/* What a screen can show, and only one of them. */
static bool check_place(const struct call *call, const struct output *output,
                        const struct output_choice *choice, struct error *err)
{
    if (call_option(call, OPTION_OUTPUT) != NULL)
        return true;
    if (choice->count > 1)
        return error_set(err, ERROR_USAGE,
                         "several formats want -o STEM to be written to");
    for (size_t i = 0; i < output->count; i++) {
        if (choice->is_wanted[i] && output->formats[i].is_for_files)
            return error_set(err, ERROR_USAGE,
                             "--format %s wants -o FILE to be written to",
                             output->formats[i].name);
    }
    return true;
}

bool output_choose(const struct call *call, const struct output *output,
                   struct output_choice *out, struct error *err)
{
    const char *list = call_option(call, "format");

    assert(output->count <= OUTPUT_FORMATS_MAX);
    *out = (struct output_choice){0};
    if (list == NULL)
        return want(call, output,
                    str_of(call->json ? "json" : output->formats[0].name), out,
                    err);
    while (*list != '\0') {
        struct str name = {.at = list, .len = strcspn(list, ",")};

        if (!want(call, output, name, out, err))
            return false;
        list += name.len + (list[name.len] == ',');
    }
    return check_place(call, output, out, err);
}

static bool write_file(struct call *call, const struct output *output,
                       size_t format, bool is_stem, struct error *err)
{
    const char *name = call_option(call, OPTION_OUTPUT);
    const char *path = is_stem ? arena_printf(call->arena, "%s%s", name,
                                              output->formats[format].ending)
                               : name;
    FILE *file = call_create_file(call, path, err);

    if (file == NULL)
        return false;
    if (!output->write(output->context, format, file, err)) {
        (void)fclose(file);
        return false;
    }
    return call_close_file(file, path, err);
}

bool output_write(struct call *call, const struct output *output,
                  const struct output_choice *choice, struct error *err)
{
    bool has_file = call_option(call, OPTION_OUTPUT) != NULL;

    for (size_t i = 0; i < output->count; i++) {
        if (!choice->is_wanted[i])
            continue;
        if (!(has_file ? write_file(call, output, i, choice->count > 1, err)
                       : output->write(output->context, i, call->out, err)))
            return false;
    }
    return true;
}
