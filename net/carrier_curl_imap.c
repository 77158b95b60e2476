#include "net/carrier_curl_imap.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <curl/curl.h>

#include "base/buf.h"
#include "net/address.h"

#define CONNECT_TIMEOUT_MS 10000L
/* Ten digits and a blank for each of IMAP_LIST_MAX, and a lot to spare. */
#define ANSWER_MAX         (512UL * 1024)
#define URL_MAX            2048
#define COMMAND_MAX        128

struct imap {
    CURL *easy;
    struct imap_settings settings;
    struct buf answer;
    uint32_t validity;
    bool is_over;      /* the answer exceeds its limit */
    bool is_forbidden; /* not an address of this machine */
    char problem[CURL_ERROR_SIZE];
};

static size_t take_body(char *bytes, size_t size, size_t count, void *context)
{
    struct imap *imap = context;

    if (buf_add(&imap->answer, bytes, size * count))
        return size * count;
    imap->is_over = true;
    return 0;
}

/* "* OK [UIDVALIDITY 1700000000] UIDs valid", when the mailbox is chosen.
 * The type is libcurl's: NOLINTNEXTLINE(readability-non-const-parameter) */
static size_t take_line(char *bytes, size_t size, size_t count, void *context)
{
    static const char mark[] = "* OK [UIDVALIDITY ";
    struct imap *imap = context;
    size_t len = size * count;
    char number[12] = "";

    if (len > sizeof(mark) && memcmp(bytes, mark, sizeof(mark) - 1) == 0) {
        size_t left = len - (sizeof(mark) - 1);

        (void)memcpy(number, bytes + sizeof(mark) - 1,
                     left < sizeof(number) - 1 ? left : sizeof(number) - 1);
        imap->validity = (uint32_t)strtoul(number, NULL, 10);
    }
    return len;
}

static curl_socket_t open_socket(void *context, curlsocktype purpose,
                                 struct curl_sockaddr *address)
{
    struct imap *imap = context;

    (void)purpose;
    if (imap->settings.only_loopback && !address_is_loopback(&address->addr)) {
        imap->is_forbidden = true;
        return CURL_SOCKET_BAD;
    }
    return socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
}

static int progress(void *context, curl_off_t down_all, curl_off_t down,
                    curl_off_t up_all, curl_off_t up)
{
    const struct imap *imap = context;

    (void)down_all;
    (void)down;
    (void)up_all;
    (void)up;
    return imap->settings.give_up != NULL && atomic_load(imap->settings.give_up)
               ? 1
               : 0;
}

static bool set_text(struct imap *imap, CURLoption option, const char *value)
{
    return curl_easy_setopt(imap->easy, option, value) == CURLE_OK;
}

static bool set_long(struct imap *imap, CURLoption option, long value)
{
    return curl_easy_setopt(imap->easy, option, value) == CURLE_OK;
}

static bool set_callbacks(struct imap *imap)
{
    CURL *easy = imap->easy;

    return curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, imap->problem) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, take_body) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)imap) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, take_line) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)imap) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, (void *)imap) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_XFERINFOFUNCTION, progress) ==
               CURLE_OK &&
           curl_easy_setopt(easy, CURLOPT_XFERINFODATA, (void *)imap) ==
               CURLE_OK;
}

static bool set_connection(struct imap *imap)
{
    const struct imap_settings *settings = &imap->settings;
    bool is_bare = settings->tls == EXCHANGE_TLS_OFF;

    return set_text(imap, CURLOPT_PROTOCOLS_STR, "imap,imaps") &&
           set_long(imap, CURLOPT_USE_SSL,
                    is_bare ? CURLUSESSL_NONE : CURLUSESSL_ALL) &&
           set_long(imap, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2) &&
           set_long(imap, CURLOPT_NOSIGNAL, 1) &&
           set_long(imap, CURLOPT_NOPROGRESS, 0) &&
           set_long(imap, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS) &&
           set_long(imap, CURLOPT_TIMEOUT_MS, settings->timeout_s * 1000L) &&
           set_text(imap, CURLOPT_PROXY, "") &&
           (settings->ca_file == NULL ||
            (set_text(imap, CURLOPT_CAINFO, settings->ca_file) &&
             set_text(imap, CURLOPT_CAPATH, NULL))) &&
           set_text(imap, CURLOPT_USERNAME, settings->user) &&
           set_text(imap, CURLOPT_PASSWORD, settings->secret);
}

bool imap_open(const struct imap_settings *settings, struct imap **out,
               struct error *err)
{
    struct imap *imap = calloc(1, sizeof(*imap));

    *out = NULL;
    if (imap == NULL || curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        abort();
    imap->settings = *settings;
    imap->easy = curl_easy_init();
    if (imap->easy == NULL)
        abort();
    buf_init(&imap->answer, ANSWER_MAX);
    if (!set_callbacks(imap) || !set_connection(imap) ||
        strlen(settings->url) > URL_MAX / 2) {
        imap_close(imap);
        return error_set(err, ERROR_USAGE, "the mailbox's URL is no good");
    }
    *out = imap;
    return true;
}

void imap_close(struct imap *imap)
{
    if (imap == NULL)
        return;
    curl_easy_cleanup(imap->easy);
    buf_finish(&imap->answer);
    free(imap);
}

static bool is_refusal(CURLcode result)
{
    return result == CURLE_LOGIN_DENIED ||
           result == CURLE_REMOTE_ACCESS_DENIED ||
           result == CURLE_PEER_FAILED_VERIFICATION ||
           result == CURLE_SSL_CACERT_BADFILE ||
           result == CURLE_USE_SSL_FAILED || result == CURLE_URL_MALFORMAT ||
           result == CURLE_UNSUPPORTED_PROTOCOL || result == CURLE_QUOTE_ERROR;
}

static const char *problem_of(const struct imap *imap, CURLcode result)
{
    if (imap->is_forbidden)
        return "not an address of this machine";
    if (imap->is_over)
        return "the answer is larger than allowed";
    if (result == CURLE_LOGIN_DENIED)
        return "it does not accept user and secret";
    return imap->problem[0] != '\0' ? imap->problem
                                    : curl_easy_strerror(result);
}

/* One question; `command` NULL: what the URL names is fetched. */
static bool ask(struct imap *imap, const char *url, const char *command,
                struct error *err)
{
    CURLcode result;

    buf_clear(&imap->answer);
    imap->is_over = false;
    imap->problem[0] = '\0';
    if (!set_text(imap, CURLOPT_URL, url) ||
        !set_text(imap, CURLOPT_CUSTOMREQUEST, command))
        return error_set(err, ERROR_USAGE, "the mailbox's URL is no good");
    result = curl_easy_perform(imap->easy);
    if (result == CURLE_OK)
        return true;
    if (result == CURLE_REMOTE_FILE_NOT_FOUND)
        return error_set(err, ERROR_MISSING, "there is no such mail");
    return error_set(err,
                     is_refusal(result) || imap->is_forbidden ? ERROR_REFUSED
                                                              : ERROR_TEMPORARY,
                     "%s", problem_of(imap, result));
}

static int compare(const void *left, const void *right)
{
    const struct imap_mail *a = left;
    const struct imap_mail *b = right;

    return a->uid < b->uid ? -1 : a->uid > b->uid;
}

/*
 * The numbers of "* SEARCH 4 5 9". "n:*" names the last mail even when its
 * UID is below n (RFC 3501 6.4.8).
 */
static void read_numbers(const struct imap *imap, uint32_t after,
                         struct arena *arena, struct imap_mails *out)
{
    size_t room = 0;
    const char *at = strstr(buf_text(&imap->answer), "SEARCH");

    out->items = NULL;
    out->count = 0;
    for (at = at == NULL ? "" : at + strlen("SEARCH"); *at != '\0';) {
        char *end;
        unsigned long uid = strtoul(at, &end, 10);

        if (end == at)
            break;
        at = end;
        if (uid <= after || uid > UINT32_MAX)
            continue;
        arena_reserve(arena, out->items, out->count, room, struct imap_mail);
        out->items[out->count++] = (struct imap_mail){.uid = (uint32_t)uid};
    }
    if (out->count > 0)
        qsort(out->items, out->count, sizeof(*out->items), compare);
    if (out->count > IMAP_LIST_MAX)
        out->count = IMAP_LIST_MAX;
}

static bool search(struct imap *imap, const char *what, uint32_t after,
                   struct arena *arena, struct imap_mails *out,
                   struct error *err)
{
    char command[COMMAND_MAX];

    if (after == UINT32_MAX) {
        *out = (struct imap_mails){0};
        return true;
    }
    (void)snprintf(command, sizeof(command), "UID SEARCH %sUID %lu:*", what,
                   (unsigned long)after + 1);
    if (!ask(imap, imap->settings.url, command, err))
        return false;
    read_numbers(imap, after, arena, out);
    return true;
}

bool imap_list(struct imap *imap, uint32_t after, struct arena *arena,
               struct imap_mails *out, struct error *err)
{
    struct imap_mails unseen;
    size_t next = 0;

    if (!search(imap, "UNDELETED ", after, arena, out, err) ||
        !search(imap, "UNSEEN ", after, arena, &unseen, err))
        return false;
    for (size_t i = 0; i < out->count; i++) {
        while (next < unseen.count &&
               unseen.items[next].uid < out->items[i].uid)
            next++;
        out->items[i].is_unseen =
            next < unseen.count && unseen.items[next].uid == out->items[i].uid;
    }
    out->validity = imap->validity;
    return true;
}

bool imap_read(struct imap *imap, uint32_t uid, size_t bytes_max,
               struct arena *arena, struct str *out, struct error *err)
{
    char url[URL_MAX];

    (void)snprintf(url, sizeof(url), "%s;UID=%lu;PARTIAL=0.%zu",
                   imap->settings.url, (unsigned long)uid, bytes_max);
    if (!ask(imap, url, NULL, err))
        return false;
    out->len = imap->answer.len;
    out->at = arena_strndup(arena, buf_text(&imap->answer), out->len);
    return true;
}

bool imap_mark(struct imap *imap, uint32_t uid, enum imap_mark mark,
               struct error *err)
{
    char command[COMMAND_MAX];

    (void)snprintf(command, sizeof(command), "UID STORE %lu %s",
                   (unsigned long)uid,
                   mark == IMAP_DELETED ? "+FLAGS.SILENT (\\Deleted \\Seen)"
                                        : "-FLAGS.SILENT (\\Seen)");
    return ask(imap, imap->settings.url, command, err);
}

bool imap_expunge(struct imap *imap, uint32_t uid, struct error *err)
{
    char command[COMMAND_MAX];
    struct error why;

    (void)snprintf(command, sizeof(command), "UID EXPUNGE %lu",
                   (unsigned long)uid);
    if (ask(imap, imap->settings.url, command, &why) ||
        why.kind == ERROR_REFUSED)
        return true;
    *err = why;
    return false;
}
