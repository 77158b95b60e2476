#include "app/config_gateway.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>

#include "app/config_secret.h"
#include "app/config_vendor.h"
#include "domain/customer.h"

/* A gateway slower than that is as good as silent. */
static const int64_t timeout_limits[2] = {1, 300};

/* Templates of bodies and headers. */
#define TEMPLATE_MAX 8000

/* Units a part, far above any price. */
#define COST_MAX     1000

#define OUTBOX       "outbox"

void config_gateway_default(const struct config_source *source,
                            enum channel channel, struct config *out)
{
    out->gateways[channel] = (struct gateway_settings){
        .name = OUTBOX,
        .kind = OUTBOX,
        .channel = channel,
        .url = source->outbox,
    };
    out->paces[channel] = (struct pace_rate){.count = 0, .period_ms = 1000};
    out->windows[channel] = CONFIG_WINDOW_TOP;
}

const char *config_gateway_path(char out[SETTING_PATH_MAX],
                                enum channel channel, const char *key)
{
    (void)snprintf(out, SETTING_PATH_MAX, "%s.%.100s", channel_name(channel),
                   key);
    return out;
}

/* A path of the file is relative to the folder the file lies in. */
static const char *beside(const struct config_reader *reader, const char *path)
{
    return config_beside(reader->source->file_name, path,
                         reader->settings.arena);
}

/* "0.06" in millionths. */
static bool parse_micro(const char *text, int64_t *out)
{
    size_t whole = strspn(text, "0123456789");
    const char *digits = text + whole + (text[whole] == '.' ? 1 : 0);
    size_t fraction = strspn(digits, "0123456789");
    int64_t micro = 0;

    if (whole == 0 || whole > 6 || fraction > 6 || digits[fraction] != '\0' ||
        (text[whole] == '.' && fraction == 0))
        return false;
    for (size_t i = 0; i < whole; i++)
        micro = micro * 10 + (text[i] - '0');
    for (size_t i = 0; i < 6; i++)
        micro = micro * 10 + (i < fraction ? digits[i] - '0' : 0);
    *out = micro;
    return micro <= COST_MAX * INT64_C(1000000);
}

/* "10/s", "30/m", "500/h", "2000/d". */
static bool parse_pace(const char *text, struct pace_rate *out)
{
    static const char units[] = "smhd";
    static const int64_t period_ms[] = {1000, 60000, 3600000, 86400000};
    size_t digits = strspn(text, "0123456789");
    const char *unit = text + digits;
    const char *found;

    if (digits == 0 || digits > 7 || unit[0] != '/' || unit[1] == '\0' ||
        unit[2] != '\0')
        return false;
    found = strchr(units, unit[1]);
    if (found == NULL)
        return false;
    out->count = strtoll(text, NULL, 10);
    out->period_ms = period_ms[found - units];
    return out->count >= 1 && out->count <= PACE_COUNT_MAX;
}

/* Where the file does not say: what its pace lets start in a second. */
static int usual_window(const struct pace_rate *pace)
{
    int64_t second = pace->count * 1000 / pace->period_ms;

    if (second <= CONFIG_WINDOW)
        return CONFIG_WINDOW;
    return second < CONFIG_WINDOW_TOP ? (int)second : CONFIG_WINDOW_TOP;
}

static bool read_window(const struct config_reader *reader,
                        enum channel channel, const char *text)
{
    int *window = &reader->out->windows[channel];
    char path[SETTING_PATH_MAX];
    char *end;
    long value;

    if (text == NULL) {
        if (strcmp(reader->out->gateways[channel].kind, OUTBOX) != 0)
            *window = usual_window(&reader->out->paces[channel]);
        return true;
    }
    value = strtol(text, &end, 10);
    if (end == text || *end != '\0' || value < 1 || value > CONFIG_WINDOW_MAX)
        return setting_fail(&reader->settings,
                            config_gateway_path(path, channel, "window"),
                            "'%.60s' is not a number from 1 to %d", text,
                            CONFIG_WINDOW_MAX);
    *window = (int)value;
    return true;
}

static bool read_numbers(const struct config_reader *reader,
                         enum channel channel, const struct raw_gateway *raw)
{
    const struct settings *settings = &reader->settings;
    struct gateway_settings *out = &reader->out->gateways[channel];
    struct pace_rate *pace = &reader->out->paces[channel];
    char path[SETTING_PATH_MAX];
    struct span timeout = {0};

    if (raw->cost != NULL && !parse_micro(raw->cost, &out->cost_micro))
        return setting_fail(settings,
                            config_gateway_path(path, channel, "cost"),
                            "'%.60s' is not an amount such as \"0.06\"",
                            raw->cost);
    if (raw->pace != NULL && !parse_pace(raw->pace, pace))
        return setting_fail(settings,
                            config_gateway_path(path, channel, "pace"),
                            "'%.60s' is not a pace such as 10/s or 200/h",
                            raw->pace);
    if (raw->timeout != NULL &&
        !setting_span(settings, config_gateway_path(path, channel, "timeout"),
                      raw->timeout, timeout_limits, &timeout))
        return false;
    out->timeout_s = (int)timeout.s;
    return read_window(reader, channel, raw->window);
}

static bool read_tls(const struct config_reader *reader, enum channel channel,
                     const char *text, enum exchange_tls *out)
{
    char path[SETTING_PATH_MAX];

    *out = EXCHANGE_TLS_REQUIRED;
    if (text == NULL || strcmp(text, "required") == 0)
        return true;
    *out = EXCHANGE_TLS_OFF;
    if (strcmp(text, "off") == 0)
        return true;
    return setting_fail(&reader->settings,
                        config_gateway_path(path, channel, "tls"),
                        "'%.60s' is neither required nor off", text);
}

/* `from` is what mail calls it, `sender` what SMS does. */
static bool read_sender(const struct config_reader *reader,
                        enum channel channel, const struct raw_gateway *raw,
                        const char **out)
{
    bool has_both = raw->from != NULL && raw->sender != NULL;
    const char *key = raw->from != NULL ? "from" : "sender";
    char path[SETTING_PATH_MAX];

    (void)config_gateway_path(path, channel, key);
    if (has_both)
        return setting_fail(&reader->settings, path,
                            "from and sender mean the same: leave one out");
    return setting_line_or_null(&reader->settings, path,
                                raw->from != NULL ? raw->from : raw->sender,
                                out);
}

static bool is_header_name(const char *name)
{
    return *name != '\0' &&
           strspn(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                        "0123456789-_") == strlen(name);
}

/* A map of names that are not ours; values may be secrets: never repeated. */
static bool read_headers(const struct config_reader *reader,
                         enum channel channel, struct gateway_settings *out)
{
    const struct settings *settings = &reader->settings;
    char path[SETTING_PATH_MAX];
    const struct tree_node *headers =
        setting_node(settings, config_gateway_path(path, channel, "headers"));

    if (headers == NULL)
        return true;
    if (headers->kind != TREE_MAP || headers->count > GATEWAY_HEADERS_MAX)
        return setting_fail(settings, path,
                            "must be at most %d names and "
                            "their values",
                            GATEWAY_HEADERS_MAX);
    for (const struct tree_node *node = headers->first; node != NULL;
         node = node->next) {
        if (!is_header_name(node->key) || node->kind != TREE_TEXT ||
            strchr(node->value, '\n') != NULL ||
            strlen(node->value) > TEMPLATE_MAX)
            return tree_fail_at(settings->file, node, settings->err,
                                "%s: '%.60s' is not a header of one line", path,
                                node->key);
        out->headers[out->header_count++] =
            (struct exchange_header){.name = node->key, .value = node->value};
    }
    return true;
}

/* What only the http gateway understands; it checks these itself. */
static bool read_http(const struct config_reader *reader, enum channel channel,
                      const struct raw_gateway *raw,
                      struct gateway_settings *out)
{
    char path[SETTING_PATH_MAX];

    if (raw->body != NULL && strlen(raw->body) > TEMPLATE_MAX)
        return setting_fail(&reader->settings,
                            config_gateway_path(path, channel, "body"),
                            "longer than %d bytes", TEMPLATE_MAX);
    out->method = raw->method;
    out->body = raw->body;
    out->accepted = raw->accepted;
    out->refused = raw->refused;
    out->retry = raw->retry;
    out->config = raw->config;
    out->accepted_text = raw->accepted_text;
    out->refused_text = raw->refused_text;
    out->retry_text = raw->retry_text;
    out->config_text = raw->config_text;
    out->id = raw->id;
    return setting_bool(&reader->settings,
                        config_gateway_path(path, channel, "repeatable"),
                        raw->repeatable, &out->repeatable) &&
           read_headers(reader, channel, out);
}

/* Where the gateway is: the outbox has a folder of its own if none is named. */
static bool read_where(const struct config_reader *reader, enum channel channel,
                       const struct raw_gateway *raw,
                       struct gateway_settings *out)
{
    const struct settings *settings = &reader->settings;
    char path[SETTING_PATH_MAX];

    if (!setting_line(settings, config_gateway_path(path, channel, "gateway"),
                      raw->gateway, &out->kind))
        return false;
    if (notifier_find(out->kind) == NULL)
        return setting_fail(settings, path,
                            "'%.60s' is no gateway; 'kept gateway list' names "
                            "them",
                            out->kind);
    if (strcmp(out->kind, OUTBOX) == 0) {
        if (raw->url != NULL)
            out->url = beside(reader, raw->url);
        return true;
    }
    out->name = channel_name(channel);
    out->url = NULL;
    if ((raw->url != NULL || notifier_find(out->kind)->where == NULL) &&
        !setting_source(settings, config_gateway_path(path, channel, "url"),
                        raw->url, &out->url))
        return false;
    if (!setting_line_or_null(settings,
                              config_gateway_path(path, channel, "ca_file"),
                              raw->ca_file, &out->ca_file))
        return false;
    if (out->ca_file != NULL)
        out->ca_file = beside(reader, out->ca_file);
    return true;
}

bool config_gateway_read(const struct config_reader *reader,
                         enum channel channel, const struct raw_gateway *raw)
{
    const struct settings *settings = &reader->settings;
    struct gateway_settings *out = &reader->out->gateways[channel];
    struct error why;

    config_gateway_default(reader->source, channel, reader->out);
    if (raw == NULL)
        return true;
    if (!read_where(reader, channel, raw, out) ||
        !config_vendor_read(reader, channel, raw, out) ||
        !read_sender(reader, channel, raw, &out->sender) ||
        !read_tls(reader, channel, raw->tls, &out->tls) ||
        !read_numbers(reader, channel, raw) ||
        !read_http(reader, channel, raw, out))
        return false;
    if (!gateway_validate(out, &why))
        return setting_fail(settings, channel_name(channel), "%s", why.text);
    return true;
}

/* The host of a URL; false when it is not as plain as those of loopback. */
static bool host_of(const char *url, char *out, size_t size)
{
    const char *host = strstr(url, "://");
    const char *end, *user;
    size_t len;

    if (host == NULL)
        return false;
    host += strlen("://");
    end = host + strcspn(host, "/?#");
    /* A user's name may hold anything; the host is after the last '@'. */
    user = memrchr(host, '@', (size_t)(end - host));
    if (user != NULL)
        host = user + 1;
    len = strcspn(host, *host == '[' ? "]" : ":/?#");
    if (*host == '[') {
        host++;
        len--;
    }
    if (len == 0 || len >= size ||
        strspn(host, "abcdefghijklmnopqrstuvwxyz0123456789.:") < len)
        return false;
    memcpy(out, host, len);
    out[len] = '\0';
    return true;
}

bool config_url_is_local(const char *url)
{
    char host[INET6_ADDRSTRLEN];
    struct in_addr four;
    struct in6_addr six;

    if (!host_of(url, host, sizeof(host)))
        return false;
    if (inet_pton(AF_INET, host, &four) == 1)
        return ntohl(four.s_addr) >> 24 == 127;
    if (inet_pton(AF_INET6, host, &six) == 1)
        return IN6_IS_ADDR_LOOPBACK(&six);
    return strcmp(host, "localhost") == 0;
}

bool config_gateway_is_local(const struct gateway_settings *settings)
{
    const char *url = gateway_url(settings);

    if (strcmp(settings->kind, OUTBOX) == 0)
        return true;
    /* A program may send anywhere: it is not of this machine alone. */
    return url != NULL && config_url_is_local(url);
}
