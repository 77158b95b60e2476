#include "base/crypto_sign.h"

#include <stdlib.h>
#include <strings.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509.h>
#include <sodium.h>

#include "base/buf.h"

/* What is signed is a request; none of ours is larger (webhook.h). */
#define SIGNED_BYTES_MAX (2UL * 1024 * 1024)
/* A public key's DER; P-256 has 91 bytes. */
#define KEY_BYTES_MAX    1024

static const EVP_MD *algorithm(enum crypto_algorithm hash)
{
    switch (hash) {
    case CRYPTO_MD5:
        return EVP_md5();
    case CRYPTO_SHA1:
        return EVP_sha1();
    case CRYPTO_SHA256:
        return EVP_sha256();
    case CRYPTO_SHA384:
        return EVP_sha384();
    case CRYPTO_SHA512:
        return EVP_sha512();
    }
    return EVP_sha512();
}

void crypto_sum(enum crypto_algorithm hash, const struct str *parts,
                size_t count, struct crypto_sum *out)
{
    EVP_MD_CTX *context = EVP_MD_CTX_new();
    unsigned len = 0;

    if (context == NULL ||
        EVP_DigestInit_ex(context, algorithm(hash), NULL) != 1)
        abort(); /* no memory, or an OpenSSL without this algorithm */
    for (size_t i = 0; i < count; i++)
        (void)EVP_DigestUpdate(context, parts[i].at, parts[i].len);
    (void)EVP_DigestFinal_ex(context, out->at, &len);
    out->len = len;
    EVP_MD_CTX_free(context);
}

/* RFC 2104: H(key ^ opad, H(key ^ ipad, text)). */
void crypto_hmac(enum crypto_algorithm hash, struct str key,
                 const struct str *parts, size_t count, struct crypto_sum *out)
{
    size_t block = (size_t)EVP_MD_get_block_size(algorithm(hash));
    unsigned char pad[128] = {0};
    struct crypto_sum inner;
    struct str *pieces = calloc(count + 1, sizeof(*pieces));
    struct str outer[2];

    if (pieces == NULL)
        abort();
    assert(block <= sizeof(pad));
    if (key.len > block) {
        crypto_sum(hash, &key, 1, &inner);
        memcpy(pad, inner.at, inner.len);
    } else if (key.len > 0) {
        memcpy(pad, key.at, key.len);
    }
    for (size_t i = 0; i < block; i++)
        pad[i] ^= 0x36;
    pieces[0] = (struct str){.at = (const char *)pad, .len = block};
    for (size_t i = 0; i < count; i++)
        pieces[i + 1] = parts[i];
    crypto_sum(hash, pieces, count + 1, &inner);
    for (size_t i = 0; i < block; i++)
        pad[i] ^= 0x36 ^ 0x5c;
    outer[0] = pieces[0];
    outer[1] = (struct str){.at = (const char *)inner.at, .len = inner.len};
    crypto_sum(hash, outer, 2, out);
    OPENSSL_cleanse(pad, sizeof(pad));
    free(pieces);
}

char *crypto_hex(const struct crypto_sum *digest, char out[CRYPTO_HEX_MAX])
{
    return sodium_bin2hex(out, CRYPTO_HEX_MAX, digest->at, digest->len);
}

char *crypto_base64(const struct crypto_sum *digest,
                    char out[CRYPTO_BASE64_MAX])
{
    return sodium_bin2base64(out, CRYPTO_BASE64_MAX, digest->at, digest->len,
                             sodium_base64_VARIANT_ORIGINAL);
}

bool crypto_same(struct str left, struct str right)
{
    return left.len == right.len &&
           (left.len == 0 || CRYPTO_memcmp(left.at, right.at, left.len) == 0);
}

static unsigned char lower(char c)
{
    return (unsigned char)(c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c);
}

bool crypto_same_hex(struct str left, struct str right)
{
    unsigned difference = 0;

    if (left.len != right.len)
        return false;
    for (size_t i = 0; i < left.len; i++)
        difference |= (unsigned)(lower(left.at[i]) ^ lower(right.at[i]));
    return difference == 0;
}

char *crypto_to_base64(struct str bytes, struct arena *arena)
{
    size_t room =
        sodium_base64_encoded_len(bytes.len, sodium_base64_VARIANT_ORIGINAL);
    char *text = arena_alloc(arena, room);

    return sodium_bin2base64(text, room, (const unsigned char *)bytes.at,
                             bytes.len, sodium_base64_VARIANT_ORIGINAL);
}

bool crypto_from_base64(struct str text, size_t bytes_max, struct arena *arena,
                        struct str *out)
{
    bool is_url = text.len > 0 && (memchr(text.at, '-', text.len) != NULL ||
                                   memchr(text.at, '_', text.len) != NULL);
    unsigned char *bytes;
    size_t room;
    size_t len = 0;

    while (text.len > 0 && text.at[text.len - 1] == '=')
        text.len--;
    room = text.len / 4 * 3 + 3;
    if (room > bytes_max + 3)
        return false;
    bytes = arena_alloc(arena, room);
    if (sodium_base642bin(bytes, room, text.at, text.len, NULL, &len, NULL,
                          is_url
                              ? sodium_base64_VARIANT_URLSAFE_NO_PADDING
                              : sodium_base64_VARIANT_ORIGINAL_NO_PADDING) != 0)
        return false;
    *out = (struct str){.at = (const char *)bytes, .len = len};
    return len <= bytes_max;
}

static EVP_PKEY *read_ed25519(struct str bytes)
{
    if (bytes.len != 32)
        return NULL;
    return EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, NULL,
                                       (const unsigned char *)bytes.at,
                                       bytes.len);
}

static EVP_PKEY *read_p256(struct str bytes)
{
    const unsigned char *at = (const unsigned char *)bytes.at;
    EVP_PKEY *key = d2i_PUBKEY(NULL, &at, (long)bytes.len);

    if (key != NULL && EVP_PKEY_get_base_id(key) != EVP_PKEY_EC) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

static EVP_PKEY *read_pem(const char *text)
{
    BIO *source = BIO_new_mem_buf(text, -1);
    EVP_PKEY *key = NULL;
    X509 *certificate;

    if (source == NULL)
        abort();
    certificate = PEM_read_bio_X509(source, NULL, NULL, NULL);
    if (certificate != NULL) {
        key = X509_get_pubkey(certificate);
        X509_free(certificate);
    } else {
        (void)BIO_reset(source);
        key = PEM_read_bio_PUBKEY(source, NULL, NULL, NULL);
    }
    BIO_free(source);
    if (key != NULL && EVP_PKEY_get_base_id(key) != EVP_PKEY_RSA) {
        EVP_PKEY_free(key);
        return NULL;
    }
    return key;
}

static EVP_PKEY *read_key(enum crypto_public kind, const char *key)
{
    struct arena arena = {0};
    EVP_PKEY *read = NULL;
    struct str bytes;

    if (kind == CRYPTO_RSA_SHA256 || kind == CRYPTO_RSA_SHA1)
        return read_pem(key);
    if (crypto_from_base64(str_of(key), KEY_BYTES_MAX, &arena, &bytes))
        read = kind == CRYPTO_ED25519 ? read_ed25519(bytes) : read_p256(bytes);
    arena_free(&arena);
    return read;
}

static const EVP_MD *digest_of_kind(enum crypto_public kind)
{
    switch (kind) {
    case CRYPTO_ED25519:
        return NULL; /* it brings its own */
    case CRYPTO_P256:
    case CRYPTO_RSA_SHA256:
        return EVP_sha256();
    case CRYPTO_RSA_SHA1:
        return EVP_sha1();
    }
    return NULL;
}

bool crypto_is_signed(enum crypto_public kind, const char *key,
                      struct str signature, const struct str *parts,
                      size_t count)
{
    EVP_PKEY *read = read_key(kind, key);
    EVP_MD_CTX *context;
    struct buf text;
    bool is_signed;

    if (read == NULL)
        return false;
    context = EVP_MD_CTX_new();
    if (context == NULL)
        abort();
    /* Ed25519 reads the text twice: it must be in one piece. */
    buf_init(&text, SIGNED_BYTES_MAX);
    for (size_t i = 0; i < count; i++)
        (void)buf_add(&text, parts[i].at, parts[i].len);
    is_signed =
        !text.full && signature.len > 0 &&
        EVP_DigestVerifyInit(context, NULL, digest_of_kind(kind), NULL, read) ==
            1 &&
        EVP_DigestVerify(context, (const unsigned char *)signature.at,
                         signature.len, (const unsigned char *)buf_text(&text),
                         text.len) == 1;
    buf_finish(&text);
    EVP_MD_CTX_free(context);
    EVP_PKEY_free(read);
    return is_signed;
}
