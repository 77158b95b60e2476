#include "app/config_vendor.h"

#include "app/config_secret.h"

/* Words of a program. */
#define ARGUMENTS_MAX 20

static bool read_secret(const struct config_reader *reader,
                        enum channel channel, const char *key, const char *file,
                        const char **out)
{
    char path[SETTING_PATH_MAX];
    struct error why;

    *out = NULL;
    if (file == NULL)
        return true;
    (void)config_gateway_path(path, channel, key);
    if (!setting_line(&reader->settings, path, file, &file))
        return false;
    if (!config_secret_read(config_beside(reader->source->file_name, file,
                                          reader->settings.arena),
                            reader->settings.arena, out, &why))
        return setting_fail(&reader->settings, path, "%s", why.text);
    return true;
}

/* What vendors' gateways read: texts of one line, and secrets in files. */
static bool read_vendor(const struct config_reader *reader,
                        enum channel channel, const struct raw_gateway *raw,
                        struct gateway_settings *out)
{
    const struct {
        const char *key;
        const char *text;
        const char **value;
    } lines[] = {
        {"user", raw->user, &out->user},
        {"account", raw->account, &out->account},
        {"region", raw->region, &out->region},
        {"service", raw->service, &out->service},
        {"profile", raw->profile, &out->profile},
        {"via", raw->via, &out->via},
        {"content", raw->content, &out->content},
    };
    const struct {
        const char *key;
        const char *file;
        const char **value;
    } secrets[] = {
        {"secret_file", raw->secret_file, &out->secret},
        {"consumer_file", raw->consumer_file, &out->consumer},
        {"signing_file", raw->signing_file, &out->signing},
        {"signing_before_file", raw->signing_before_file, &out->signing_before},
    };
    char path[SETTING_PATH_MAX];

    for (size_t i = 0; i < ARRAY_LEN(lines); i++) {
        if (!setting_line_or_null(&reader->settings,
                                  config_gateway_path(path, channel,
                                                      lines[i].key),
                                  lines[i].text, lines[i].value))
            return false;
    }
    for (size_t i = 0; i < ARRAY_LEN(secrets); i++) {
        if (!read_secret(reader, channel, secrets[i].key, secrets[i].file,
                         secrets[i].value))
            return false;
    }
    return true;
}

/* A list of words for a program; never split, never given to a shell. */
static bool read_arguments(const struct config_reader *reader,
                           enum channel channel, struct gateway_settings *out)
{
    const struct settings *settings = &reader->settings;
    char path[SETTING_PATH_MAX];
    const struct tree_node *list =
        setting_node(settings, config_gateway_path(path, channel, "arguments"));
    const char **words;
    size_t count = 0;

    if (list == NULL)
        return true;
    if (list->kind != TREE_LIST || list->count > ARGUMENTS_MAX)
        return setting_fail(settings, path,
                            "must be a list of at most %d words",
                            ARGUMENTS_MAX);
    words = arena_new_array(settings->arena, list->count + 1, const char *);
    for (const struct tree_node *node = list->first; node != NULL;
         node = node->next) {
        if (node->kind != TREE_TEXT)
            return tree_fail_at(settings->file, node, settings->err,
                                "%s: not a word", path);
        words[count++] = node->value;
    }
    out->arguments = words;
    return true;
}

/*
 * Where receipts and replies are to come: below the public URL, with tokens
 * made of a secret that the gateway has anyway.
 */
static bool read_receipts(const struct config_reader *reader,
                          enum channel channel, const struct raw_gateway *raw,
                          struct gateway_settings *out)
{
    const char *public_url = reader->out->public_url;
    char path[SETTING_PATH_MAX];
    bool wanted = true;

    if (!setting_bool(&reader->settings,
                      config_gateway_path(path, channel, "receipts"),
                      raw->receipts, &wanted))
        return false;
    if (!wanted || public_url == NULL)
        return true;
    out->hook_url = arena_printf(reader->settings.arena, "%s/hook/%s",
                                 public_url, out->name);
    out->hook_secret = out->secret;
    if (out->hook_secret == NULL)
        out->hook_secret = out->signing;
    return true;
}

bool config_vendor_read(const struct config_reader *reader,
                        enum channel channel, const struct raw_gateway *raw,
                        struct gateway_settings *out)
{
    return read_vendor(reader, channel, raw, out) &&
           read_arguments(reader, channel, out) &&
           read_receipts(reader, channel, raw, out);
}
