#include <string.h>

#include "importers/body_digest.h"
#include "tests/test.h"

static bool says_the_same(const char *left, const char *right)
{
    char a[DIGEST_TEXT_MAX];
    char b[DIGEST_TEXT_MAX];

    return strcmp(body_digest(str_of(left), a),
                  body_digest(str_of(right), b)) == 0;
}

TEST(body_digest, leaves_out_when_it_was_written)
{
    CHECK(says_the_same("BEGIN:VEVENT\r\nDTSTAMP:20261101T080000Z\r\nUID:a\r\n",
                        "BEGIN:VEVENT\r\nDTSTAMP:20261101T081500Z\r\n"
                        "UID:a\r\n"));
    CHECK(says_the_same("created:1\nUID:a\n", "CREATED;X=1:2\nUID:a\n"));
    CHECK(says_the_same("LAST-MODIFIED:1\n 2\nUID:a\n", "UID:a\n"));
    CHECK(says_the_same("PRODID:-//a\n\tb\n\tc\nUID:a", "PRODID:x\nUID:a"));
}

TEST(body_digest, counts_everything_else)
{
    CHECK(!says_the_same("UID:a\n", "UID:b\n"));
    CHECK(!says_the_same("DTSTART:1\n", "DTSTART:2\n"));
    CHECK(!says_the_same("DTSTAMPS:1\n", "DTSTAMPS:2\n"));
    CHECK(!says_the_same("SUMMARY:a\n CREATED:1\n", "SUMMARY:a\n CREATED:2\n"));
    CHECK(!says_the_same("SUMMARY:a\n b\n", "SUMMARY:a\n c\n"));
    CHECK(!says_the_same("", "\n"));
    CHECK(says_the_same("", "DTSTAMP:1"));
}
