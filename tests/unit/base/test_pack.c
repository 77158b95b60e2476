#include <string.h>

#include "base/pack.h"
#include "tests/test.h"

#define WORDS                                                             \
    "BEGIN:VEVENT\nUID:2026-11@chair.example\nDTSTAMP:20261101T080000Z\n" \
    "DTSTART;TZID=Europe/Paris:20261127T100000\n"                         \
    "DTEND;TZID=Europe/Paris:20261127T103000\nSUMMARY:Check-up - Ada\n"   \
    "LOCATION:Room 2\nSTATUS:CONFIRMED\nSEQUENCE:1\nEND:VEVENT\n"

static void check_unpacked(struct str packed, const char *text)
{
    struct buf out;
    struct error err;

    buf_init(&out, 1024);
    CHECK(unpack(packed, &out, &err));
    CHECK_STR(buf_text(&out), text);
    buf_finish(&out);
}

TEST(pack, gives_back_what_went_in)
{
    struct packer *packer = packer_create();
    static const char *const texts[] = {WORDS, "a", "Élodie; ça\nva?"};

    for (size_t i = 0; i < ARRAY_LEN(texts); i++)
        check_unpacked(packer_pack(packer, str_of(texts[i])), texts[i]);
    packer_destroy(packer);
}

TEST(pack, makes_an_event_less_than_half_as_long)
{
    struct packer *packer = packer_create();

    CHECK(packer_pack(packer, STR(WORDS)).len * 2 < strlen(WORDS));
    packer_destroy(packer);
}

TEST(pack, leaves_alone_what_is_not_packed)
{
    check_unpacked(STR("BEGIN:VEVENT\n"), "BEGIN:VEVENT\n");
    check_unpacked((struct str){0}, "");
}

TEST(pack, says_when_bytes_are_damaged_or_too_many)
{
    struct packer *packer = packer_create();
    struct str packed = packer_pack(packer, STR(WORDS));
    char bytes[1024];
    struct buf out;
    struct error err;

    memcpy(bytes, packed.at, packed.len);
    bytes[packed.len / 2] ^= 0x55;
    buf_init(&out, 1024);
    CHECK(!unpack((struct str){bytes, packed.len - 4}, &out, &err));
    CHECK_INT(err.kind, ERROR_MACHINE);
    buf_finish(&out);
    buf_init(&out, 8);
    CHECK(!unpack(packed, &out, &err));
    buf_finish(&out);
    packer_destroy(packer);
}
