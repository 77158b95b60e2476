#include "notifiers/dialect.h"

#include <string.h>

#include "base/escape.h"
#include "base/utf8.h"
#include "notifiers/http_answer.h"
#include "notifiers/json_text.h"
#include "notifiers/reply.h"

/* E.164 has fifteen digits. */
#define DIGITS_MIN 5
#define DIGITS_MAX 15

/* "{region=eu}": the region, or what stands behind the "=". */
static char *with_region(const char *usual, const char *region,
                         struct arena *arena)
{
    const char *open = strchr(usual, '{');
    const char *equals = open == NULL ? NULL : strchr(open, '=');
    const char *close = equals == NULL ? NULL : strchr(equals, '}');

    if (close == NULL)
        return arena_strdup(arena, usual);
    if (str_is_empty(region))
        region = arena_strndup(arena, equals + 1, (size_t)(close - equals) - 1);
    return arena_printf(arena, "%.*s%s%s", (int)(open - usual), usual, region,
                        close + 1);
}

const char *dialect_base(const struct gateway_settings *settings,
                         const char *usual, struct arena *arena)
{
    const char *base = str_is_empty(settings->url)
                           ? with_region(usual, settings->region, arena)
                           : settings->url;
    size_t len = strlen(base);

    while (len > 0 && base[len - 1] == '/')
        len--;
    return arena_strndup(arena, base, len);
}

void dialect_post(const struct gateway_settings *settings, const char *url,
                  struct exchange_request *out)
{
    *out = (struct exchange_request){
        .kind = EXCHANGE_HTTP,
        .url = url,
        .method = "POST",
        .ca_file = settings->ca_file,
        .tls = settings->tls,
        .timeout_s =
            settings->timeout_s > 0 ? settings->timeout_s : GATEWAY_TIMEOUT_S,
    };
}

void dialect_get(const struct gateway_settings *settings, const char *url,
                 struct exchange_request *out)
{
    dialect_post(settings, url, out);
    out->method = "GET";
}

void dialect_basic(const struct gateway_settings *settings, const char *user,
                   struct exchange_request *out)
{
    out->auth = EXCHANGE_AUTH_BASIC;
    out->user = user;
    out->secret = settings->secret;
}

void dialect_bearer(const struct gateway_settings *settings,
                    struct exchange_request *out)
{
    out->auth = EXCHANGE_AUTH_BEARER;
    out->secret = settings->secret;
}

void dialect_header(struct exchange_request *out, const char *name,
                    const char *value)
{
    if (value == NULL)
        return;
    assert(out->header_count < EXCHANGE_HEADERS_MAX);
    out->headers[out->header_count++] =
        (struct exchange_header){.name = name, .value = value};
}

bool dialect_json(struct exchange_request *out, json_t *body,
                  struct arena *arena, struct error *err)
{
    if (!json_text_write(body, arena, &out->body, err))
        return false;
    dialect_header(out, "Content-Type", "application/json");
    return true;
}

bool dialect_form(struct exchange_request *out, struct buf *form,
                  struct arena *arena, struct error *err)
{
    bool full = form->full;

    out->body = str_of(arena_strndup(arena, buf_text(form), form->len));
    buf_finish(form);
    if (full)
        return error_set(err, ERROR_INPUT, "the message is too long");
    dialect_header(out, "Content-Type", "application/x-www-form-urlencoded");
    return true;
}

bool dialect_check_sms(const struct message *message, size_t letters_max,
                       struct error *err)
{
    size_t digits = message->to == NULL || *message->to != '+'
                        ? 0
                        : strspn(message->to + 1, "0123456789");
    struct str rest = str_of(message->text);
    size_t letters = 0;
    uint32_t point;

    if (digits < DIGITS_MIN || digits > DIGITS_MAX ||
        message->to[digits + 1] != '\0')
        return error_set(err, ERROR_INPUT, "not a number such as +33 6 …");
    if (str_is_empty(message->text))
        return error_set(err, ERROR_INPUT, "nothing to say");
    while (utf8_next(&rest, &point))
        letters++;
    if (letters > letters_max)
        return error_set(err, ERROR_INPUT, "%zu letters, at most %zu", letters,
                         letters_max);
    return true;
}

char *dialect_escaped(const char *text, struct arena *arena)
{
    struct buf out;
    char *escaped;

    buf_init(&out, 3 * strlen(text));
    escape_percent(str_of(text), &out);
    escaped = arena_strndup(arena, buf_text(&out), out.len);
    buf_finish(&out);
    return escaped;
}

int64_t dialect_validity(const struct message *message, int64_t least,
                         int64_t most)
{
    if (message->useful.s <= 0)
        return 0;
    if (message->useful.s < least)
        return least;
    return message->useful.s > most ? most : message->useful.s;
}

struct instant dialect_sending(const struct message *message)
{
    return message->sending.unix_s != 0 ? message->sending : message->date;
}

static bool is_good(int status)
{
    return status >= 200 && status < 300;
}

/* "https://…/api-errors/messages#1120" is 1120; "0" is no failure. */
static const char *failure_code(const json_t *root, const char *pointer,
                                struct arena *arena)
{
    const char *code = json_text_word(root, pointer, arena);
    const char *mark = code == NULL ? NULL : strrchr(code, '#');

    if (mark != NULL)
        return mark + 1;
    return code == NULL || strcmp(code, "0") == 0 ? NULL : code;
}

static const char *first_code(const struct answer_shape *shape,
                              const json_t *root, struct arena *arena)
{
    for (size_t i = 0; i < DIALECT_PLACES && shape->codes[i] != NULL; i++) {
        const char *code = failure_code(root, shape->codes[i], arena);

        if (code != NULL)
            return code;
    }
    return NULL;
}

/* The first word that the table knows, else the last there is. */
static const char *status_word(const struct answer_shape *shape,
                               const json_t *root, struct arena *arena)
{
    const char *word = NULL;

    for (size_t i = 0; i < DIALECT_PLACES && shape->status[i] != NULL; i++) {
        const char *here = json_text_word(root, shape->status[i], arena);

        word = here == NULL ? word : here;
        if (code_table_find(&shape->table, here) != NULL)
            break;
    }
    return word;
}

/* A code of the gateway's own counts more than the status around it. */
static enum delivery_outcome outcome_of(const struct answer *answer, int status,
                                        const struct code_rule *rule)
{
    if (rule != NULL)
        return rule->outcome;
    if (!is_good(status))
        return http_answer_usual(status);
    if (answer->code != NULL)
        return DELIVERY_REFUSED;
    return answer->has_word ? DELIVERY_UNKNOWN : DELIVERY_ACCEPTED;
}

/* "HTTP 400, 21211 (no such number): The number is not valid". */
static char *detail_of(int status, const struct answer *answer,
                       const struct code_rule *rule, struct arena *arena)
{
    const char *code = answer->code;
    const char *reason = str_or_empty(answer->reason);
    const char *parts[] = {
        code == NULL ? "" : ", ",
        str_or_empty(code),
        rule == NULL ? "" : " (",
        rule == NULL ? "" : rule->means,
        rule == NULL ? "" : ")",
        *reason == '\0' || str_same(reason, code) ? "" : ": ",
        str_same(reason, code) ? "" : reason,
    };

    return reply_discreet(str_of(arena_printf(arena, "HTTP %d%s%s%s%s%s%s%s",
                                              status, parts[0], parts[1],
                                              parts[2], parts[3], parts[4],
                                              parts[5], parts[6])),
                          arena);
}

void dialect_judge(const struct code_table *table, const struct answer *answer,
                   const struct exchange_reply *reply, struct arena *arena,
                   struct delivery *out)
{
    const struct code_rule *rule = code_table_find(table, answer->code);

    if (reply_judge_unanswered(reply, arena, out))
        return;
    out->outcome = outcome_of(answer, reply->status, rule);
    out->suppress = rule != NULL && rule->suppress;
    if (out->outcome == DELIVERY_ACCEPTED) {
        out->detail = arena_printf(arena, "HTTP %d", reply->status);
        if (answer->id != NULL)
            out->reference = reply_reference(str_of(answer->id), arena);
        if (out->reference == NULL && answer->has_id)
            out->outcome = DELIVERY_UNKNOWN;
        return;
    }
    out->detail = detail_of(reply->status, answer, rule, arena);
    if (answer->code != NULL)
        out->code = reply_reference(str_of(answer->code), arena);
}

void dialect_classify(const struct answer_shape *shape,
                      const struct exchange_reply *reply, struct arena *arena,
                      struct delivery *out)
{
    json_t *root = json_text_read(reply->body);
    struct answer answer = {
        .code = first_code(shape, root, arena),
        .reason = shape->says == NULL
                      ? http_answer_reason(reply->body, arena)
                      : json_text_word(root, shape->says, arena),
        .has_word = shape->status[0] != NULL,
        .has_id = shape->id != NULL,
    };

    if (answer.code == NULL && is_good(reply->status))
        answer.code = status_word(shape, root, arena);
    if (shape->id != NULL)
        answer.id = json_text_word(root, shape->id, arena);
    dialect_judge(&shape->table, &answer, reply, arena, out);
    json_decref(root);
}

enum delivery_answer dialect_search(const struct search *search,
                                    const struct question *question,
                                    const struct exchange_reply *reply,
                                    struct arena *arena, const char **reference)
{
    bool answered = reply->fate == EXCHANGE_ANSWERED && is_good(reply->status);
    json_t *root = answered ? json_text_read(reply->body) : NULL;
    const json_t *items = json_text_at(root, search->items);
    enum delivery_answer said = DELIVERY_NO_ANSWER;
    size_t count = json_array_size(items);

    *reference = NULL;
    if (json_is_array(items) && (search->page == 0 || count < search->page))
        said = DELIVERY_NOT_FOUND;
    for (size_t i = 0; i < count; i++) {
        const json_t *item = json_array_get(items, i);
        const char *id;

        if (!search->is_ours(item, question, arena))
            continue;
        id = json_text_word(item, search->id, arena);
        *reference = id == NULL ? NULL : reply_reference(str_of(id), arena);
        said = DELIVERY_FOUND;
        break;
    }
    json_decref(root);
    return said;
}

char *dialect_tag(struct str xml, const char *name, struct arena *arena)
{
    char *text = arena_strndup(arena, xml.len == 0 ? "" : xml.at, xml.len);
    const char *open = strstr(text, arena_printf(arena, "<%s>", name));
    const char *close =
        open == NULL ? NULL : strstr(open, arena_printf(arena, "</%s>", name));

    if (close == NULL)
        return NULL;
    open += strlen(name) + 2;
    return arena_strndup(arena, open, (size_t)(close - open));
}
