#include "notifiers/reply.h"

#include <ctype.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"

/* As many as the shortest national numbers of people. */
#define PHONE_DIGITS_MIN 7

bool reply_judge_unanswered(const struct exchange_reply *reply,
                            struct arena *arena, struct delivery *out)
{
    *out = (struct delivery){
        .outcome = DELIVERY_UNKNOWN,
        .status = reply->status,
        .detail = "",
        .retry_after = reply->retry_after,
    };
    switch (reply->fate) {
    case EXCHANGE_ANSWERED:
        return false;
    case EXCHANGE_UNREACHABLE:
        out->outcome = DELIVERY_RETRY;
        break;
    case EXCHANGE_INTERRUPTED:
        break;
    case EXCHANGE_REJECTED:
        out->outcome = DELIVERY_CONFIG;
        break;
    }
    out->detail = reply_discreet(str_of(reply->problem), arena);
    return true;
}

static bool is_word_char(char c)
{
    return (unsigned char)c > 0x20 && (unsigned char)c != 0x7f;
}

static bool is_numberish(char c)
{
    return c != '\0' && strchr("0123456789+-.()/ ", c) != NULL;
}

/* The length of a phone number at the start of `text`, or 0. */
static size_t phone_length(struct str text)
{
    size_t digits = 0;
    size_t len = 0;
    size_t end = 0;

    if (*text.at == ' ')
        return 0;
    while (len < text.len && is_numberish(text.at[len])) {
        if (isdigit((unsigned char)text.at[len])) {
            digits++;
            end = len + 1;
        }
        len++;
    }
    return digits >= PHONE_DIGITS_MIN ? end : 0;
}

/* The length of the word at the start of `text` if it is a mailbox, or 0. */
static size_t mailbox_length(struct str text)
{
    size_t len = 0;

    while (len < text.len && is_word_char(text.at[len]))
        len++;
    return len > 0 && memchr(text.at, '@', len) != NULL ? len : 0;
}

/* Appends one code point of `text`, made printable, and skips it. */
static void put_next(struct str *text, struct buf *out)
{
    uint32_t point;

    if (!utf8_next(text, &point))
        return;
    if (point < 0x20 || (point >= 0x7f && point < 0xa0))
        point = ' ';
    (void)utf8_put(point, out);
}

char *reply_discreet(struct str said, struct arena *arena)
{
    bool starts_word = true;
    struct buf out;
    char *text;

    buf_init(&out, REPLY_DETAIL_MAX);
    while (said.len > 0 && *said.at != '\n' && *said.at != '\r' && !out.full) {
        size_t hidden = phone_length(said);

        if (hidden == 0 && starts_word)
            hidden = mailbox_length(said);
        starts_word = !is_word_char(*said.at);
        if (hidden == 0) {
            put_next(&said, &out);
            continue;
        }
        (void)buf_add_text(&out, "…");
        said.at += hidden;
        said.len -= hidden;
        starts_word = true; /* of what the number was glued to */
    }
    text = arena_strndup(arena, buf_text(&out), out.len);
    buf_finish(&out);
    return text;
}

char *reply_reference(struct str id, struct arena *arena)
{
    if (id.len == 0 || id.len > REPLY_REFERENCE_MAX)
        return NULL;
    for (size_t i = 0; i < id.len; i++) {
        if ((unsigned char)id.at[i] <= 0x20 || (unsigned char)id.at[i] > 0x7e)
            return NULL;
    }
    return arena_strndup(arena, id.at, id.len);
}
