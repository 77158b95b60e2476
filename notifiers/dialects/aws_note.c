#include "notifiers/dialects/aws_note.h"

#include <string.h>

#include "base/buf.h"
#include "base/crypto_sign.h"
#include "notifiers/json_text.h"

/* An RSA key of 4096 bits. */
#define SIGNATURE_BYTES_MAX 512

/* "https://sns.eu-west-1.amazonaws.com/…", with nothing odd in the host. */
static bool is_of_sns(const char *url)
{
    static const char start[] = "https://sns.";
    static const char end[] = ".amazonaws.com/";
    const char *region = url + strlen(start);
    size_t len;

    if (strncmp(url, start, strlen(start)) != 0)
        return false;
    len = strspn(region, "abcdefghijklmnopqrstuvwxyz0123456789-");
    return len > 0 && (strncmp(region + len, end, strlen(end)) == 0 ||
                       strncmp(region + len, ".amazonaws.com.cn/", 18) == 0);
}

static char *url_at(const struct webhook_request *request, const char *pointer,
                    struct arena *arena)
{
    json_t *root = json_text_read(request->body);
    char *url = json_text_word(root, pointer, arena);

    json_decref(root);
    return url != NULL && is_of_sns(url) ? url : NULL;
}

char *aws_note_certificate(const struct webhook_request *request,
                           struct arena *arena)
{
    return url_at(request, "/SigningCertURL", arena);
}

char *aws_note_confirmation(const struct webhook_request *request,
                            struct arena *arena)
{
    return url_at(request, "/SubscribeURL", arena);
}

/* "Message\n…\nMessageId\n…\n": of the members that are signed, those there. */
static void put_signed(const json_t *root, struct buf *out)
{
    static const char *const names[] = {
        "Message",   "MessageId", "Subject",  "SubscribeURL",
        "Timestamp", "Token",     "TopicArn", "Type",
    };

    for (size_t i = 0; i < ARRAY_LEN(names); i++) {
        const char *value = json_string_value(json_object_get(root, names[i]));

        if (value != NULL)
            (void)buf_printf(out, "%s\n%s\n", names[i], value);
    }
}

static bool is_recent(const json_t *root, const struct webhook_trust *trust)
{
    const char *text = json_string_value(json_object_get(root, "Timestamp"));
    struct instant at;
    struct error ignored;

    return text != NULL && instant_parse(text, &at, &ignored) &&
           webhook_is_fresh(trust, at);
}

static bool is_signed(const json_t *root, const char *certificate)
{
    const char *version =
        json_string_value(json_object_get(root, "SignatureVersion"));
    const char *given = json_string_value(json_object_get(root, "Signature"));
    struct arena arena = {0};
    struct str signature;
    struct str part;
    struct buf text;
    bool ok;

    buf_init(&text, 2 * WEBHOOK_BODY_MAX);
    put_signed(root, &text);
    part = buf_str(&text);
    ok = given != NULL && !text.full &&
         (str_same(version, "1") || str_same(version, "2")) &&
         crypto_from_base64(str_of(given), SIGNATURE_BYTES_MAX, &arena,
                            &signature) &&
         crypto_is_signed(str_same(version, "2") ? CRYPTO_RSA_SHA256
                                                 : CRYPTO_RSA_SHA1,
                          certificate, signature, &part, 1);
    buf_finish(&text);
    arena_free(&arena);
    return ok;
}

bool aws_note_is_signed(const struct webhook_request *request,
                        const struct webhook_trust *trust)
{
    json_t *root = json_text_read(request->body);
    bool ok = trust->certificate != NULL && is_recent(root, trust) &&
              is_signed(root, trust->certificate);

    json_decref(root);
    return ok;
}

json_t *aws_note_read(const struct webhook_request *request,
                      struct arena *arena)
{
    json_t *root = json_text_read(request->body);
    const char *inside = json_text_word(root, "/Message", arena);

    if (inside == NULL)
        return root;
    json_decref(root);
    return json_text_read(str_of(inside));
}
