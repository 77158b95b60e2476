#include "app/config_bounces.h"

#include <string.h>

#include "app/config_secret.h"
#include "domain/customer.h"
#include "notifiers/return_path.h"
#include "scheduler/cadence.h"

/* A server that needs longer for one answer is as good as silent. */
#define TIMEOUT_S 60
#define REFRESH_S (5 * MINUTE_S)

static const int64_t refresh_limits[2] = {CADENCE_MIN_S, DAY_S};

static const char *beside(const struct config_reader *reader, const char *path)
{
    return config_beside(reader->source->file_name, path,
                         reader->settings.arena);
}

static bool read_tls(const struct settings *settings, const char *text,
                     struct config_bounces *out)
{
    out->mailbox.tls = EXCHANGE_TLS_REQUIRED;
    if (text == NULL || strcmp(text, "required") == 0)
        return true;
    out->mailbox.tls = EXCHANGE_TLS_OFF;
    if (strcmp(text, "off") != 0)
        return setting_fail(settings, "bounces.tls",
                            "'%.60s' is neither required nor off", text);
    return config_url_is_local(out->mailbox.url) ||
           setting_fail(settings, "bounces.tls",
                        "off would show the password to the network");
}

/* A mailbox, and no login: that would be shown and logged. */
static bool read_url(const struct settings *settings, const char *text,
                     struct config_bounces *out)
{
    const char *rest;

    if (!setting_source(settings, "bounces.url", text, &out->mailbox.url))
        return false;
    rest = strstr(text, "://");
    if ((strncmp(text, "imaps://", 8) != 0 &&
         strncmp(text, "imap://", 7) != 0) ||
        strpbrk(rest, " ;?@") != NULL || strchr(rest + 3, '/') == NULL ||
        strchr(rest + 3, '/')[1] == '\0')
        return setting_fail(settings, "bounces.url",
                            "must be the address of a mailbox such as "
                            "imaps://mail.example.org/INBOX");
    return true;
}

static bool read_login(const struct config_reader *reader,
                       const struct raw_bounces *raw,
                       struct config_bounces *out)
{
    const struct settings *settings = &reader->settings;
    struct error why;

    if (!setting_line_or_null(settings, "bounces.user", raw->user,
                              &out->mailbox.user) ||
        !setting_line_or_null(settings, "bounces.ca_file", raw->ca_file,
                              &out->mailbox.ca_file))
        return false;
    if (out->mailbox.ca_file != NULL)
        out->mailbox.ca_file = beside(reader, out->mailbox.ca_file);
    if ((raw->user == NULL) != (raw->secret_file == NULL))
        return setting_fail(settings, "bounces",
                            "user and secret_file belong together");
    return raw->secret_file == NULL ||
           config_secret_read(beside(reader, raw->secret_file), settings->arena,
                              &out->mailbox.secret, &why) ||
           setting_fail(settings, "bounces.secret_file", "%s", why.text);
}

static bool read_return_path(const struct config_reader *reader,
                             const char *text)
{
    struct config *out = reader->out;

    if (text == NULL)
        return true;
    if (!mail_is_plausible(text) || !return_path_is_good(text))
        return setting_fail(&reader->settings, "bounces.return_path",
                            "'%.60s' is not a mailbox with at most %d letters "
                            "and no plus before its @",
                            text, RETURN_PATH_LOCAL_MAX);
    out->bounces.return_path = text;
    out->gateways[CHANNEL_MAIL].return_path = text;
    return true;
}

bool config_bounces_read(const struct config_reader *reader,
                         const struct raw_bounces *raw)
{
    const struct settings *settings = &reader->settings;
    struct config_bounces *out = &reader->out->bounces;
    bool keep = false;

    if (raw == NULL)
        return true;
    out->mailbox.timeout_s = TIMEOUT_S;
    out->refresh.s = REFRESH_S;
    if (!read_url(settings, raw->url, out) ||
        !read_tls(settings, raw->tls, out) || !read_login(reader, raw, out) ||
        (raw->refresh != NULL &&
         !setting_span(settings, "bounces.refresh", raw->refresh,
                       refresh_limits, &out->refresh)) ||
        !setting_bool(settings, "bounces.keep", raw->keep, &keep))
        return false;
    out->keeps = keep;
    return read_return_path(reader, raw->return_path);
}
