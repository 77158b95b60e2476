#include <stdio.h>
#include <string.h>

#include "base/digest.h"
#include "tests/test.h"

static const char *text_of(const unsigned char digest[DIGEST_BYTES],
                           char out[DIGEST_TEXT_MAX])
{
    for (size_t i = 0; i < DIGEST_BYTES; i++)
        (void)snprintf(out + 2 * i, 3, "%02x", digest[i]);
    return out;
}

/* The digest of nothing is in the specification of XXH3 (128 bits, seed 0). */
TEST(digest, is_that_of_xxh3)
{
    unsigned char digest[DIGEST_BYTES];
    char text[DIGEST_TEXT_MAX];

    digest_of((struct str){0}, digest);
    CHECK_STR(text_of(digest, text), "99aa06d3014798d86001c324468d497f");
    digest_of(STR("a"), digest);
    CHECK_STR(text_of(digest, text), "a96faf705af16834e6c632b61e964e1f");
}

TEST(digest, tells_the_borders_of_parts_apart)
{
    const struct str one[] = {STR("a"), STR("bc")};
    const struct str two[] = {STR("ab"), STR("c")};
    unsigned char digest[DIGEST_BYTES];
    char texts[2][DIGEST_TEXT_MAX];
    char bytes[DIGEST_TEXT_MAX];

    CHECK(strcmp(digest_text(one, 2, texts[0]),
                 digest_text(two, 2, texts[1])) != 0);
    digest_of_parts(one, 2, digest);
    CHECK_STR(text_of(digest, bytes), texts[0]);
}
