/* carrier_curl_reply.c - from what libcurl says to a reply */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "net/carrier_curl_transfer.h"

/* Text that shrinks more than this is not a calendar (ratio, checked late). */
#define UNPACKED_RATIO_MAX 100
#define UNPACKED_UNCHECKED (1UL * 1024 * 1024)
/* A gateway that asks for more than a day is asking for nothing. */
#define RETRY_AFTER_MAX_S  86400

/* Whether the bytes that came unpack to absurdly many. */
static bool is_bomb(struct transfer *transfer, size_t len)
{
    curl_off_t packed = 0;

    if (len < UNPACKED_UNCHECKED ||
        curl_easy_getinfo(transfer->easy, CURLINFO_SIZE_DOWNLOAD_T, &packed) !=
            CURLE_OK)
        return false;
    return packed > 0 && len / UNPACKED_RATIO_MAX > (size_t)packed;
}

/* Into memory of nobody's heap, since it may be large. */
static size_t write_body(struct transfer *transfer, const char *bytes,
                         size_t len)
{
    struct document_writer *into = transfer->request->into;
    struct error full;

    if (document_writer_add(into, bytes, len, &full))
        return len;
    transfer->is_over = into->full;
    return 0;
}

size_t transfer_body(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct document_writer *into = transfer->request->into;
    size_t len = size * count;
    size_t left = transfer->body.max - transfer->body.len;
    size_t before = into == NULL ? transfer->body.len : into->len;

    if (transfer->request->is_untrusted && is_bomb(transfer, before + len)) {
        transfer->is_bomb = true;
        return 0;
    }
    if (into != NULL)
        return write_body(transfer, bytes, len);
    if (len > left) {
        transfer->is_over = true;
        (void)buf_add(&transfer->body, bytes, left);
        return 0;
    }
    return buf_add(&transfer->body, bytes, len) ? len : 0;
}

/* "HTTP/1.1 301 Moved": the status, or 0 when the line is another. */
static int http_status(struct str line)
{
    char text[32];
    const char *space;

    if (line.len < 12 || memcmp(line.at, "HTTP/", 5) != 0)
        return 0;
    (void)snprintf(text, sizeof(text), "%.*s",
                   line.len < 31 ? (int)line.len : 31, line.at);
    space = strchr(text, ' ');
    return space == NULL ? 0 : (int)strtol(space, NULL, 10);
}

/* "550-5.1.1 no": 550, or 0 when the line is no SMTP reply. */
static int smtp_code(struct str line)
{
    int code = 0;

    if (line.len < 3)
        return 0;
    for (size_t i = 0; i < 3; i++) {
        if (!isdigit((unsigned char)line.at[i]))
            return 0;
        code = code * 10 + (line.at[i] - '0');
    }
    return code;
}

static void keep_line(struct buf *into, struct str line)
{
    buf_clear(into);
    while (line.len > 0 &&
           (line.at[line.len - 1] == '\n' || line.at[line.len - 1] == '\r'))
        line.len--;
    (void)buf_add(into, line.at,
                  line.len < TRANSFER_LINE_MAX ? line.len : TRANSFER_LINE_MAX);
}

/*
 * The last of the good replies has the relay's id; of a refusal in several
 * lines the first has the reason.
 */
static void keep_smtp_line(struct transfer *transfer, struct str line)
{
    int code = smtp_code(line);
    struct buf *bad = &transfer->bad;

    if (code == 0)
        return;
    if (code < 400) {
        keep_line(&transfer->good, line);
        return;
    }
    if (bad->len > 3 && bad->at[3] == '-' && code == smtp_code(buf_str(bad)))
        return;
    keep_line(bad, line);
}

static bool is_blank(struct str line)
{
    return line.len == 0 || *line.at == '\r' || *line.at == '\n';
}

/* The type is libcurl's: NOLINTNEXTLINE(readability-non-const-parameter) */
size_t transfer_header(char *bytes, size_t size, size_t count, void *context)
{
    struct transfer *transfer = context;
    struct str line = {.at = bytes, .len = size * count};

    if (transfer->request->kind == EXCHANGE_SMTP) {
        keep_smtp_line(transfer, line);
    } else {
        int status = http_status(line);

        /* Lines behind the body change nothing any more. */
        if (status != 0)
            transfer->has_head = false;
        else if (is_blank(line))
            transfer->has_head = true;
        if (status == 301 || status == 308)
            transfer->moves_for_good++;
    }
    return line.len;
}

static long info(struct transfer *transfer, CURLINFO what)
{
    long value = 0;

    if (curl_easy_getinfo(transfer->easy, what, &value) != CURLE_OK)
        return 0;
    return value;
}

static curl_off_t info_large(struct transfer *transfer, CURLINFO what)
{
    curl_off_t value = 0;

    if (curl_easy_getinfo(transfer->easy, what, &value) != CURLE_OK)
        return 0;
    return value;
}

bool transfer_has_left(struct transfer *transfer)
{
    if (transfer->request->kind == EXCHANGE_SMTP)
        return info(transfer, CURLINFO_RESPONSE_CODE) == 354 ||
               info_large(transfer, CURLINFO_SIZE_UPLOAD_T) > 0;
    return info(transfer, CURLINFO_REQUEST_SIZE) > 0;
}

/* Certificates, addresses and requests that are no good. */
static bool is_rejection(CURLcode result)
{
    return result == CURLE_UNSUPPORTED_PROTOCOL ||
           result == CURLE_URL_MALFORMAT || result == CURLE_NOT_BUILT_IN ||
           result == CURLE_BAD_FUNCTION_ARGUMENT ||
           result == CURLE_TOO_MANY_REDIRECTS ||
           result == CURLE_PEER_FAILED_VERIFICATION ||
           result == CURLE_SSL_CACERT_BADFILE ||
           result == CURLE_SSL_CERTPROBLEM || result == CURLE_SSL_CIPHER ||
           result == CURLE_SSL_ISSUER_ERROR || result == CURLE_USE_SSL_FAILED ||
           result == CURLE_FILESIZE_EXCEEDED;
}

/*
 * A refusal is an answer, but one in place of the greeting (libcurl's "weird"
 * reply before any body, or EHLO denied) is about this machine or this hour,
 * not the message.
 */
static enum exchange_fate smtp_fate(struct transfer *transfer, CURLcode result)
{
    long status = info(transfer, CURLINFO_RESPONSE_CODE);

    if (result == CURLE_OK)
        return EXCHANGE_ANSWERED;
    if (result == CURLE_LOGIN_DENIED)
        return status >= 400 ? EXCHANGE_ANSWERED : EXCHANGE_REJECTED;
    if (is_rejection(result))
        return EXCHANGE_REJECTED;
    if ((result == CURLE_WEIRD_SERVER_REPLY ||
         result == CURLE_REMOTE_ACCESS_DENIED) &&
        !transfer_has_left(transfer))
        return EXCHANGE_UNREACHABLE;
    if (status >= 400 && status < 600)
        return EXCHANGE_ANSWERED;
    return transfer_has_left(transfer) ? EXCHANGE_INTERRUPTED
                                       : EXCHANGE_UNREACHABLE;
}

/* An answer that ends within its headers, which libcurl takes for whole, or
 * that does not begin like one, is none: what was asked may have been done. */
static bool is_torn(const struct transfer *transfer, CURLcode result)
{
    if (result == CURLE_OK)
        return !transfer->has_head;
    return result == CURLE_UNSUPPORTED_PROTOCOL &&
           !transfer->request->is_untrusted;
}

static enum exchange_fate http_fate(struct transfer *transfer, CURLcode result)
{
    if (is_torn(transfer, result) && transfer_has_left(transfer))
        return EXCHANGE_INTERRUPTED;
    if (result == CURLE_OK)
        return EXCHANGE_ANSWERED;
    /* A gateway's verdict stands in the first bytes; half a feed is none. */
    if (transfer->is_over && !transfer->request->is_untrusted)
        return EXCHANGE_ANSWERED;
    if (transfer->is_over || transfer->is_bomb || is_rejection(result))
        return EXCHANGE_REJECTED;
    return transfer_has_left(transfer) ? EXCHANGE_INTERRUPTED
                                       : EXCHANGE_UNREACHABLE;
}

static enum exchange_fate fate_of(struct transfer *transfer, CURLcode result)
{
    if (transfer->is_unfit)
        return EXCHANGE_REJECTED;
    if (transfer->is_forbidden && result == CURLE_COULDNT_CONNECT)
        return EXCHANGE_REJECTED;
    if (transfer->request->kind == EXCHANGE_SMTP)
        return smtp_fate(transfer, result);
    return http_fate(transfer, result);
}

static const char *problem_of(const struct transfer *transfer, CURLcode result)
{
    if (result == CURLE_ABORTED_BY_CALLBACK)
        return "nobody waits for the answer any more";
    if (transfer->is_bomb)
        return "the answer unpacks to more than a hundred times its size";
    if (transfer->is_over || result == CURLE_FILESIZE_EXCEEDED)
        return "the answer is larger than allowed";
    if (transfer->is_forbidden)
        return transfer->request->only_loopback
                   ? "not an address of this machine"
                   : "it leads to a private address";
    if (transfer->problem[0] != '\0')
        return transfer->problem;
    return transfer->is_unfit ? "the request cannot be sent"
                              : curl_easy_strerror(result);
}

static const char *header_of(struct transfer *transfer, const char *name)
{
    struct curl_header *header = NULL;

    if (transfer->request->kind != EXCHANGE_HTTP ||
        curl_easy_header(transfer->easy, name, 0, CURLH_HEADER, -1, &header) !=
            CURLHE_OK)
        return NULL;
    return header->value;
}

/* Takes our own login out of `url`: libcurl puts it into relative redirects. */
static bool forget_login(const struct exchange_request *request, CURLU *url)
{
    char *user = NULL;
    bool ok = true;

    if (curl_url_get(url, CURLUPART_USER, &user, CURLU_URLDECODE) ==
            CURLUE_OK &&
        str_same(user, request->user))
        ok = curl_url_set(url, CURLUPART_USER, NULL, 0) == CURLUE_OK &&
             curl_url_set(url, CURLUPART_PASSWORD, NULL, 0) == CURLUE_OK;
    curl_free(user);
    return ok;
}

static const char *without_login(struct transfer *transfer, const char *address)
{
    CURLU *url = curl_url();

    if (url == NULL)
        abort();
    curl_free(transfer->location);
    transfer->location = NULL;
    if (curl_url_set(url, CURLUPART_URL, address, 0) != CURLUE_OK ||
        !forget_login(transfer->request, url) ||
        curl_url_get(url, CURLUPART_URL, &transfer->location, 0) != CURLUE_OK)
        transfer->location = NULL;
    curl_url_cleanup(url);
    return transfer->location;
}

static const char *location_of(struct transfer *transfer)
{
    char *url = NULL;

    if (info(transfer, CURLINFO_REDIRECT_COUNT) == 0 ||
        curl_easy_getinfo(transfer->easy, CURLINFO_EFFECTIVE_URL, &url) !=
            CURLE_OK)
        return NULL;
    return without_login(transfer, url);
}

/* A detour for now on the way would make the last address a passing one. */
static bool moved_for_good(struct transfer *transfer)
{
    long moves = info(transfer, CURLINFO_REDIRECT_COUNT);

    return moves > 0 && moves == transfer->moves_for_good;
}

/* A server that asked for Basic and not for Digest need not be asked again. */
static enum exchange_auth auth_of(struct transfer *transfer)
{
    long offered = info(transfer, CURLINFO_HTTPAUTH_AVAIL);

    if (transfer->request->auth == EXCHANGE_AUTH_ASKED &&
        (offered & (long)CURLAUTH_BASIC) != 0 &&
        (offered & (long)CURLAUTH_DIGEST) == 0)
        return EXCHANGE_AUTH_BASIC;
    return transfer->request->auth;
}

void transfer_reply(struct transfer *transfer, CURLcode result,
                    struct exchange_reply *out)
{
    curl_off_t pause = info_large(transfer, CURLINFO_RETRY_AFTER);
    enum exchange_fate fate = fate_of(transfer, result);

    *out = (struct exchange_reply){
        .fate = fate,
        .status = (int)info(transfer, CURLINFO_RESPONSE_CODE),
        .body = buf_str(&transfer->body),
        .problem =
            fate == EXCHANGE_ANSWERED ? "" : problem_of(transfer, result),
        .retry_after = {pause > RETRY_AFTER_MAX_S ? RETRY_AFTER_MAX_S : pause},
        .auth = auth_of(transfer),
        .etag = header_of(transfer, "ETag"),
        .last_modified = header_of(transfer, "Last-Modified"),
        .message_id = header_of(transfer, "X-Message-Id"),
        .error_type = header_of(transfer, "X-Amzn-ErrorType"),
        .location = location_of(transfer),
        .moved_for_good = moved_for_good(transfer),
    };
    if (transfer->request->kind == EXCHANGE_SMTP)
        out->body =
            buf_str(out->status >= 400 ? &transfer->bad : &transfer->good);
}

void transfer_report(struct transfer *transfer)
{
    struct exchange_reply reply;

    transfer_reply(transfer, transfer->result, &reply);
    transfer->done(&reply, transfer->context);
}
