#include "base/crypto_sign.h"
#include "tests/test.h"

/* RFC 1321, 3174, 6234: the digests of "abc". */
TEST(crypto_sign, sums_are_those_of_their_standards)
{
    static const char *const sums[] = {
        [CRYPTO_MD5] = "900150983cd24fb0d6963f7d28e17f72",
        [CRYPTO_SHA1] = "a9993e364706816aba3e25717850c26c9cd0d89d",
        [CRYPTO_SHA256] = "ba7816bf8f01cfea414140de5dae2223"
                          "b00361a396177a9cb410ff61f20015ad",
        [CRYPTO_SHA384] = "cb00753f45a35e8bb5a03d699ac65007"
                          "272c32ab0eded1631a8b605a43ff5bed"
                          "8086072ba1e7cc2358baeca134c825a7",
        [CRYPTO_SHA512] = "ddaf35a193617abacc417349ae204131"
                          "12e6fa4e89a97ea20a9eeee64b55d39a"
                          "2192992a274fc1a836ba3c23a3feebbd"
                          "454d4423643ce80e2a9ac94fa54ca49f",
    };
    const struct str parts[] = {STR("a"), {0}, STR("bc")};
    struct crypto_sum sum;
    char hex[CRYPTO_HEX_MAX];

    for (size_t i = 0; i < ARRAY_LEN(sums); i++) {
        crypto_sum((enum crypto_algorithm)i, parts, 3, &sum);
        CHECK_STR(crypto_hex(&sum, hex), sums[i]);
    }
}

/* RFC 4231, cases 1 and 6: a short key, and one longer than a block. */
TEST(crypto_sign, codes_are_those_of_rfc_4231)
{
    char key[131];
    struct str text = STR("Hi There");
    struct crypto_sum sum;
    char hex[CRYPTO_HEX_MAX];

    memset(key, 0x0b, 20);
    crypto_hmac(CRYPTO_SHA256, (struct str){.at = key, .len = 20}, &text, 1,
                &sum);
    CHECK_STR(crypto_hex(&sum, hex), "b0344c61d8db38535ca8afceaf0bf12b"
                                     "881dc200c9833da726e9376c2e32cff7");
    memset(key, (char)0xaa, sizeof(key));
    text = STR("Test Using Larger Than Block-Size Key - Hash Key First");
    crypto_hmac(CRYPTO_SHA256, (struct str){.at = key, .len = sizeof(key)},
                &text, 1, &sum);
    CHECK_STR(crypto_hex(&sum, hex), "60e431591ee0b67f0d8a26aacbf5b77f"
                                     "8e0bc6213728c5140546040f0ee37f54");
}

TEST(crypto_sign, texts_are_compared_whole)
{
    CHECK(crypto_same(STR("abc"), STR("abc")));
    CHECK(crypto_same((struct str){0}, STR("")));
    CHECK(!crypto_same(STR("abc"), STR("abd")));
    CHECK(!crypto_same(STR("abc"), STR("ab")));
    CHECK(crypto_same_hex(STR("aBc1"), STR("AbC1")));
    CHECK(!crypto_same_hex(STR("abc1"), STR("abc2")));
    CHECK(!crypto_same_hex(STR("a"), STR("ab")));
}

TEST(crypto_sign, base64_is_read_in_all_its_dresses)
{
    static const char *const dresses[] = {"+/+/", "-_-_"};
    struct arena arena = {0};
    struct str bytes;

    for (size_t i = 0; i < ARRAY_LEN(dresses); i++) {
        CHECK(crypto_from_base64(str_of(dresses[i]), 3, &arena, &bytes));
        CHECK_UINT(bytes.len, 3);
        CHECK_MEM(bytes.at, "\xfb\xff\xbf", 3);
    }
    CHECK(crypto_from_base64(STR("YQ=="), 1, &arena, &bytes));
    CHECK(crypto_from_base64(STR("YQ"), 1, &arena, &bytes));
    CHECK_MEM(bytes.at, "a", 1);
    CHECK(!crypto_from_base64(STR("YWI="), 1, &arena, &bytes));
    CHECK(!crypto_from_base64(STR("Y!=="), 9, &arena, &bytes));
    CHECK_STR(crypto_to_base64(STR("a"), &arena), "YQ==");
    arena_free(&arena);
}

/* RFC 8032 7.1, test 2. */
TEST(crypto_sign, ed25519_is_that_of_rfc_8032)
{
    static const char key[] = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
    static const char signature[] =
        "kqAJqfDUyrhyDoILX2QlQKKye1QWUD+Ps3YiI+vbadoI"
        "WsHkPhWZbkWPNhPQ8R2MOHsurrQwKu6wDSkWErsMAA==";
    const struct str text = STR("\x72");
    const struct str other = STR("\x73");
    struct arena arena = {0};
    struct str bytes;

    CHECK(crypto_from_base64(str_of(signature), 64, &arena, &bytes));
    CHECK(crypto_is_signed(CRYPTO_ED25519, key, bytes, &text, 1));
    CHECK(!crypto_is_signed(CRYPTO_ED25519, key, bytes, &other, 1));
    arena_free(&arena);
}

TEST(crypto_sign, a_key_of_another_kind_signed_nothing)
{
    static const char key[] = "PUAXw+hDiVqStwqnTRt+vJyYLM8uxJaMwM1V8Sr0Zgw=";
    const struct str text = STR("x");
    const struct str bytes = STR("0123456789012345678901234567890123456789"
                                 "012345678901234567890123");

    CHECK(!crypto_is_signed(CRYPTO_ED25519, "no key", bytes, &text, 1));
    CHECK(!crypto_is_signed(CRYPTO_ED25519, "", bytes, &text, 1));
    CHECK(!crypto_is_signed(CRYPTO_P256, key, bytes, &text, 1));
    CHECK(!crypto_is_signed(CRYPTO_RSA_SHA256, key, bytes, &text, 1));
    CHECK(!crypto_is_signed(CRYPTO_RSA_SHA1, "", bytes, &text, 1));
}
