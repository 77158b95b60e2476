#include "app/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "app/config_bounces.h"
#include "app/config_gateway.h"
#include "app/config_schema.h"
#include "app/settings_read.h"
#include "app/tree.h"
#include "app/yaml_load.h"
#include "domain/customer.h"

#define LISTEN_HOST "127.0.0.1"
#define LISTEN_PORT 8080
#define PORT_MAX    65535

/* Every month has this many days. */
static const int64_t day_limits[2] = {1, 28};

static const int64_t port_limits[2] = {0, PORT_MAX};

static bool read_listen(const struct config_reader *reader, const char *text)
{
    struct config *out = reader->out;
    const char *colon = text == NULL ? NULL : strrchr(text, ':');
    size_t len = colon == NULL ? 0 : (size_t)(colon - text);
    int64_t port;

    if (text == NULL)
        return true;
    if (len > 1 && text[0] == '[' && text[len - 1] == ']') {
        text++;
        len -= 2;
    }
    if (len == 0 || len > SETTING_LINE_MAX)
        return setting_fail(&reader->settings, "listen",
                            "'%.60s' is not an address and a port such as "
                            "127.0.0.1:8080",
                            text);
    if (!setting_number(&reader->settings, "listen", colon + 1, port_limits,
                        &port))
        return false;
    out->listen_host = arena_strndup(reader->settings.arena, text, len);
    out->listen_port = (int)port;
    return true;
}

static bool read_public_url(const struct config_reader *reader,
                            const char *text)
{
    size_t len = text == NULL ? 0 : strlen(text);

    if (text == NULL)
        return true;
    while (len > 0 && text[len - 1] == '/')
        len--;
    if ((strncmp(text, "https://", 8) != 0 &&
         strncmp(text, "http://", 7) != 0) ||
        strpbrk(text, " \t\n\"<>") != NULL || len > SETTING_LINE_MAX)
        return setting_fail(&reader->settings, "public_url",
                            "'%.60s' is not an address such as "
                            "https://rdv.example.org",
                            text);
    reader->out->public_url = arena_strndup(reader->settings.arena, text, len);
    return true;
}

static bool read_alarm_command(const struct settings *settings,
                               const char *path, struct gateway_settings *out)
{
    struct error why;

    if (path == NULL)
        return true;
    *out = (struct gateway_settings){.name = "alarm",
                                     .kind = "command",
                                     .channel = CHANNEL_MAIL,
                                     .url = path};
    return gateway_validate(out, &why) ||
           setting_fail(settings, "owner.alarm_command", "%s", why.text);
}

static bool read_owner(const struct config_reader *reader,
                       const struct raw_owner *raw)
{
    const struct settings *settings = &reader->settings;
    struct config *out = reader->out;
    int64_t day = 1;

    if (raw == NULL)
        return true;
    if (raw->mail != NULL && !mail_is_plausible(raw->mail))
        return setting_fail(settings, "owner.mail", "is not a mail address");
    out->owner_mail = raw->mail;
    if (raw->report_day != NULL &&
        !setting_number(settings, "owner.report_day", raw->report_day,
                        day_limits, &day))
        return false;
    out->owner_report_day = (int)day;
    return read_alarm_command(settings, raw->alarm_command,
                              &out->alarm_command) &&
           (raw->report_hour == NULL ||
            setting_minute(settings, "owner.report_hour", raw->report_hour,
                           &out->owner_report_minute));
}

void config_default(const struct config_source *source, struct arena *arena,
                    struct config *out)
{
    (void)arena;
    *out = (struct config){
        .listen_host = LISTEN_HOST,
        .listen_port = LISTEN_PORT,
        .owner_report_day = 1,
        .owner_report_minute = 7 * 60,
    };
    for (int channel = 0; channel < CHANNEL_COUNT; channel++)
        config_gateway_default(source, (enum channel)channel, out);
}

bool config_read(struct str yaml, const struct config_source *source,
                 struct arena *arena, struct config *out, struct error *err)
{
    struct tree tree;
    struct config_reader reader = {
        .settings = {.file = &tree, .arena = arena, .err = err},
        .source = source,
        .out = out,
    };
    void *loaded;
    const struct raw_config *raw;

    config_default(source, arena, out);
    if (yaml.len > CONFIG_BYTES_MAX)
        return error_set(err, ERROR_USAGE, "%s: %zu bytes, at most %d",
                         source->file_name, yaml.len, CONFIG_BYTES_MAX);
    if (!tree_read(yaml, source->file_name, arena, &tree, err) ||
        !yaml_load(yaml, &tree, config_schema(), arena, &loaded, err))
        return false;
    raw = loaded;
    return read_listen(&reader, raw->listen) &&
           read_public_url(&reader, raw->public_url) &&
           config_gateway_read(&reader, CHANNEL_MAIL, raw->mail) &&
           config_gateway_read(&reader, CHANNEL_SMS, raw->sms) &&
           config_bounces_read(&reader, raw->bounces) &&
           read_owner(&reader, raw->owner);
}

static bool read_file(const char *name, struct buf *out, struct error *err)
{
    FILE *file = fopen(name, "re");
    char chunk[4096];
    size_t len;
    bool ok;

    if (file == NULL)
        return error_set(err, errno == ENOENT ? ERROR_MISSING : ERROR_USAGE,
                         "configuration '%s': %s; check the path of --config",
                         name, strerror(errno));
    while ((len = fread(chunk, 1, sizeof(chunk), file)) > 0)
        (void)buf_add(out, chunk, len);
    ok = ferror(file) == 0;
    (void)fclose(file);
    if (!ok)
        return error_set(err, ERROR_USAGE, "configuration '%s': %s", name,
                         strerror(errno));
    if (out->full)
        return error_set(err, ERROR_USAGE, "%s: more than %d bytes", name,
                         CONFIG_BYTES_MAX);
    return true;
}

bool config_load(const struct config_source *source, bool is_named,
                 struct arena *arena, struct config *out, struct error *err)
{
    struct buf text;
    bool ok;

    buf_init(&text, CONFIG_BYTES_MAX);
    ok = read_file(source->file_name, &text, err);
    if (ok) {
        ok = config_read(buf_str(&text), source, arena, out, err);
    } else if (!is_named && err->kind == ERROR_MISSING) {
        config_default(source, arena, out);
        ok = true;
    }
    buf_finish(&text);
    return ok;
}
