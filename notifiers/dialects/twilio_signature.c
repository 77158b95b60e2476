#include "notifiers/dialects/twilio_signature.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/buf.h"
#include "base/crypto_sign.h"
#include "notifiers/form.h"

#define HASH_FIELD    "bodySHA256"
#define URL_BYTES_MAX (16UL * 1024)

static int compare_bytes(struct str left, struct str right)
{
    size_t len = left.len < right.len ? left.len : right.len;
    int order = len == 0 ? 0 : memcmp(left.at, right.at, len);

    if (order != 0 || left.len == right.len)
        return order;
    return left.len < right.len ? -1 : 1;
}

static int compare_fields(const void *left, const void *right)
{
    const struct form_field *a = left;
    const struct form_field *b = right;
    int order = compare_bytes(a->name, b->name);

    return order != 0 ? order : compare_bytes(a->value, b->value);
}

/* The fields as they are signed: sorted, each pair once. */
static void put_fields(struct str body, struct buf *out)
{
    struct arena arena = {0};
    struct form_field *fields;
    struct form form;

    form_read(body, &arena, &form);
    fields = arena_new_array(&arena, form.count + 1, struct form_field);
    if (form.count > 0)
        memcpy(fields, form.fields, form.count * sizeof(*fields));
    qsort(fields, form.count, sizeof(*fields), compare_fields);
    for (size_t i = 0; i < form.count; i++) {
        if (i > 0 && compare_fields(&fields[i - 1], &fields[i]) == 0)
            continue;
        (void)buf_add(out, fields[i].name.at, fields[i].name.len);
        (void)buf_add(out, fields[i].value.at, fields[i].value.len);
    }
    arena_free(&arena);
}

/* Letters that the old way leaves alone in a query. */
static bool is_left_alone(char c)
{
    return c != '\0' && strchr("ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                               "abcdefghijklmnopqrstuvwxyz"
                               "0123456789-_.!~*'()",
                               c) != NULL;
}

static void put_legacy(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (is_left_alone(text.at[i]))
            (void)buf_add_char(out, text.at[i]);
        else
            (void)buf_printf(out, "%%%02X", (unsigned char)text.at[i]);
    }
}

static void put_legacy_query(struct str query, struct buf *out)
{
    struct arena arena = {0};
    struct form form;

    form_read(query, &arena, &form);
    for (size_t i = 0; i < form.count; i++) {
        (void)buf_add_char(out, i == 0 ? '?' : '&');
        put_legacy(form.fields[i].name, out);
        (void)buf_add_char(out, '=');
        put_legacy(form.fields[i].value, out);
    }
    arena_free(&arena);
}

/*
 * Appends the URL: with the scheme's usual port where it has none, or without
 * it where it has (`port`), and its query encoded anew (`legacy`).
 */
static void put_url(const struct webhook_request *request, bool port,
                    bool legacy, struct buf *out)
{
    bool is_plain = strncasecmp(request->url, "http://", 7) == 0;
    const char *usual = is_plain ? ":80" : ":443";
    size_t scheme = is_plain ? 7 : 8;
    size_t host = scheme + strcspn(request->url + scheme, ":/?#");
    const char *rest = request->url + host;
    size_t path;

    (void)buf_add(out, request->url, host);
    if (strncmp(rest, usual, strlen(usual)) == 0 &&
        strchr("/?#", rest[strlen(usual)]) != NULL) {
        rest += strlen(usual);
        if (port)
            (void)buf_add_text(out, usual);
    } else if (port && *rest != ':') {
        (void)buf_add_text(out, usual);
    }
    path = strcspn(rest, "?");
    (void)buf_add(out, rest, path);
    if (legacy)
        put_legacy_query(webhook_query(request), out);
    else
        (void)buf_add_text(out, rest + path);
}

/* Whether the URL's digest of the body is right, where it has one. */
static bool is_body_of(const struct webhook_request *request, bool *has_hash)
{
    struct arena arena = {0};
    struct crypto_sum digest;
    char hex[CRYPTO_HEX_MAX];
    const char *hash;
    struct form form;
    bool ok = true;

    form_read(webhook_query(request), &arena, &form);
    hash = form_get(&form, HASH_FIELD);
    *has_hash = hash != NULL;
    if (hash != NULL) {
        crypto_sum(CRYPTO_SHA256, &request->body, 1, &digest);
        ok = crypto_same(str_of(hash), str_of(crypto_hex(&digest, hex)));
    }
    arena_free(&arena);
    return ok;
}

bool twilio_is_signed(const struct webhook_request *request, const char *secret)
{
    const char *signature = webhook_header(request, "X-Twilio-Signature");
    bool has_hash, found = false;
    struct buf text;

    if (signature == NULL || strlen(request->url) < 9 ||
        !is_body_of(request, &has_hash))
        return false;
    buf_init(&text, URL_BYTES_MAX + WEBHOOK_BODY_MAX);
    for (int form = 0; form < 4; form++) {
        struct crypto_sum digest;
        char expected[CRYPTO_BASE64_MAX];
        struct str part;

        buf_clear(&text);
        put_url(request, (form & 1) != 0, (form & 2) != 0, &text);
        if (!has_hash)
            put_fields(request->body, &text);
        part = buf_str(&text);
        crypto_hmac(CRYPTO_SHA1, str_of(secret), &part, 1, &digest);
        if (!text.full && crypto_same(str_of(signature),
                                      str_of(crypto_base64(&digest, expected))))
            found = true;
    }
    buf_finish(&text);
    return found;
}
