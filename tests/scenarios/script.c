#include "tests/scenarios/script.h"

#include <stdio.h>
#include <stdlib.h>

#include <jansson.h>

#define SMTP_ACCEPTED 250
#define HTTP_ACCEPTED 202
#define FILE_WRITTEN  200

static char *copy(const char *text, size_t len)
{
    char *out = malloc(len + 1);

    if (out == NULL)
        abort();
    (void)memcpy(out, text, len);
    out[len] = '\0';
    return out;
}

static char *copy_text(const char *text)
{
    return copy(str_or_empty(text), strlen(str_or_empty(text)));
}

/* The rest of the line that starts with `name`, in a file of the outbox. */
static char *line_of(const char *content, const char *name)
{
    const char *at = content;
    size_t len = strlen(name);

    while (at != NULL && strncmp(at, name, len) != 0) {
        at = strchr(at, '\n');
        at = at == NULL ? NULL : at + 1;
    }
    return at == NULL ? copy_text("") : copy(at + len, strcspn(at + len, "\n"));
}

static const char *header(const struct exchange_request *request,
                          const char *name)
{
    for (size_t i = 0; i < request->header_count; i++) {
        if (strcmp(request->headers[i].name, name) == 0)
            return request->headers[i].value;
    }
    return "";
}

/* "<key@domain>" to "key". */
static char *key_of(const char *message_id)
{
    message_id += *message_id == '<';
    return copy(message_id, strcspn(message_id, "@>"));
}

static void read_http(const struct exchange_request *request,
                      struct script_sent *out)
{
    json_t *body =
        json_loadb(str_or_empty(request->body.at), request->body.len, 0, NULL);

    out->channel = CHANNEL_SMS;
    out->is_question = strcmp(request->method, "GET") == 0;
    out->to = copy_text(json_string_value(json_object_get(body, "to")));
    out->text = copy_text(json_string_value(json_object_get(body, "text")));
    out->key = copy_text(json_string_value(json_object_get(body, "ref")));
    out->subject = copy_text("");
    json_decref(body);
}

static void read_smtp(const struct exchange_request *request,
                      struct script_sent *out)
{
    out->channel = CHANNEL_MAIL;
    out->to = copy_text(request->mail_to);
    out->subject = copy_text(header(request, "Subject"));
    out->text = copy(request->parts[0].body.at, request->parts[0].body.len);
    out->key = key_of(header(request, "Message-ID"));
}

static void read_file(const struct exchange_request *request,
                      struct script_sent *out)
{
    const char *ending = strrchr(request->url, '.');
    char *id;

    out->is_outbox = true;
    out->text = copy(request->body.at, request->body.len);
    out->to = line_of(out->text, "To: ");
    out->subject = line_of(out->text, "Subject: ");
    if (ending != NULL && strcmp(ending, ".eml") == 0) {
        out->channel = CHANNEL_MAIL;
        id = line_of(out->text, "Message-ID: ");
        out->key = key_of(id);
        free(id);
    } else {
        out->channel = CHANNEL_SMS;
        out->key = line_of(out->text, "Key: ");
    }
}

static struct script_answer next_answer(struct script *script,
                                        const struct script_sent *sent)
{
    struct script_answer *line = script->line[sent->channel];
    struct script_answer first = line[0];

    if (sent->is_outbox &&
        (script->line_count[sent->channel] == 0 || !first.hangs))
        return (struct script_answer){.status = FILE_WRITTEN};
    if (script->line_count[sent->channel] == 0)
        return script->always[sent->channel];
    script->line_count[sent->channel]--;
    (void)memmove(line, line + 1,
                  script->line_count[sent->channel] * sizeof(*line));
    return first;
}

static struct script_sent *take_down(struct script *script,
                                     const struct exchange_request *request)
{
    struct script_sent *sent = &script->sent[script->sent_count];

    assert(script->sent_count < SCRIPT_SENT_MAX);
    script->sent_count++;
    *sent = (struct script_sent){0};
    switch (request->kind) {
    case EXCHANGE_HTTP:
        read_http(request, sent);
        break;
    case EXCHANGE_SMTP:
        read_smtp(request, sent);
        break;
    case EXCHANGE_FILE:
        read_file(request, sent);
        break;
    case EXCHANGE_PROGRAM: /* no story runs one */
        break;
    }
    if (!sent->is_outbox && !request->only_loopback)
        script->went_away = true;
    return sent;
}

static void script_send(struct carrier *carrier,
                        const struct exchange_request *request,
                        exchange_done *done, void *context)
{
    struct script *script = container_of(carrier, struct script, carrier);
    struct script_flight *flight = &script->flights[script->flight_count];

    assert(script->flight_count < SCRIPT_LINE_MAX);
    script->flight_count++;
    script->steps++;
    *flight = (struct script_flight){
        .done = done,
        .context = context,
        .answer = {.fate = EXCHANGE_INTERRUPTED},
    };
    if (!script->is_dead) {
        const struct script_sent *sent = take_down(script, request);

        flight->channel = sent->channel;
        flight->answer = next_answer(script, sent);
    }
}

void script_init(struct script *script)
{
    *script = (struct script){.carrier = {.send = script_send}};
    script->always[CHANNEL_SMS].status = HTTP_ACCEPTED;
    script->always[CHANNEL_MAIL].status = SMTP_ACCEPTED;
}

void script_finish(struct script *script)
{
    for (size_t i = 0; i < script->sent_count; i++) {
        free(script->sent[i].to);
        free(script->sent[i].subject);
        free(script->sent[i].text);
        free(script->sent[i].key);
    }
}

bool script_add(struct script *script, enum channel channel,
                struct script_answer answer)
{
    size_t *count = &script->line_count[channel];

    if (*count == SCRIPT_LINE_MAX)
        return false;
    script->line[channel][(*count)++] = answer;
    return true;
}

void script_always(struct script *script, enum channel channel,
                   struct script_answer answer)
{
    script->always[channel] = answer;
}

bool script_answer_hanging(struct script *script, enum channel channel,
                           struct script_answer answer)
{
    for (size_t i = 0; i < script->flight_count; i++) {
        struct script_flight *flight = &script->flights[i];

        if (flight->answer.hangs && flight->channel == channel) {
            flight->answer = answer;
            return true;
        }
    }
    return false;
}

static void land(struct script *script, size_t index)
{
    struct script_flight flight = script->flights[index];
    struct exchange_reply reply = {
        .fate = flight.answer.fate,
        .status = flight.answer.status,
        .body = str_of(flight.answer.body),
        .problem =
            flight.answer.fate == EXCHANGE_ANSWERED ? "" : "as the story says",
        .retry_after = flight.answer.retry_after,
    };

    script->flight_count--;
    (void)memmove(&script->flights[index], &script->flights[index + 1],
                  (script->flight_count - index) * sizeof(flight));
    script->steps++;
    flight.done(&reply, flight.context);
}

bool script_deliver(struct script *script)
{
    bool any = false;

    for (size_t i = 0; i < script->flight_count;) {
        if (script->flights[i].answer.hangs) {
            i++;
            continue;
        }
        land(script, i);
        any = true;
    }
    return any;
}

void script_die(struct script *script)
{
    script->is_dead = true;
    for (size_t i = 0; i < script->flight_count; i++)
        script->flights[i].answer =
            (struct script_answer){.fate = EXCHANGE_INTERRUPTED};
}

size_t script_hanging(const struct script *script)
{
    size_t count = 0;

    for (size_t i = 0; i < script->flight_count; i++)
        count += script->flights[i].answer.hangs;
    return count;
}
