#include "base/pack.h"

#include <stdlib.h>
#include <string.h>
#include <zstd.h>

/* A fast level: higher ones gain a tenth on short texts, and cost a third. */
#define LEVEL (-3)

/* The first bytes of what zstd writes: no UTF-8 text begins so. */
static const unsigned char magic[] = {0x28, 0xb5, 0x2f, 0xfd};

/*
 * What events have in common, the most frequent last. Its bytes are part of
 * the format: what was packed with them cannot be read without. Another text
 * needs another magic beside this one.
 */
static const char common[] =
    "BEGIN:VEVENT\nDTSTART;VALUE=DATE:2026\nDTEND;VALUE=DATE:2026\n"
    "CREATED:2025\nLAST-MODIFIED:2025\nORGANIZER;CN=\n"
    "ATTENDEE;CUTYPE=INDIVIDUAL;ROLE=REQ-PARTICIPANT;PARTSTAT=ACCEPTED;"
    "RSVP=TRUE;CN=:mailto:@gmail.com\nX-MICROSOFT-CDO-BUSYSTATUS:BUSY\n"
    "X-MICROSOFT-CDO-IMPORTANCE:1\nCLASS:PUBLIC\nCLASS:PRIVATE\nPRIORITY:5\n"
    "X-MOZ-GENERATION:1\nRECURRENCE-ID;TZID=Europe/Berlin:2026\n"
    "EXDATE;TZID=Europe/Paris:2026\nRRULE:FREQ=WEEKLY;INTERVAL=2;COUNT=10;"
    "UNTIL=20261231T235959Z;BYDAY=MO,TU,WE,TH,FR,SA,SU\n"
    "RRULE:FREQ=MONTHLY;BYDAY=\nRRULE:FREQ=DAILY;COUNT=\n"
    "STATUS:CANCELLED\nSTATUS:TENTATIVE\nTRANSP:TRANSPARENT\n"
    "DESCRIPTION:Name: \\nPhone: +44 7\\nPhone: +49 1\\nTel: +33 6 "
    "\\nEmail: @example.com\\nService: \\nPrice: \\nNotes: \\n"
    "BEGIN:VEVENT\nUID:\nDTSTAMP:2026\nDTSTART:2026\nDTEND:2026T100000Z\n"
    "DTSTART;TZID=America/New_York:2026\nDTEND;TZID=America/New_York:2026\n"
    "DTSTART;TZID=Europe/London:2026\nDTEND;TZID=Europe/London:2026\n"
    "SUMMARY:Check-up - \nLOCATION:Room \nDESCRIPTION:\nSEQUENCE:0\n"
    "TRANSP:OPAQUE\nSTATUS:CONFIRMED\nEND:VEVENT\n";

struct packer {
    ZSTD_CCtx *context;
    ZSTD_CDict *dictionary;
    char *out;
    size_t room;
};

struct packer *packer_create(void)
{
    struct packer *packer = calloc(1, sizeof(*packer));

    if (packer == NULL)
        abort();
    packer->context = ZSTD_createCCtx();
    packer->dictionary = ZSTD_createCDict(common, sizeof(common) - 1, LEVEL);
    if (packer->context == NULL || packer->dictionary == NULL)
        abort();
    return packer;
}

void packer_destroy(struct packer *packer)
{
    if (packer == NULL)
        return;
    (void)ZSTD_freeCCtx(packer->context);
    (void)ZSTD_freeCDict(packer->dictionary);
    free(packer->out);
    free(packer);
}

struct str packer_pack(struct packer *packer, struct str text)
{
    size_t room = ZSTD_compressBound(text.len);
    size_t len;

    if (packer->room < room) {
        free(packer->out);
        packer->out = malloc(room);
        if (packer->out == NULL)
            abort();
        packer->room = room;
    }
    len = ZSTD_compress_usingCDict(packer->context, packer->out, packer->room,
                                   text.at, text.len, packer->dictionary);
    if (ZSTD_isError(len))
        abort(); /* memory: the room is always enough */
    return (struct str){packer->out, len};
}

static bool is_packed(struct str bytes)
{
    return bytes.len >= sizeof(magic) &&
           memcmp(bytes.at, magic, sizeof(magic)) == 0;
}

static bool damaged(struct error *err)
{
    return error_set(err, ERROR_MACHINE,
                     "what a source said is damaged in the database; restore "
                     "a backup with 'kept restore'");
}

static bool decompress(struct str packed, size_t len, struct buf *out,
                       struct error *err)
{
    ZSTD_DCtx *context = ZSTD_createDCtx();
    char *text = malloc(len + 1);
    size_t got;
    bool ok;

    if (context == NULL || text == NULL)
        abort();
    got = ZSTD_decompress_usingDict(context, text, len, packed.at, packed.len,
                                    common, sizeof(common) - 1);
    ok = !ZSTD_isError(got) && buf_add(out, text, got);
    free(text);
    (void)ZSTD_freeDCtx(context);
    return ok || damaged(err);
}

bool unpack(struct str packed, struct buf *out, struct error *err)
{
    unsigned long long len;

    if (!is_packed(packed))
        return packed.len == 0 || buf_add(out, packed.at, packed.len) ||
               damaged(err);
    len = ZSTD_getFrameContentSize(packed.at, packed.len);
    if (len == ZSTD_CONTENTSIZE_UNKNOWN || len == ZSTD_CONTENTSIZE_ERROR ||
        len > out->max)
        return damaged(err);
    return decompress(packed, (size_t)len, out, err);
}
