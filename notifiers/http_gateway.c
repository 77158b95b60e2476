#include "notifiers/http_gateway.h"

#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/pattern.h"
#include "base/template.h"
#include "notifiers/http_answer.h"
#include "notifiers/reply.h"
#include "notifiers/sms_text.h"
#include "notifiers/status_list.h"

#define URL_BYTES_MAX    (16UL * 1024) /* what servers take, with long texts */
#define HEADER_BYTES_MAX (4UL * 1024)
#define BODY_BYTES_MAX   (1024UL * 1024)
#define ACCEPTED_USUAL   "200-299"

/* What the placeholders of one message stand for. */
struct http_values {
    const struct gateway_settings *settings;
    const struct message *message;
    struct arena *arena; /* for what they are filled into */
};

static const char *http_value(void *context, const char *name)
{
    const struct http_values *values = context;
    const struct gateway_settings *settings = values->settings;
    const struct message *message = values->message;

    if (strcmp(name, "to") == 0)
        return message->to;
    if (strcmp(name, "to.digits") == 0)
        return message->to + (*message->to == '+');
    if (strcmp(name, "text") == 0)
        return message->text;
    if (strcmp(name, "key") == 0 || strcmp(name, "ref") == 0)
        return message->key;
    if (strcmp(name, "coding") == 0)
        return sms_text_size(message->text).is_gsm ? "0" : "2";
    if (strcmp(name, "subject") == 0)
        return str_or_empty(message->subject);
    if (strcmp(name, "html") == 0)
        return str_or_empty(message->html);
    if (strcmp(name, "sender") == 0)
        return str_or_empty(settings->sender);
    if (strcmp(name, "user") == 0)
        return str_or_empty(settings->user);
    if (strcmp(name, "secret") == 0)
        return str_or_empty(settings->secret);
    return NULL;
}

/* In a header a line break would start another one. */
static void escape_header(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        unsigned char c = (unsigned char)text.at[i];

        (void)buf_add_char(out, c < 0x20 || c == 0x7f ? ' ' : (char)c);
    }
}

static const char *content_type(const struct gateway_settings *settings)
{
    for (size_t i = 0; i < settings->header_count; i++) {
        if (strcasecmp(settings->headers[i].name, "Content-Type") == 0)
            return settings->headers[i].value;
    }
    return "";
}

/* How a value is written in a body of that type. */
static escape_function *body_escape(const char *type)
{
    if (strcasestr(type, "json") != NULL)
        return escape_json;
    if (strcasestr(type, "form-urlencoded") != NULL)
        return escape_percent;
    if (strcasestr(type, "xml") != NULL || strcasestr(type, "html") != NULL)
        return escape_html;
    return escape_none;
}

static bool fill(const char *source, struct http_values *values,
                 escape_function *escape, size_t bytes_max, const char **out,
                 struct error *err)
{
    struct buf text;
    bool ok;

    buf_init(&text, bytes_max);
    ok = template_render(source, http_value, values, escape, &text, err);
    if (ok)
        *out = arena_strndup(values->arena, buf_text(&text), text.len);
    buf_finish(&text);
    return ok;
}

static bool mentions(const char *source, const char *placeholder)
{
    return source != NULL && strstr(source, placeholder) != NULL;
}

/* Whether URL, headers or body hold the placeholder ("{{secret}}"). */
static bool uses(const struct gateway_settings *settings,
                 const char *placeholder)
{
    for (size_t i = 0; i < settings->header_count; i++) {
        if (mentions(settings->headers[i].value, placeholder))
            return true;
    }
    return mentions(settings->url, placeholder) ||
           mentions(settings->body, placeholder);
}

static bool fill_headers(struct http_values *values,
                         struct exchange_request *out, struct error *err)
{
    const struct gateway_settings *settings = values->settings;

    for (size_t i = 0; i < settings->header_count; i++) {
        struct exchange_header *header = &out->headers[out->header_count++];

        header->name = settings->headers[i].name;
        if (!fill(settings->headers[i].value, values, escape_header,
                  HEADER_BYTES_MAX, &header->value, err))
            return error_wrap(err, "header '%.40s'", header->name);
    }
    return true;
}

/* Errors name the setting; http_compose() turns them into ERROR_INPUT. */
static bool write_request(const struct gateway_settings *settings,
                          const struct message *message, struct arena *arena,
                          struct exchange_request *out, struct error *err)
{
    struct http_values values = {.settings = settings,
                                 .message = message,
                                 .arena = arena};
    bool is_basic = !uses(settings, "{{secret}}");
    const char *body = NULL;

    *out = (struct exchange_request){
        .kind = EXCHANGE_HTTP,
        .method = settings->method == NULL ? "POST" : settings->method,
        .user = is_basic ? settings->user : NULL,
        .secret = is_basic ? settings->secret : NULL,
        .ca_file = settings->ca_file,
        .tls = settings->tls,
        .timeout_s =
            settings->timeout_s > 0 ? settings->timeout_s : GATEWAY_TIMEOUT_S,
    };
    if (!fill(settings->url, &values, escape_percent, URL_BYTES_MAX, &out->url,
              err))
        return error_wrap(err, "'url'");
    if (!fill_headers(&values, out, err))
        return false;
    if (settings->body == NULL)
        return true;
    if (!fill(settings->body, &values, body_escape(content_type(settings)),
              BODY_BYTES_MAX, &body, err))
        return error_wrap(err, "'body'");
    out->body = str_of(body);
    return true;
}

static bool http_compose(const struct gateway_settings *settings,
                         const struct message *message, struct arena *arena,
                         struct exchange_request *out, struct error *err)
{
    if (str_is_empty(message->to))
        return error_set(err, ERROR_INPUT, "nobody to send to");
    if (write_request(settings, message, arena, out, err))
        return true;
    err->kind = ERROR_INPUT;
    return false;
}

static bool check_lists(const struct gateway_settings *settings,
                        struct error *err)
{
    const struct {
        const char *name;
        const char *list;
    } lists[] = {
        {"accepted", settings->accepted},
        {"refused", settings->refused},
        {"retry", settings->retry},
        {"config", settings->config},
    };

    for (size_t i = 0; i < ARRAY_LEN(lists); i++) {
        if (lists[i].list != NULL && !status_list_check(lists[i].list, err))
            return error_wrap(err, "'%s'", lists[i].name);
    }
    return true;
}

static bool check_patterns(const struct gateway_settings *settings,
                           struct error *err)
{
    const struct {
        const char *name;
        const char *source;
    } patterns[] = {
        {"accepted_text", settings->accepted_text},
        {"refused_text", settings->refused_text},
        {"retry_text", settings->retry_text},
        {"config_text", settings->config_text},
    };
    struct pattern *pattern;

    for (size_t i = 0; i < ARRAY_LEN(patterns); i++) {
        if (patterns[i].source == NULL)
            continue;
        if (!pattern_create(patterns[i].source, &pattern, err))
            return error_wrap(err, "'%s'", patterns[i].name);
        pattern_destroy(pattern);
    }
    return true;
}

static bool check_templates(const struct gateway_settings *settings,
                            struct error *err)
{
    static const struct message sample = {
        .key = "key",
        .to = "+33199000000",
        .subject = "",
        .text = "",
        .html = "",
    };
    struct exchange_request request;
    struct arena arena = {0};
    bool ok = write_request(settings, &sample, &arena, &request, err);

    arena_free(&arena);
    return ok;
}

static bool check_words(const struct gateway_settings *settings,
                        struct error *err)
{
    if (strncasecmp(settings->url, "http://", 7) != 0 &&
        strncasecmp(settings->url, "https://", 8) != 0)
        return error_set(err, ERROR_USAGE,
                         "'url' must start with http:// or https://");
    if (settings->id != NULL && *settings->id != '/')
        return error_set(err, ERROR_USAGE,
                         "'id' must be a path like /message_id");
    if (settings->user != NULL && settings->secret == NULL)
        return error_set(err, ERROR_USAGE, "'user' needs a secret");
    if (uses(settings, "{{secret}}") && settings->secret == NULL)
        return error_set(err, ERROR_USAGE,
                         "{{secret}} is used but there is no secret");
    if (!uses(settings, "{{text}}") && !uses(settings, "{{html}}"))
        return error_set(err, ERROR_USAGE,
                         "{{text}} is nowhere in 'url' or 'body'");
    if (settings->repeatable && !uses(settings, "{{key}}") &&
        !uses(settings, "{{ref}}"))
        return error_set(err, ERROR_USAGE,
                         "'repeatable' needs {{key}} in the request");
    return true;
}

static bool http_validate(const struct gateway_settings *settings,
                          struct error *err)
{
    return check_words(settings, err) && check_lists(settings, err) &&
           check_patterns(settings, err) && check_templates(settings, err);
}

/* Whether the body matches; a pattern of NULL matches nothing. */
static bool says(struct str body, const char *source)
{
    struct pattern *pattern;
    struct error ignored;
    bool found;

    if (source == NULL || !pattern_create(source, &pattern, &ignored))
        return false;
    found = pattern_occurs(pattern, body);
    pattern_destroy(pattern);
    return found;
}

/* The configured words and lists come first, then the usual meaning. */
static enum delivery_outcome outcome_of(const struct gateway_settings *settings,
                                        const struct exchange_reply *reply)
{
    const char *accepted =
        settings->accepted == NULL ? ACCEPTED_USUAL : settings->accepted;

    if (says(reply->body, settings->refused_text))
        return DELIVERY_REFUSED;
    if (says(reply->body, settings->retry_text))
        return DELIVERY_RETRY;
    if (says(reply->body, settings->config_text))
        return DELIVERY_CONFIG;
    if (status_list_holds(accepted, reply->status)) {
        if (settings->accepted_text == NULL ||
            says(reply->body, settings->accepted_text))
            return DELIVERY_ACCEPTED;
        return DELIVERY_UNKNOWN;
    }
    if (status_list_holds(settings->refused, reply->status))
        return DELIVERY_REFUSED;
    if (status_list_holds(settings->retry, reply->status))
        return DELIVERY_RETRY;
    if (status_list_holds(settings->config, reply->status))
        return DELIVERY_CONFIG;
    return http_answer_usual(reply->status);
}

static const char *id_of(const struct gateway_settings *settings,
                         const struct exchange_reply *reply,
                         struct arena *arena)
{
    const char *id = settings->id == NULL
                         ? NULL
                         : http_answer_at(reply->body, settings->id, arena);

    return id == NULL ? NULL : reply_reference(str_of(id), arena);
}

static void http_classify(const struct gateway_settings *settings,
                          const struct exchange_reply *reply,
                          struct arena *arena, struct delivery *out)
{
    const char *reason;

    if (reply_judge_unanswered(reply, arena, out))
        return;
    out->outcome = outcome_of(settings, reply);
    if (out->outcome == DELIVERY_ACCEPTED) {
        out->reference = id_of(settings, reply, arena);
        out->detail = arena_printf(arena, "HTTP %d", reply->status);
        return;
    }
    reason = http_answer_reason(reply->body, arena);
    out->detail = arena_printf(arena, "HTTP %d%s%s", reply->status,
                               *reason == '\0' ? "" : ": ", reason);
}

const struct notifier notifier_http = {
    .name = "http",
    .speaks = {[CHANNEL_SMS] = true, [CHANNEL_MAIL] = true},
    .validate = http_validate,
    .compose = http_compose,
    .classify = http_classify,
};
