#include "notifiers/wording.h"

#include <string.h>
#include <strings.h>

#include "base/template.h"
#include "notifiers/mail_calendar.h"
#include "notifiers/mail_message.h"
#include "notifiers/sms_text.h"
#include "notifiers/texts.h"
#include "notifiers/wording_values.h"

#define SUBJECT_BYTES_MAX 1024
#define SMS_BYTES_MAX     4096 /* some twenty parts: nobody means that */
#define MAIL_BYTES_MAX    (64UL * 1024)

/* Two tags with their parents, and English. */
#define LANGUAGES_MAX     12

struct languages {
    size_t count;
    const char *tags[LANGUAGES_MAX];
};

/* The templates that were found, and the language they are in. */
struct found {
    const char *body;
    const char *subject; /* NULL: none */
    const char *language;
};

/* "pt-BR", then "pt". */
static void add_language(struct languages *languages, const char *tag,
                         struct arena *arena)
{
    char *parent = arena_strdup(arena, str_or_empty(tag));

    while (*parent != '\0' && languages->count < LANGUAGES_MAX - 1) {
        char *dash = strrchr(parent, '-');

        languages->tags[languages->count++] = parent;
        if (dash == NULL)
            return;
        parent = arena_strndup(arena, parent, (size_t)(dash - parent));
    }
}

static void list_languages(const struct wording_request *request,
                           struct arena *arena, struct languages *out)
{
    *out = (struct languages){0};
    add_language(out, request->visits[0].customer->language, arena);
    add_language(out, request->office->language, arena);
    out->tags[out->count++] = "en";
}

/* The office's text for exactly this rule ("": any) and language. */
static const struct text *office_text(const struct wording_request *request,
                                      const char *rule, const char *language)
{
    const struct office *office = request->office;

    for (size_t i = 0; i < office->text_count; i++) {
        const struct text *text = &office->texts[i];

        if (text->kind == request->kind && text->channel == request->channel &&
            strcasecmp(text->language, language) == 0 &&
            strcmp(str_or_empty(text->rule), rule) == 0)
            return text;
    }
    return NULL;
}

static const struct text *own_text(const struct wording_request *request,
                                   const char *language)
{
    const char *rule =
        request->kind == MESSAGE_REMINDER ? str_or_empty(request->rule) : "";
    const struct text *text = office_text(request, rule, language);

    if (text == NULL && *rule != '\0')
        text = office_text(request, "", language);
    return text;
}

const char *wording_default(enum message_kind kind, const char *language,
                            const char *key, struct arena *arena)
{
    if (kind == MESSAGE_REMINDER)
        return texts_find(language, key, arena);
    return texts_find(
        language, arena_printf(arena, "%s.%s", message_kind_name(kind), key),
        arena);
}

/* The subject goes with the text: in its language, or one further down. */
static const char *default_subject(const struct wording_request *request,
                                   const struct languages *languages,
                                   size_t from, struct arena *arena)
{
    const char *text = NULL;

    for (size_t i = from; text == NULL && i < languages->count; i++)
        text = wording_default(request->kind, languages->tags[i],
                               "mail.subject", arena);
    return text;
}

/* The first language in which anybody has words. There is always English. */
static void find_text(const struct wording_request *request,
                      const struct languages *languages, struct arena *arena,
                      struct found *out)
{
    const char *key = request->channel == CHANNEL_SMS ? "sms" : "mail";

    *out = (struct found){.body = "", .language = "en"};
    for (size_t i = 0; i < languages->count; i++) {
        const char *language = languages->tags[i];
        const struct text *own = own_text(request, language);
        const char *body =
            own != NULL ? own->body
                        : wording_default(request->kind, language, key, arena);

        if (body == NULL)
            continue;
        *out = (struct found){.body = body, .language = language};
        if (request->channel == CHANNEL_MAIL)
            out->subject = own != NULL && own->subject != NULL
                               ? own->subject
                               : default_subject(request, languages, i, arena);
        return;
    }
}

static bool is_same_language(const char *left, const char *right)
{
    size_t len = strcspn(left, "-");

    return len == strcspn(right, "-") && strncasecmp(left, right, len) == 0;
}

/*
 * The tag of the words: the customer's or office's when it is the language of
 * the text ("fr-CH" for a text in "fr"), else the text's.
 */
static const char *words_language(const struct wording_request *request,
                                  const char *language)
{
    const char *customer = request->visits[0].customer->language;
    const char *office = request->office->language;

    if (!str_is_empty(customer) && is_same_language(customer, language))
        return customer;
    if (!str_is_empty(office) && is_same_language(office, language))
        return office;
    return language;
}

/*
 * The tag by which dates are written: one without a region means the office's
 * country, so that English in Paris says 14:30.
 */
static const char *with_region(const struct wording_request *request,
                               const char *language, struct arena *arena)
{
    if (strchr(language, '-') != NULL || str_is_empty(request->office->country))
        return language;
    return arena_printf(arena, "%s-%s", language, request->office->country);
}

/* "es" of "es-MX": the file that may have manners of its own. */
static const char *base_language(const char *language, struct arena *arena)
{
    return arena_strndup(arena, language, strcspn(language, "-"));
}

static bool render(const char *source, struct wording_values *values,
                   size_t bytes_max, const char **out, struct error *err)
{
    struct template_view view = wording_values_view(values);
    struct buf text;
    bool ok;

    buf_init(&text, bytes_max);
    ok = template_render_view(source, &view, escape_none, &text, err);
    if (ok)
        *out = arena_strdup(values->arena, buf_text(&text));
    buf_finish(&text);
    return ok;
}

static const char *plain_copy(const char *source, struct arena *arena)
{
    struct buf plain;
    char *copy;

    buf_init(&plain, 2 * strlen(source));
    sms_text_plain(str_of(source), &plain);
    copy = arena_strdup(arena, buf_text(&plain));
    buf_finish(&plain);
    return copy;
}

static size_t count_of(const char *text, const char *what)
{
    size_t count = 0;

    while ((text = strstr(text, what)) != NULL) {
        text += strlen(what);
        count++;
    }
    return count;
}

/* A soft hyphen between two braces is not there any more, and they are a tag:
 * such a text is left as it is written. */
static bool has_same_tags(const char *source, const char *plain)
{
    return count_of(source, "{{") == count_of(plain, "{{") &&
           count_of(source, "}}") == count_of(plain, "}}");
}

/* With plain letters, when that saves the alphabet. */
static bool try_plain(const struct found *found,
                      const struct wording_values *values, struct message *out,
                      struct error *err)
{
    const char *source = plain_copy(found->body, values->arena);
    struct wording_values plain;
    const char *cheaper;

    /* Nor could it help where a letter of another script is among them. */
    if (!has_same_tags(found->body, source) ||
        !sms_text_size(plain_copy(out->text, values->arena)).is_gsm)
        return true;
    wording_values_plain(values, &plain);
    if (!render(source, &plain, SMS_BYTES_MAX, &cheaper, err))
        return false;
    if (sms_text_size(cheaper).is_gsm)
        out->text = cheaper;
    return true;
}

static bool write_sms(const struct found *found, struct wording_values *values,
                      struct message *out, struct error *err)
{
    if (!render(found->body, values, SMS_BYTES_MAX, &out->text, err) ||
        (!sms_text_size(out->text).is_gsm &&
         !try_plain(found, values, out, err)))
        return false;
    out->parts = sms_text_size(out->text).parts;
    return true;
}

/* The word for a visit; a visit that is over goes into no calendar. */
static const char *calendar_of(const struct wording_request *request,
                               const char *language, struct arena *arena)
{
    const char *summary = texts_find(language, "calendar.summary", arena);

    if (request->kind == MESSAGE_MISSED)
        return NULL;
    if (summary == NULL)
        summary = texts_find("en", "calendar.summary", arena);
    return mail_calendar(request, str_or_empty(summary), arena);
}

static bool write_mail(const struct found *found, struct wording_values *values,
                       struct message *out, struct error *err)
{
    struct arena *arena = values->arena;

    if (!render(found->body, values, MAIL_BYTES_MAX, &out->text, err) ||
        !render(str_or_empty(found->subject), values, SUBJECT_BYTES_MAX,
                &out->subject, err))
        return false;
    out->html = mail_html(out->text, out->subject, out->language, arena);
    out->calendar = calendar_of(values->request, found->language, arena);
    return true;
}

/* A move whose other time nobody knows is no message. */
static bool has_times(const struct wording_request *request, struct error *err)
{
    for (size_t i = 0; i < request->visit_count; i++) {
        if (request->kind == MESSAGE_MOVED && request->visits[i].was == NULL)
            return error_set(err, ERROR_INPUT,
                             "a moved visit without its time before");
    }
    return true;
}

bool wording_message(const struct wording_request *request, struct arena *arena,
                     struct message *out, struct error *err)
{
    const struct customer *customer = request->visits[0].customer;
    struct languages languages;
    struct wording_values values;
    struct found found;
    bool ok;

    assert(request->visit_count > 0);
    assert(request->visit_count <= WORDING_VISITS_MAX);
    list_languages(request, arena, &languages);
    find_text(request, &languages, arena, &found);
    *out = (struct message){
        .channel = request->channel,
        .to = customer_address(customer, request->channel),
        .language = words_language(request, found.language),
        .date = request->now,
    };
    if (out->to == NULL)
        return error_set(err, ERROR_INPUT, "no address to send %s to",
                         channel_name(request->channel));
    if (!has_times(request, err))
        return false;
    wording_values_init(request, with_region(request, out->language, arena),
                        base_language(found.language, arena), arena, &values);
    if (request->channel == CHANNEL_SMS)
        ok = write_sms(&found, &values, out, err);
    else
        ok = write_mail(&found, &values, out, err);
    return ok || error_wrap(err, "text for rule '%s' in '%s'",
                            str_or_empty(request->rule), found.language);
}
