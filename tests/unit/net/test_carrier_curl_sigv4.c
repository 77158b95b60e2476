/* test_carrier_curl_sigv4.c - AWS' signature of a request, computed anew */
#include <ctype.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "base/crypto_sign.h"
#include "tests/harness/one_exchange.h"
#include "tests/harness/stub_server.h"
#include "tests/test.h"

#define SECRET "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"
#define BODY   "Action=Publish&Message=Rappel&PhoneNumber=%2B33639980001"

static void answer(struct stub_server *server, int socket)
{
    if (stub_hear_http(server, socket))
        stub_say(socket, "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n"
                         "X-Message-Id: m-1\r\n"
                         "X-Amzn-ErrorType: Nothing:http://x/\r\n\r\nok");
}

/* The value of a header in what was heard; NULL when it has none. */
static char *header(const char *heard, const char *name, struct arena *arena)
{
    size_t len = strlen(name);

    for (const char *line = heard; line != NULL;
         line = strstr(line, "\r\n"), line += line == NULL ? 0 : 2) {
        if (strncasecmp(line, name, len) == 0 && line[len] == ':') {
            const char *value = line + len + 1 + strspn(line + len + 1, " ");

            return arena_strndup(arena, value, strcspn(value, "\r"));
        }
    }
    return NULL;
}

/* What stands behind "Name=" up to a comma. */
static char *field(const char *text, const char *name, struct arena *arena)
{
    const char *at = strstr(text, name);

    CHECK(at != NULL);
    at += strlen(name);
    return arena_strndup(arena, at, strcspn(at, ","));
}

/* "name:value\n" of each header that is said to be signed. */
static char *canonical(const char *heard, const char *names,
                       struct arena *arena)
{
    char *text = arena_strdup(arena, "");

    while (*names != '\0') {
        size_t len = strcspn(names, ";");
        char *name = arena_strndup(arena, names, len);

        text = arena_printf(arena, "%s%s:%s\n", text, name,
                            header(heard, name, arena));
        names += len + (names[len] == ';');
    }
    return text;
}

static char *hex_of(struct str text, struct arena *arena)
{
    struct crypto_sum sum;
    char hex[CRYPTO_HEX_MAX];

    crypto_sum(CRYPTO_SHA256, &text, 1, &sum);
    return arena_strdup(arena, crypto_hex(&sum, hex));
}

static struct str keyed(struct str key, const char *text, struct arena *arena)
{
    struct str part = str_of(text);
    struct crypto_sum sum;

    crypto_hmac(CRYPTO_SHA256, key, &part, 1, &sum);
    return (struct str){.at =
                            arena_strndup(arena, (const char *)sum.at, sum.len),
                        .len = sum.len};
}

static char *signature_of(const char *heard, const char *scope,
                          const char *names, struct arena *arena)
{
    const char *at = header(heard, "X-Amz-Date", arena);
    const char *body = strstr(heard, "\r\n\r\n") + 4;
    struct str key = STR("AWS4" SECRET);
    char *request, *text;
    struct crypto_sum sum;
    char hex[CRYPTO_HEX_MAX];
    struct str code;

    request = arena_printf(arena, "POST\n/\n\n%s\n%s\n%s",
                           canonical(heard, names, arena), names,
                           hex_of(str_of(body), arena));
    text = arena_printf(arena, "AWS4-HMAC-SHA256\n%s\n%s\n%s", at, scope,
                        hex_of(str_of(request), arena));
    key = keyed(key, arena_strndup(arena, at, 8), arena);
    key = keyed(key, "eu-west-1", arena);
    key = keyed(key, "sns", arena);
    key = keyed(key, "aws4_request", arena);
    code = keyed(key, text, arena);
    memcpy(sum.at, code.at, code.len);
    sum.len = code.len;
    return arena_strdup(arena, crypto_hex(&sum, hex));
}

TEST(carrier_curl_sigv4, signs_as_aws_computes_it)
{
    struct stub_server *server = stub_start(answer, NULL);
    struct arena arena = {0};
    const struct exchange_request request = {
        .kind = EXCHANGE_HTTP,
        .method = "POST",
        .url = arena_printf(&arena, "http://127.0.0.1:%d/", stub_port(server)),
        .auth = EXCHANGE_AUTH_SIGV4,
        .scope = "aws:amz:eu-west-1:sns",
        .user = "AKIDEXAMPLE",
        .secret = SECRET,
        .headers = {{"Content-Type", "application/x-www-form-urlencoded"}},
        .header_count = 1,
        .body = STR(BODY),
        .timeout_s = 10,
    };
    struct exchange_reply reply = exchange_once(&request, &arena);
    char *heard = arena_strdup(&arena, stub_heard(server));
    char *said = header(heard, "Authorization", &arena);
    char *credential, *scope;

    CHECK_INT(reply.status, 200);
    CHECK_STR(reply.message_id, "m-1");
    CHECK_STR(reply.error_type, "Nothing:http://x/");
    CHECK(said != NULL);
    CHECK_CONTAINS(said, "AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/");
    credential = field(said, "Credential=", &arena);
    scope = strchr(credential, '/') + 1;
    CHECK_CONTAINS(scope, "/eu-west-1/sns/aws4_request");
    CHECK_STR(field(said, "Signature=", &arena),
              signature_of(heard, scope, field(said, "SignedHeaders=", &arena),
                           &arena));
    CHECK(strstr(heard, SECRET) == NULL);
    stub_stop(server);
    arena_free(&arena);
}
