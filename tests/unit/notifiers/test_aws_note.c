/* test_aws_note.c - notes signed with a key of the test's own */
#include <string.h>

#include "notifiers/dialects/aws_note.h"
#include "notifiers/json_text.h"
#include "tests/test.h"

#define SIGNED_AT 1795539600

static const char certificate[] =
    "-----BEGIN CERTIFICATE-----\n"
    "MIIDCTCCAfGgAwIBAgIUDbpDGNxPSpTcI4OGfRWOwLZ8TYswDQYJKoZIhvcNAQEL\n"
    "BQAwEzERMA8GA1UEAwwIc25zIHRlc3QwIBcNMjYxMTI1MTUzMDA1WhgPMjEyNjEx\n"
    "MDExNTMwMDVaMBMxETAPBgNVBAMMCHNucyB0ZXN0MIIBIjANBgkqhkiG9w0BAQEF\n"
    "AAOCAQ8AMIIBCgKCAQEA06huZe+bPkOFSCr1++Sek7Ze0Wgi9L/LU/x/T2/JGm4v\n"
    "nX/XHQlOu2pS/lhWytIZpJP+nLWOWRnBLgi9dHzCwbSZtXw7uTME2Bh0HMadBIVe\n"
    "ifHrZ6ag16CMklAZVT/OFD2DD4VTHNS5Ei8jhzXyB7fOjZeoVFWL1KYPRUHUq6Fq\n"
    "Fvmk+DIFRrC2peylpWC9Be5vEEb2BumKX4gqos0vsk2RgMUtTgoIMGjakYE59fZR\n"
    "iVbGApQqFRp/hvUmJSLCtuAeQR44p7wrosqb1DTVG336L6nKFSribZVA64dE9dNz\n"
    "8zmeq6wF/KuukyB2AldtFr+OW1tPQYzOFv2+sCMzvQIDAQABo1MwUTAdBgNVHQ4E\n"
    "FgQUZ7BgnsZCqEOfqQNtblK22wN2kCQwHwYDVR0jBBgwFoAUZ7BgnsZCqEOfqQNt\n"
    "blK22wN2kCQwDwYDVR0TAQH/BAUwAwEB/zANBgkqhkiG9w0BAQsFAAOCAQEAlUsd\n"
    "7MzX1d9VkxeTCC0L+g8i9u+TVwaI+7GuqF3Rjr44UZ1DOZJkEWIYOxn5QNk5jGdo\n"
    "BcBLgR18dRdJ5jP3DRSwy+zi+/PPHMatiBiZ0KHTuEmxCK+oYpDxR3ES9pXvo5+O\n"
    "OoSgbZgl60lWPFMn//eVDAqD3dUbxiN7cXva4sWn76DWrXGdZ6etLAZhDlDbQxC/\n"
    "wSn7gVWKWxUX/vK0e6tNorX6hR2gioCIsQZRwiZjD0htCZPlMxtGcoRqar7ugX9x\n"
    "NDuzS4HVh+83G2Yy+N66/URBSfYpZfPgqJU4Akv7Sf0f49TjzczdUIte+chVK6Tj\n"
    "8RNZ7EZ+8lEVyYsqLg==\n"
    "-----END CERTIFICATE-----\n";

static const char sha1[] =
    "hSDIYCBkazUfgT1NSr9shvAKrMtR/6LBheCaFuvMl1X/vGoKsbsY+PHJR8Q+Q3kn"
    "iVNO+FRIOM0Hi0GomGTAoXS/75u4TkMNiRZg2BKp0TfhQ4GJ5sNnqyRBrHIbkt1B"
    "74TGyb3gDXk88ciBAfy6CRCGM9z1+ITfxGka9xNwdQOS1tttw9oSf81H769KX4p9"
    "+DcUme3E/Oxj7Hx5zjMyaWwsM/G9oGUxjdnNLYLBhXiURer/7XLviR8McDOI6Z/O"
    "0mDale7cgSCu3s2uKS9dwVumpakhtm1jc5GhOeea+vU1X97mCwhEQRM86E25E3Om"
    "6QGgS7fNi6OSy6YQ/3PixA==";

static const char sha256[] =
    "jr8Peuglgn4w1L8zX/AXqqfzexHSm6rz+aVtjao/gGeYdNUNUTnXee7R9VlDBeaa"
    "AqxXDvtwuq1aTchLqNU/Wlj9IZjBnMpQTbiSGBdrgq2UBkmPqa6EPTmwIu+oCDfR"
    "iv0TC8vNilG9Qs32/wijpCelFSQUqa2sSC5bM1Z1nVNJJD09w6RVIOpvCyfZCBQF"
    "2erKj+V8W5bzybeeJLWwdXqtZVOeXOJhdxnWhVbnNeSAnHYnZmTmlHE8yPB1saHY"
    "rjNMZr2Kv6SataOQ7/tmYa1iGX/dpC9kiH/vLf6eh5IlPnwunuMlepWDHOc4hlrd"
    "x4NdAuJTVAOQDhGZe3AkvA==";

static const char format[] =
    "{\"Type\":\"Notification\",\"MessageId\":\"n-1\","
    "\"TopicArn\":\"arn:aws:sns:eu-west-1:1:in\",\"Subject\":\"Reply\","
    "\"Message\":\"{\\\"originationNumber\\\":\\\"+33639980001\\\","
    "\\\"destinationNumber\\\":\\\"+33755500000\\\","
    "\\\"messageBody\\\":\\\"OUI\\\",\\\"inboundMessageId\\\":\\\"i-1\\\"}\","
    "\"Timestamp\":\"2026-11-24T17:00:00.000Z\",\"SignatureVersion\":\"%s\","
    "\"SigningCertURL\":\"%s\",\"Signature\":\"%s\"}";

#define PLACE "https://sns.eu-west-1.amazonaws.com/x.pem"

struct note {
    struct arena arena;
    struct webhook_request request;
    struct webhook_trust trust;
    char *body;
};

static void note_init(struct note *note, const char *version,
                      const char *signature)
{
    *note = (struct note){
        .request = {.method = "POST", .url = "https://rdv.example.org/x"},
        .trust = {.certificate = certificate,
                  .now = {SIGNED_AT},
                  .window = {WEBHOOK_WINDOW_S}},
    };
    note->body = arena_printf(&note->arena, format, version, PLACE, signature);
    note->request.body = str_of(note->body);
}

static void check_version(const char *version, const char *signature)
{
    struct note note;
    char *said;

    note_init(&note, version, signature);
    CHECK(aws_note_is_signed(&note.request, &note.trust));
    said = strstr(note.body, "OUI");
    memcpy(said, "NON", 3);
    CHECK(!aws_note_is_signed(&note.request, &note.trust));
    memcpy(said, "OUI", 3);
    strstr(note.body, signature)[7] ^= 1;
    CHECK(!aws_note_is_signed(&note.request, &note.trust));
    arena_free(&note.arena);
}

TEST(aws_note, is_signed_in_either_version)
{
    check_version("1", sha1);
    check_version("2", sha256);
}

TEST(aws_note, is_refused_when_anything_else_is_wrong)
{
    struct note note;

    note_init(&note, "2", sha1);
    CHECK(!aws_note_is_signed(&note.request, &note.trust));
    arena_free(&note.arena);
    note_init(&note, "3", sha256);
    CHECK(!aws_note_is_signed(&note.request, &note.trust));
    arena_free(&note.arena);
    note_init(&note, "2", sha256);
    note.trust.now.unix_s += WEBHOOK_WINDOW_S + 1;
    CHECK(!aws_note_is_signed(&note.request, &note.trust));
    note.trust.now.unix_s = SIGNED_AT;
    note.trust.certificate = NULL;
    CHECK(!aws_note_is_signed(&note.request, &note.trust));
    note.trust.certificate = "no certificate";
    CHECK(!aws_note_is_signed(&note.request, &note.trust));
    arena_free(&note.arena);
}

/* An envelope may name anything: only SNS' own hosts are asked. */
TEST(aws_note, names_a_certificate_of_sns_or_none)
{
    static const char *const others[] = {
        "http://sns.eu-west-1.amazonaws.com/x.pem",
        "https://sns.eu-west-1.amazonaws.com.example.org/x.pem",
        "https://sns.example.org/x.amazonaws.com/x.pem",
        "https://sns.a@b.amazonaws.com/x.pem",
        "https://evil.amazonaws.com/x.pem",
        "https://sns..amazonaws.com/x.pem",
        "file:///etc/passwd",
    };
    struct note note;

    note_init(&note, "2", sha256);
    CHECK_STR(aws_note_certificate(&note.request, &note.arena), PLACE);
    CHECK_NULL(aws_note_confirmation(&note.request, &note.arena));
    for (size_t i = 0; i < ARRAY_LEN(others); i++) {
        note.request.body =
            str_of(arena_printf(&note.arena, format, "2", others[i], sha256));
        CHECK_NULL(aws_note_certificate(&note.request, &note.arena));
    }
    arena_free(&note.arena);
}
