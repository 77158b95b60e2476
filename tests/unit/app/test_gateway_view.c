#include <string.h>

#include "app/gateway_view.h"
#include "tests/test.h"

static const struct gateway_settings settings = {
    .name = "sms",
    .user = "ada",
    .secret = "hu/sh \"1\"",
    .consumer = "second",
    .hook_url = "https://rdv.example.org/hook/sms",
    .hook_secret = "third",
};

/* A secret in each dress: as it is, in a URL, in JSON, in a login. */
TEST(gateway_view, masks_a_secret_in_every_dress)
{
    static const char *const texts[] = {
        "a hu/sh \"1\" b",     "a hu%2Fsh%20%221%22 b",
        "a hu/sh \\\"1\\\" b", "a YWRhOmh1L3NoICIxIg== b",
        "a aHUvc2ggIjEi b",    "a second b",
    };
    struct arena arena = {0};

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        CHECK_STR(gateway_masked(&settings, "k", str_of(texts[i]), &arena),
                  "a ••• b");
    CHECK_STR(gateway_masked(&settings, "k", STR("nothing"), &arena),
              "nothing");
    arena_free(&arena);
}

TEST(gateway_view, masks_the_tokens_of_our_urls)
{
    struct arena arena = {0};
    const char *url = webhook_url(&settings, "k", &arena);

    CHECK_STR(gateway_masked(&settings, "k", str_of(url), &arena),
              "https://rdv.example.org/hook/sms/•••");
    arena_free(&arena);
}

TEST(gateway_view, shows_a_request_without_its_login)
{
    const struct exchange_request request = {
        .kind = EXCHANGE_HTTP,
        .url = "https://sms.example.org/send",
        .method = "POST",
        .user = "ada",
        .secret = settings.secret,
        .headers = {{"X-Key", "second"}},
        .header_count = 1,
        .body = STR("text=Bonjour&key=second"),
    };
    struct arena arena = {0};
    json_t *shown = gateway_request_json(&settings, "k", &request, &arena);
    const json_t *headers = json_object_get(shown, "headers");

    CHECK_STR(json_string_value(json_object_get(shown, "url")),
              "https://sms.example.org/send");
    CHECK_STR(json_string_value(json_object_get(headers, "X-Key")), "•••");
    CHECK_STR(json_string_value(json_object_get(headers, "Authorization")),
              "Basic •••");
    CHECK_STR(json_string_value(json_object_get(shown, "body")),
              "text=Bonjour&key=•••");
    json_decref(shown);
    arena_free(&arena);
}
