/* test_signatures.c - vectors of ../shared, made with the vendors' own code */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <jansson.h>

#include "base/crypto_sign.h"
#include "notifiers/dialects.h"
#include "notifiers/form.h"
#include "tests/harness/shared.h"
#include "tests/test.h"

#define SIGNED_AT  1795312400
#define EXPIRES_AT 4102444800 /* of MessageBird's tokens */
#define VECTORS    21

/* One request to us, and what it is checked with. */
struct attempt {
    struct arena arena;
    const struct notifier *notifier;
    char *url;
    char *body;
    struct exchange_header headers[6];
    size_t header_count;
    char *signature; /* the value inside one of the headers or the body */
    struct webhook_trust trust;
};

static json_t *load_vectors(void)
{
    json_t *root =
        json_load_file(shared_path("gateways/vectors/signature-vectors.json"),
                       0, NULL);

    CHECK(root != NULL);
    CHECK_UINT(json_array_size(json_object_get(root, "vectors")), VECTORS);
    return root;
}

static const char *word(const json_t *vector, const char *name)
{
    return json_string_value(json_object_get(vector, name));
}

static char *copy(struct attempt *attempt, const char *text)
{
    return arena_strdup(&attempt->arena, text == NULL ? "" : text);
}

static void add_header(struct attempt *attempt, const char *name,
                       const char *value)
{
    attempt->headers[attempt->header_count++] =
        (struct exchange_header){.name = name, .value = value};
}

static bool is_believed(const struct attempt *attempt)
{
    const struct webhook_request request = {
        .method = "POST",
        .url = attempt->url,
        .headers = attempt->headers,
        .header_count = attempt->header_count,
        .body = str_of(attempt->body),
    };
    const struct gateway_settings settings = {.name = "sms"};

    return attempt->notifier->verify(&settings, &request, &attempt->trust);
}

/* Fields of a vector as a form; an array is a field several times. */
static char *form_of(struct attempt *attempt, const json_t *params)
{
    struct buf form;
    const char *name;
    json_t *value;
    char *text;

    buf_init(&form, 8192);
    json_object_foreach((json_t *)(uintptr_t)params, name, value)
    {
        if (!json_is_array(value))
            form_add(&form, name, json_string_value(value));
        for (size_t i = 0; i < json_array_size(value); i++)
            form_add(&form, name, json_string_value(json_array_get(value, i)));
    }
    text = arena_strdup(&attempt->arena, buf_text(&form));
    buf_finish(&form);
    return text;
}

static void begin(struct attempt *attempt, const json_t *vector,
                  const struct notifier *notifier, const char *secret)
{
    *attempt = (struct attempt){
        .notifier = notifier,
        .trust = {.secrets = {"another", secret},
                  .now = {SIGNED_AT + 100},
                  .window = {WEBHOOK_WINDOW_S}},
    };
    attempt->url = copy(attempt, word(vector, "url"));
    attempt->body = copy(attempt, word(vector, "body"));
    if (json_object_get(vector, "params") != NULL)
        attempt->body = form_of(attempt, json_object_get(vector, "params"));
    attempt->signature = copy(attempt, word(vector, "signature"));
}

/* Every byte counts: one other bit, and it is refused. */
static void check_bytes(struct attempt *attempt, char *text)
{
    size_t len = strlen(text);

    for (size_t i = 0; i < len; i++) {
        text[i] ^= 1;
        CHECK(!is_believed(attempt));
        text[i] ^= 1;
    }
    CHECK(is_believed(attempt));
}

/* The last letter of base64 may have bits that nobody reads. */
static void check_signature(struct attempt *attempt)
{
    size_t len = strcspn(attempt->signature, "=\"");

    for (size_t i = 0; i + 1 < len; i++) {
        char was = attempt->signature[i];

        attempt->signature[i] = was == '0' ? '1' : '0';
        CHECK(!is_believed(attempt));
        attempt->signature[i] = was;
    }
    CHECK(is_believed(attempt));
}

static void check_secrets(struct attempt *attempt)
{
    const char *right = attempt->trust.secrets[1];

    attempt->trust.secrets[1] = NULL;
    CHECK(!is_believed(attempt));
    attempt->trust.secrets[1] = right;
}

/* A request that lies outside the window is somebody's repeat. */
static void check_window(struct attempt *attempt)
{
    attempt->trust.now.unix_s = SIGNED_AT + WEBHOOK_WINDOW_S + 1;
    CHECK(!is_believed(attempt));
    attempt->trust.now.unix_s = SIGNED_AT - WEBHOOK_WINDOW_S - 1;
    CHECK(!is_believed(attempt));
    attempt->trust.now.unix_s = SIGNED_AT;
    CHECK(is_believed(attempt));
}

static void finish(struct attempt *attempt)
{
    arena_free(&attempt->arena);
}

/* Runs `check` on each vector of a provider; at least `count` of them. */
static void each(const char *provider, size_t count,
                 void (*check)(const json_t *vector))
{
    json_t *root = load_vectors();
    json_t *vector;
    size_t found = 0;
    size_t index;

    json_array_foreach(json_object_get(root, "vectors"), index, vector)
    {
        if (!str_same(word(vector, "provider"), provider))
            continue;
        check(vector);
        found++;
    }
    CHECK_UINT(found, count);
    json_decref(root);
}

static void check_twilio(const json_t *vector)
{
    struct attempt attempt;
    bool is_good = json_is_true(json_object_get(vector, "accepted"));

    begin(&attempt, vector, &notifier_twilio, word(vector, "auth_token"));
    add_header(&attempt, "x-twilio-signature", attempt.signature);
    CHECK(is_believed(&attempt) == is_good);
    if (is_good) {
        /* The colon of the scheme's case and the port's are tried below. */
        check_bytes(&attempt, attempt.url + strlen("https://"));
        check_bytes(&attempt, attempt.body);
        check_signature(&attempt);
        check_secrets(&attempt);
    }
    finish(&attempt);
}

TEST(signatures, are_those_of_twilio)
{
    each("twilio", 7, check_twilio);
}

static void check_plivo(const json_t *vector)
{
    bool is_v3 = strncmp(word(vector, "name"), "V3", 2) == 0;
    struct attempt attempt;

    begin(&attempt, vector, &notifier_plivo, word(vector, "auth_token"));
    if (is_v3) {
        add_header(&attempt, "X-Plivo-Signature-V3", attempt.signature);
        add_header(&attempt, "X-Plivo-Signature-V3-Nonce",
                   word(vector, "nonce"));
        check_bytes(&attempt, attempt.body);
        check_bytes(&attempt, attempt.url);
    } else {
        add_header(&attempt, "X-Plivo-Signature-V2", attempt.signature);
        add_header(&attempt, "X-Plivo-Signature-V2-Nonce",
                   word(vector, "nonce"));
        attempt.url[strcspn(attempt.url, "?")] = '\0';
        check_bytes(&attempt, attempt.url);
    }
    check_signature(&attempt);
    check_secrets(&attempt);
    finish(&attempt);
}

TEST(signatures, are_those_of_plivo)
{
    each("plivo", 4, check_plivo);
}

static void check_messagebird(const json_t *vector)
{
    struct attempt attempt;

    begin(&attempt, vector, &notifier_messagebird, word(vector, "key"));
    attempt.signature = copy(&attempt, word(vector, "jwt"));
    add_header(&attempt, "MessageBird-Signature-JWT", attempt.signature);
    check_bytes(&attempt, attempt.url);
    check_bytes(&attempt, attempt.body);
    check_signature(&attempt);
    check_secrets(&attempt);
    attempt.trust.now.unix_s = SIGNED_AT - WEBHOOK_WINDOW_S - 1;
    CHECK(!is_believed(&attempt));
    attempt.trust.now.unix_s = EXPIRES_AT;
    CHECK(!is_believed(&attempt));
    attempt.trust.now.unix_s = EXPIRES_AT - 1;
    CHECK(is_believed(&attempt));
    attempt.body = copy(&attempt, *attempt.body == '\0' ? "x" : "");
    CHECK(!is_believed(&attempt));
    finish(&attempt);
}

TEST(signatures, are_those_of_messagebird)
{
    each("messagebird", 2, check_messagebird);
}

static void check_vonage_jwt(const json_t *vector)
{
    struct attempt attempt;
    char *header;

    begin(&attempt, vector, &notifier_vonage, word(vector, "secret"));
    header = arena_printf(&attempt.arena, "Bearer %s", word(vector, "jwt"));
    attempt.signature = header + strlen("Bearer ");
    add_header(&attempt, "Authorization", header);
    check_bytes(&attempt, attempt.body);
    check_signature(&attempt);
    check_secrets(&attempt);
    check_window(&attempt);
    finish(&attempt);
}

static void check_vonage_sig(const json_t *vector)
{
    const char *name;
    json_t *sig;

    json_object_foreach(json_object_get(vector, "signatures"), name, sig)
    {
        struct attempt attempt;
        char *without;

        begin(&attempt, vector, &notifier_vonage_sms, word(vector, "secret"));
        without = attempt.body;
        for (int is_upper = 0; is_upper < 2; is_upper++) {
            char *value = copy(&attempt, json_string_value(sig));

            for (char *at = value; is_upper && *at != '\0'; at++)
                *at = (char)(*at >= 'a' && *at <= 'f' ? *at - 32 : *at);
            attempt.body =
                arena_printf(&attempt.arena, "%s&sig=%s", without, value);
            attempt.url = copy(&attempt, "https://example.test/in");
            CHECK(is_believed(&attempt));
        }
        attempt.signature = strstr(attempt.body, "&sig=") + 5;
        for (size_t i = 0; attempt.signature[i] != '\0'; i++) {
            char was = attempt.signature[i];

            attempt.signature[i] = was == '0' ? '1' : '0';
            CHECK(!is_believed(&attempt));
            attempt.signature[i] = was;
        }
        check_secrets(&attempt);
        check_window(&attempt);
        attempt.body[strcspn(attempt.body, "6")] = '7';
        CHECK(!is_believed(&attempt));
        finish(&attempt);
    }
}

static void check_vonage(const json_t *vector)
{
    if (json_object_get(vector, "jwt") != NULL)
        check_vonage_jwt(vector);
    else
        check_vonage_sig(vector);
}

TEST(signatures, are_those_of_vonage)
{
    each("vonage", 2, check_vonage);
}

static void check_telnyx(const json_t *vector)
{
    struct attempt attempt;
    char *at;

    begin(&attempt, vector, &notifier_telnyx,
          word(vector, "public_key_base64"));
    at = copy(&attempt, word(vector, "timestamp"));
    add_header(&attempt, "Telnyx-Signature-Ed25519", attempt.signature);
    add_header(&attempt, "Telnyx-Timestamp", at);
    check_bytes(&attempt, attempt.body);
    check_bytes(&attempt, at);
    check_signature(&attempt);
    check_secrets(&attempt);
    check_window(&attempt);
    finish(&attempt);
}

TEST(signatures, are_those_of_telnyx)
{
    each("telnyx", 1, check_telnyx);
}

static void check_sinch(const json_t *vector)
{
    struct attempt attempt;
    char *nonce;
    char *at;

    begin(&attempt, vector, &notifier_sinch, word(vector, "secret"));
    nonce = copy(&attempt, word(vector, "nonce"));
    at = copy(&attempt, word(vector, "timestamp"));
    add_header(&attempt, "x-sinch-webhook-signature", attempt.signature);
    add_header(&attempt, "x-sinch-webhook-signature-algorithm", "HmacSHA256");
    add_header(&attempt, "x-sinch-webhook-signature-nonce", nonce);
    add_header(&attempt, "x-sinch-webhook-signature-timestamp", at);
    check_bytes(&attempt, attempt.body);
    check_bytes(&attempt, nonce);
    check_bytes(&attempt, at);
    check_signature(&attempt);
    check_secrets(&attempt);
    check_window(&attempt);
    finish(&attempt);
}

TEST(signatures, are_those_of_sinch)
{
    each("sinch", 1, check_sinch);
}

static void check_sendgrid(const json_t *vector)
{
    struct attempt attempt;
    char *at;

    begin(&attempt, vector, &notifier_sendgrid,
          word(vector, "public_key_base64_spki"));
    at = copy(&attempt, word(vector, "timestamp"));
    add_header(&attempt, "X-Twilio-Email-Event-Webhook-Signature",
               attempt.signature);
    add_header(&attempt, "X-Twilio-Email-Event-Webhook-Timestamp", at);
    check_bytes(&attempt, attempt.body);
    check_bytes(&attempt, at);
    check_signature(&attempt);
    check_secrets(&attempt);
    check_window(&attempt);
    finish(&attempt);
}

TEST(signatures, are_those_of_sendgrid)
{
    each("sendgrid", 1, check_sendgrid);
}

/* It signs neither URL nor event: only its own three fields count. */
static void check_mailgun(const json_t *vector)
{
    struct attempt attempt;

    begin(&attempt, vector, &notifier_mailgun, word(vector, "signing_key"));
    attempt.url = copy(&attempt, "https://example.test/in");
    attempt.body =
        arena_printf(&attempt.arena,
                     "{\"signature\":{\"timestamp\":\"%s\",\"token\":\"%s\","
                     "\"signature\":\"%s\"}}",
                     word(vector, "timestamp"), word(vector, "token"),
                     attempt.signature);
    attempt.signature = strstr(attempt.body, attempt.signature);
    check_signature(&attempt);
    check_secrets(&attempt);
    check_window(&attempt);
    strstr(attempt.body, "aaaa")[0] = 'b';
    CHECK(!is_believed(&attempt));
    finish(&attempt);
}

TEST(signatures, are_those_of_mailgun)
{
    each("mailgun", 1, check_mailgun);
}

static void check_ovh(const json_t *vector)
{
    const struct gateway_settings settings = {
        .secret = word(vector, "app_secret"),
        .consumer = word(vector, "consumer_key"),
    };
    struct exchange_request request = {
        .method = word(vector, "method"),
        .url = word(vector, "query"),
        .body = str_of(word(vector, "body")),
    };
    struct arena arena = {0};

    CHECK_STR(ovhcloud_signature(&settings, &request, word(vector, "timestamp"),
                                 &arena),
              word(vector, "signature"));
    request.body.len--;
    CHECK(strcmp(ovhcloud_signature(&settings, &request,
                                    word(vector, "timestamp"), &arena),
                 word(vector, "signature")) != 0);
    arena_free(&arena);
}

TEST(signatures, are_those_that_ovhcloud_wants)
{
    each("ovh", 1, check_ovh);
}

/* Signature version 4, by hand; the carrier's is compared in test_sigv4.c. */
static char *sigv4(const json_t *vector, const char *headers,
                   const char *signed_names, char out[CRYPTO_HEX_MAX])
{
    const char *secret = word(vector, "secret_key");
    const char *steps[] = {"20261122", "eu-west-1", "sns", "aws4_request"};
    struct str body = str_of(word(vector, "body"));
    struct arena arena = {0};
    char hex[CRYPTO_HEX_MAX];
    struct crypto_sum sum;
    struct str key, text;

    crypto_sum(CRYPTO_SHA256, &body, 1, &sum);
    text = str_of(arena_printf(&arena, "POST\n/\n\n%s\n%s\n%s", headers,
                               signed_names, crypto_hex(&sum, hex)));
    crypto_sum(CRYPTO_SHA256, &text, 1, &sum);
    text = str_of(arena_printf(&arena,
                               "AWS4-HMAC-SHA256\n20261122T010000Z\n20261122/"
                               "eu-west-1/sns/aws4_request\n%s",
                               crypto_hex(&sum, hex)));
    key = str_of(arena_printf(&arena, "AWS4%s", secret));
    for (size_t i = 0; i < ARRAY_LEN(steps); i++) {
        struct str step = str_of(steps[i]);

        crypto_hmac(CRYPTO_SHA256, key, &step, 1, &sum);
        key = (struct str){.at = arena_strndup(&arena, (const char *)sum.at,
                                               sum.len),
                           .len = sum.len};
    }
    crypto_hmac(CRYPTO_SHA256, key, &text, 1, &sum);
    arena_free(&arena);
    return crypto_hex(&sum, out);
}

static void check_aws(const json_t *vector)
{
    const json_t *headers = json_object_get(vector, "headers");
    char hex[CRYPTO_HEX_MAX];

    CHECK_CONTAINS(word(headers, "Authorization"),
                   sigv4(vector,
                         "content-length:77\n"
                         "content-type:application/x-www-form-urlencoded\n"
                         "host:sns.eu-west-1.amazonaws.com\n"
                         "x-amz-date:20261122T010000Z\n",
                         "content-length;content-type;host;x-amz-date", hex));
    CHECK_STR(sigv4(vector,
                    "host:sns.eu-west-1.amazonaws.com\n"
                    "x-amz-date:20261122T010000Z\n",
                    "host;x-amz-date", hex),
              word(json_object_get(vector, "curl_7_88"), "signature"));
}

TEST(signatures, are_those_that_aws_wants)
{
    each("aws-sns", 1, check_aws);
}

/* Whoever has heard one of its requests could say anything with it. */
TEST(signatures, of_plivo_need_a_token_of_ours_as_well)
{
    const struct gateway_settings settings = {
        .name = "sms",
        .kind = "plivo",
        .hook_url = "https://example.test/hook/sms",
        .hook_secret = "hush",
    };
    const struct webhook_trust trust = {.secrets = {"token"}};
    struct arena arena = {0};
    const char *urls[] = {webhook_url(&settings, "k-1", &arena),
                          "https://example.test/hook/sms/x"};

    for (size_t i = 0; i < ARRAY_LEN(urls); i++) {
        const struct str parts[] = {str_of(urls[i]), STR("nonce")};
        struct exchange_header headers[] = {
            {"X-Plivo-Signature-V2", NULL},
            {"X-Plivo-Signature-V2-Nonce", "nonce"},
        };
        const struct webhook_request request = {
            .method = "POST",
            .url = urls[i],
            .headers = headers,
            .header_count = ARRAY_LEN(headers),
        };
        char code[CRYPTO_BASE64_MAX];
        struct crypto_sum sum;

        crypto_hmac(CRYPTO_SHA256, STR("token"), parts, 2, &sum);
        headers[0].value = crypto_base64(&sum, code);
        CHECK(notifier_plivo.verify(&settings, &request, &trust));
        CHECK(gateway_believes(&settings, &request, &trust) == (i == 0));
    }
    arena_free(&arena);
}
