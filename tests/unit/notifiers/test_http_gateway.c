#include <string.h>

#include <jansson.h>

#include "notifiers/http_gateway.h"
#include "tests/test.h"

static const struct message hello = {
    .key = "k-1",
    .channel = CHANNEL_SMS,
    .to = "+33639980101",
    .text = "Dr \"M\" & Cie <à 14:30>\nsuite",
};

static struct gateway_settings settings_of(const char *type, const char *body)
{
    return (struct gateway_settings){
        .name = "sms",
        .kind = "http",
        .channel = CHANNEL_SMS,
        .url = "http://127.0.0.1:13013/send",
        .sender = "Cabinet",
        .headers = {{"Content-Type", type}},
        .header_count = 1,
        .body = body,
    };
}

/* The request that would send `message`; must succeed. */
static struct exchange_request compose(const struct gateway_settings *settings,
                                       const struct message *message,
                                       struct arena *arena)
{
    struct exchange_request request;
    struct error err;

    if (!notifier_http.compose(settings, message, arena, &request, &err))
        FAIL(err.text);
    return request;
}

TEST(http_gateway, speaks_json)
{
    struct gateway_settings settings =
        settings_of("application/json; charset=utf-8",
                    "{\"to\":\"{{to}}\",\"nested\":{\"text\":\"{{text}}\"},"
                    "\"ref\":\"{{key}}\",\"from\":\"{{sender}}\"}");
    struct arena arena = {0};
    struct exchange_request request = compose(&settings, &hello, &arena);
    json_t *body = json_loadb(request.body.at, request.body.len, 0, NULL);
    const char *text;

    CHECK(body != NULL);
    text = json_string_value(
        json_object_get(json_object_get(body, "nested"), "text"));
    CHECK_STR(text, hello.text);
    CHECK_STR(json_string_value(json_object_get(body, "to")), "+33639980101");
    CHECK_STR(json_string_value(json_object_get(body, "ref")), "k-1");
    CHECK_STR(json_string_value(json_object_get(body, "from")), "Cabinet");
    CHECK_STR(request.method, "POST");
    CHECK_STR(request.headers[0].value, "application/json; charset=utf-8");
    json_decref(body);
    arena_free(&arena);
}

TEST(http_gateway, speaks_forms_xml_and_plain_text)
{
    static const struct {
        const char *type;
        const char *body;
    } cases[] = {
        {"application/x-www-form-urlencoded",
         "t=Dr%20%22M%22%20%26%20Cie%20%3C%C3%A0%2014%3A30%3E%0Asuite"},
        {"text/xml", "t=Dr &quot;M&quot; &amp; Cie &lt;à 14:30&gt;\nsuite"},
        {"text/plain", "t=Dr \"M\" & Cie <à 14:30>\nsuite"},
    };

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct gateway_settings settings =
            settings_of(cases[i].type, "t={{text}}");
        struct arena arena = {0};
        struct exchange_request request = compose(&settings, &hello, &arena);

        CHECK_STR(request.body.at, cases[i].body);
        arena_free(&arena);
    }
}

static struct gateway_settings kannel(void)
{
    return (struct gateway_settings){
        .name = "sms",
        .kind = "http",
        .channel = CHANNEL_SMS,
        .method = "GET",
        .url = "http://127.0.0.1:24103/cgi-bin/sendsms?username={{user}}"
               "&password={{secret}}&to={{to}}&from={{sender}}"
               "&coding={{coding}}&charset=UTF-8&text={{text}}",
        .user = "reminder",
        .secret = "test&pass",
        .sender = "12345",
        .accepted = "202",
        .refused = "400",
        .retry = "503",
        .refused_text = "not routable|denied",
    };
}

TEST(http_gateway, speaks_to_kannel_by_configuration_alone)
{
    struct gateway_settings settings = kannel();
    struct message message = hello;
    struct arena arena = {0};
    struct exchange_request request;
    struct error err;

    CHECK(gateway_validate(&settings, &err));
    message.text = "RDV à 14:30";
    request = compose(&settings, &message, &arena);
    CHECK_STR(request.method, "GET");
    CHECK_STR(request.url,
              "http://127.0.0.1:24103/cgi-bin/sendsms?username=reminder"
              "&password=test%26pass&to=%2B33639980101&from=12345"
              "&coding=0&charset=UTF-8&text=RDV%20%C3%A0%2014%3A30");
    CHECK_NULL(request.user); /* it is in the URL: not as Basic as well */
    CHECK_UINT(request.body.len, 0);
    message.text = "RDV à 14:30, 张伟";
    request = compose(&settings, &message, &arena);
    CHECK_CONTAINS(request.url, "&coding=2&");
    arena_free(&arena);
}

static struct delivery judge(const struct gateway_settings *settings,
                             int status, const char *body, struct arena *arena)
{
    struct exchange_reply reply = {
        .fate = EXCHANGE_ANSWERED,
        .status = status,
        .body = str_of(body),
        .problem = "",
    };
    struct delivery delivery;

    notifier_http.classify(settings, &reply, arena, &delivery);
    return delivery;
}

TEST(http_gateway, understands_kannel)
{
    static const struct {
        int status;
        const char *body;
        enum delivery_outcome outcome;
    } cases[] = {
        {202, "0: Accepted for delivery", DELIVERY_ACCEPTED},
        {202, "3: Queued for later delivery", DELIVERY_ACCEPTED},
        {403, "Authorization failed for sendsms", DELIVERY_CONFIG},
        {403, "Not routable. Do not try again.", DELIVERY_REFUSED},
        {400, "Missing receiver number, rejected", DELIVERY_REFUSED},
        {400, "Number(s) has/have been denied by white- and/or black-lists.",
         DELIVERY_REFUSED},
        {503, "Temporal failure, try again later.", DELIVERY_RETRY},
    };
    struct gateway_settings settings = kannel();

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena arena = {0};
        struct delivery delivery =
            judge(&settings, cases[i].status, cases[i].body, &arena);

        CHECK_INT(delivery.outcome, cases[i].outcome);
        if (delivery.outcome != DELIVERY_ACCEPTED)
            CHECK_CONTAINS(delivery.detail, cases[i].body);
        arena_free(&arena);
    }
}

TEST(http_gateway, judges_every_reply)
{
    static const struct {
        enum exchange_fate fate;
        int status;
        enum delivery_outcome outcome;
    } cases[] = {
        {EXCHANGE_ANSWERED, 200, DELIVERY_ACCEPTED},
        {EXCHANGE_ANSWERED, 202, DELIVERY_ACCEPTED},
        {EXCHANGE_ANSWERED, 299, DELIVERY_ACCEPTED},
        {EXCHANGE_ANSWERED, 199, DELIVERY_UNKNOWN},
        {EXCHANGE_ANSWERED, 302, DELIVERY_UNKNOWN},
        {EXCHANGE_ANSWERED, 400, DELIVERY_REFUSED},
        {EXCHANGE_ANSWERED, 401, DELIVERY_CONFIG},
        {EXCHANGE_ANSWERED, 402, DELIVERY_CONFIG},
        {EXCHANGE_ANSWERED, 403, DELIVERY_CONFIG},
        {EXCHANGE_ANSWERED, 404, DELIVERY_CONFIG},
        {EXCHANGE_ANSWERED, 409, DELIVERY_UNKNOWN},
        {EXCHANGE_ANSWERED, 422, DELIVERY_REFUSED},
        {EXCHANGE_ANSWERED, 429, DELIVERY_RETRY},
        {EXCHANGE_ANSWERED, 500, DELIVERY_UNKNOWN},
        {EXCHANGE_ANSWERED, 502, DELIVERY_UNKNOWN},
        {EXCHANGE_ANSWERED, 503, DELIVERY_UNKNOWN},
        {EXCHANGE_UNREACHABLE, 0, DELIVERY_RETRY},
        {EXCHANGE_INTERRUPTED, 0, DELIVERY_UNKNOWN},
        {EXCHANGE_REJECTED, 0, DELIVERY_CONFIG},
    };
    struct gateway_settings settings = settings_of("application/json", NULL);

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct exchange_reply reply = {
            .fate = cases[i].fate,
            .status = cases[i].status,
            .problem = "",
            .retry_after = {42},
        };
        struct arena arena = {0};
        struct delivery delivery;

        notifier_http.classify(&settings, &reply, &arena, &delivery);
        CHECK_INT(delivery.outcome, cases[i].outcome);
        CHECK_INT(delivery.status, cases[i].status);
        CHECK_INT(delivery.retry_after.s, 42);
        arena_free(&arena);
    }
}

TEST(http_gateway, finds_the_id_where_it_was_told)
{
    struct gateway_settings settings = settings_of("application/json", NULL);
    struct arena arena = {0};

    settings.id = "/messages/0/id";
    CHECK_STR(judge(&settings, 200, "{\"messages\":[{\"id\":\"m-1\"}]}", &arena)
                  .reference,
              "m-1");
    CHECK_STR(
        judge(&settings, 200, "{\"messages\":[{\"id\":42}]}", &arena).reference,
        "42");
    CHECK_NULL(judge(&settings, 200, "{\"messages\":[]}", &arena).reference);
    CHECK_NULL(judge(&settings, 200, "not json", &arena).reference);
    CHECK_NULL(
        judge(&settings, 200, "{\"messages\":[{\"id\":\"a b\"}]}", &arena)
            .reference);
    settings.id = "/a~1b/~0";
    CHECK_STR(
        judge(&settings, 200, "{\"a/b\":{\"~\":\"x\"}}", &arena).reference,
        "x");
    arena_free(&arena);
}

TEST(http_gateway, believes_the_words_of_one_that_always_says_200)
{
    struct gateway_settings settings = settings_of("application/json", NULL);
    struct arena arena = {0};

    settings.accepted_text = "\"status\": ?\"0\"";
    settings.retry_text = "\"status\": ?\"1\"";
    settings.config_text = "\"status\": ?\"(4|8|9)\"";
    settings.refused_text = "\"status\": ?\"(6|7)\"";
    CHECK_INT(judge(&settings, 200, "{\"status\":\"0\"}", &arena).outcome,
              DELIVERY_ACCEPTED);
    CHECK_INT(judge(&settings, 200, "{\"status\":\"1\"}", &arena).outcome,
              DELIVERY_RETRY);
    CHECK_INT(judge(&settings, 200, "{\"status\":\"4\"}", &arena).outcome,
              DELIVERY_CONFIG);
    CHECK_INT(judge(&settings, 200, "{\"status\":\"7\"}", &arena).outcome,
              DELIVERY_REFUSED);
    CHECK_INT(judge(&settings, 200, "{\"status\":\"5\"}", &arena).outcome,
              DELIVERY_UNKNOWN);
    arena_free(&arena);
}

TEST(http_gateway, tells_why_without_telling_who)
{
    static const struct {
        const char *body;
        const char *detail;
    } cases[] = {
        {"{\"code\":21211,\"message\":\"Invalid 'To' +33639980101.\"}",
         "HTTP 400: Invalid 'To' …."},
        {"{\"errors\":[{\"code\":9,\"description\":\"no recipients\"}]}",
         "HTTP 400: no recipients"},
        {"{\"error\":\"bad\",\"text\":\"Dear Anna\"}", "HTTP 400: bad"},
        {"call 06 39 98 01 01 now\nsecond line", "HTTP 400: call … now"},
        {"anna@example.org is unknown", "HTTP 400: … is unknown"},
        {"33639980101anna@example.org", "HTTP 400: ……"},
        {"<html>Dear Anna", "HTTP 400"},
        {"", "HTTP 400"},
        {"{\"broken", "HTTP 400"},
    };
    struct gateway_settings settings = settings_of("application/json", NULL);

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct arena arena = {0};

        CHECK_STR(judge(&settings, 400, cases[i].body, &arena).detail,
                  cases[i].detail);
        arena_free(&arena);
    }
}

TEST(http_gateway, sends_its_secret_once)
{
    struct gateway_settings settings =
        settings_of("application/json", "{\"text\":\"{{text}}\"}");
    struct arena arena = {0};
    struct exchange_request request;

    settings.user = "u";
    settings.secret = "s";
    request = compose(&settings, &hello, &arena);
    CHECK_STR(request.user, "u");
    CHECK_STR(request.secret, "s");

    settings.headers[1] =
        (struct exchange_header){"Authorization", "Bearer {{secret}}"};
    settings.header_count = 2;
    request = compose(&settings, &hello, &arena);
    CHECK_NULL(request.user);
    CHECK_NULL(request.secret);
    CHECK_STR(request.headers[1].value, "Bearer s");
    arena_free(&arena);
}

TEST(http_gateway, lets_no_value_start_a_header)
{
    struct gateway_settings settings =
        settings_of("application/json", "{\"text\":\"{{text}}\"}");
    struct message message = hello;
    struct arena arena = {0};

    settings.headers[1] = (struct exchange_header){"X-Key", "{{key}}"};
    settings.header_count = 2;
    message.key = "a\r\nX-Evil: b";
    CHECK_STR(compose(&settings, &message, &arena).headers[1].value,
              "a  X-Evil: b");
    arena_free(&arena);
}

/* Inserted once: what looks like a placeholder in a text stays a text. */
TEST(http_gateway, does_not_fill_in_a_customers_braces)
{
    struct gateway_settings settings =
        settings_of("text/plain", "{{text}} {{key}}");
    struct message message = hello;
    struct arena arena = {0};

    settings.secret = "s";
    message.text = "{{secret}}";
    CHECK_STR(compose(&settings, &message, &arena).body.at, "{{secret}} k-1");
    arena_free(&arena);
}

TEST(http_gateway, finds_mistakes_when_it_is_configured)
{
    static const struct {
        size_t offset;
        const char *value;
        const char *why;
    } cases[] = {
        {offsetof(struct gateway_settings, url), "smtp://x", "http://"},
        {offsetof(struct gateway_settings, url), "http://x/{{nobody}}",
         "'url': unknown placeholder {{nobody}}"},
        {offsetof(struct gateway_settings, body), "{{text}}{{tex}}",
         "'body': unknown placeholder {{tex}}"},
        {offsetof(struct gateway_settings, body), "{\"to\":\"{{to}}\"}",
         "{{text}} is nowhere"},
        {offsetof(struct gateway_settings, body), "{{text}}{{secret}}",
         "no secret"},
        {offsetof(struct gateway_settings, body), "{{text}}{{#to}}", "'body'"},
        {offsetof(struct gateway_settings, accepted), "2xx", "'accepted'"},
        {offsetof(struct gateway_settings, refused), "400,", ""},
        {offsetof(struct gateway_settings, retry), "503-", "'retry'"},
        {offsetof(struct gateway_settings, config), "99", "'config'"},
        {offsetof(struct gateway_settings, refused_text), "(",
         "'refused_text'"},
        {offsetof(struct gateway_settings, id), "id", "/message_id"},
        {offsetof(struct gateway_settings, user), "u", "secret"},
        {offsetof(struct gateway_settings, kind), "htpp", "no gateway 'htpp'"},
        {offsetof(struct gateway_settings, kind), "smtp", "does not carry sms"},
        {offsetof(struct gateway_settings, url), "", "'url' is missing"},
    };
    struct error err;

    for (size_t i = 0; i < ARRAY_LEN(cases); i++) {
        struct gateway_settings settings =
            settings_of("application/json", "{\"text\":\"{{text}}\"}");
        bool ok;

        CHECK(gateway_validate(&settings, &err));
        memcpy((char *)&settings + cases[i].offset, &cases[i].value,
               sizeof(cases[i].value));
        ok = gateway_validate(&settings, &err);
        if (*cases[i].why == '\0') {
            CHECK(ok);
            continue;
        }
        CHECK(!ok);
        CHECK_INT(err.kind, ERROR_USAGE);
        CHECK_CONTAINS(err.text, cases[i].why);
    }
}

TEST(http_gateway, is_repeatable_only_with_its_key)
{
    struct gateway_settings settings =
        settings_of("application/json", "{\"text\":\"{{text}}\"}");
    struct error err;

    CHECK(!notifier_is_repeatable(&notifier_http, &settings));
    settings.repeatable = true;
    CHECK(!gateway_validate(&settings, &err));
    settings.headers[1] =
        (struct exchange_header){"Idempotency-Key", "{{key}}"};
    settings.header_count = 2;
    CHECK(gateway_validate(&settings, &err));
    CHECK(notifier_is_repeatable(&notifier_http, &settings));
}
