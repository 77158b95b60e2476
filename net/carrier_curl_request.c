/* carrier_curl_request.c - from a request to an easy handle */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "net/address.h"
#include "net/carrier_curl_transfer.h"

#define CONNECT_TIMEOUT_MS 10000L
#define REDIRECTS_MAX      5L
/* A feed that sends less than this for so long has fallen silent. */
#define SLOW_BYTES_PER_S   10L
#define SLOW_S             30L

static void set_long(struct transfer *transfer, CURLoption option, long value)
{
    if (curl_easy_setopt(transfer->easy, option, value) != CURLE_OK)
        transfer->is_unfit = true;
}

static void set_text(struct transfer *transfer, CURLoption option,
                     const char *value)
{
    if (curl_easy_setopt(transfer->easy, option, value) != CURLE_OK)
        transfer->is_unfit = true;
}

static void set_size(struct transfer *transfer, CURLoption option, size_t value)
{
    if (curl_easy_setopt(transfer->easy, option, (curl_off_t)value) != CURLE_OK)
        transfer->is_unfit = true;
}

static void refuse(struct transfer *transfer, const char *why)
{
    transfer->is_unfit = true;
    (void)snprintf(transfer->problem, sizeof(transfer->problem), "%s", why);
}

bool transfer_line_is_clean(const char *text)
{
    for (const char *at = text; *at != '\0'; at++) {
        unsigned char c = (unsigned char)*at;

        if (c < 0x20 || c == 0x7f)
            return false;
    }
    return true;
}

static bool is_token(const char *text)
{
    return *text != '\0' && strspn(text, "abcdefghijklmnopqrstuvwxyz"
                                         "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                         "0123456789-_") == strlen(text);
}

/* libcurl would send a line break in an envelope as a new command. */
static bool is_mailbox(const char *text)
{
    return text != NULL && *text != '\0' && transfer_line_is_clean(text) &&
           strpbrk(text, " <>") == NULL;
}

static void add_line(struct transfer *transfer, struct curl_slist **list,
                     const char *line)
{
    struct curl_slist *longer = curl_slist_append(*list, line);

    if (longer == NULL)
        abort();
    *list = longer;
    if (!transfer_line_is_clean(line))
        refuse(transfer, "a line break or control character in a header");
}

static void add_headers(struct transfer *transfer)
{
    const struct exchange_request *request = transfer->request;
    struct buf line;

    buf_init(&line, 16UL * 1024);
    for (size_t i = 0; i < request->header_count; i++) {
        const struct exchange_header *header = &request->headers[i];

        buf_clear(&line);
        if (!is_token(header->name))
            refuse(transfer, "a header's name is not one");
        /* "Name;" is libcurl's way to send an empty header. */
        if (*header->value == '\0')
            (void)buf_printf(&line, "%s;", header->name);
        else
            (void)buf_printf(&line, "%s: %s", header->name, header->value);
        if (line.full)
            refuse(transfer, "a header is too long");
        else
            add_line(transfer, &transfer->headers, buf_text(&line));
    }
    buf_finish(&line);
}

/* Every socket; the address is the real one, after names and redirects. */
static curl_socket_t open_socket(void *context, curlsocktype purpose,
                                 struct curl_sockaddr *address)
{
    struct transfer *transfer = context;
    const struct exchange_request *request = transfer->request;
    curl_socket_t file;

    (void)purpose;
    if ((request->is_untrusted && !request->allow_local &&
         !address_is_public(&address->addr)) ||
        (request->only_loopback && !address_is_loopback(&address->addr))) {
        transfer->is_forbidden = true;
        return CURL_SOCKET_BAD;
    }
    file = socket(address->family, address->socktype | SOCK_CLOEXEC,
                  address->protocol);
    if (transfer->opened != NULL && file >= 0)
        transfer->opened(transfer->opened_context, file);
    return file;
}

/* What every handle needs, whatever it carries. */
static void set_common(struct transfer *transfer, const char *cainfo)
{
    const struct exchange_request *request = transfer->request;
    CURL *easy = transfer->easy;
    bool ok =
        curl_easy_setopt(easy, CURLOPT_ERRORBUFFER, transfer->problem) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_PRIVATE, (void *)transfer) == CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_WRITEFUNCTION, transfer_body) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_WRITEDATA, (void *)transfer) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_HEADERFUNCTION, transfer_header) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_HEADERDATA, (void *)transfer) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETFUNCTION, open_socket) ==
            CURLE_OK &&
        curl_easy_setopt(easy, CURLOPT_OPENSOCKETDATA, (void *)transfer) ==
            CURLE_OK;

    transfer->is_unfit = transfer->is_unfit || !ok;
    set_long(transfer, CURLOPT_NOSIGNAL, 1);
    /* A dead name server would otherwise hold the loop for seconds. */
    set_long(transfer, CURLOPT_QUICK_EXIT, 1);
    set_long(transfer, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_TIMEOUT_MS);
    set_long(transfer, CURLOPT_TIMEOUT_MS, request->timeout_s * 1000L);
    /* A proxy of the environment would blind the check of addresses. */
    set_text(transfer, CURLOPT_PROXY, "");
    set_text(transfer, CURLOPT_USERAGENT, "kept/" KEPT_VERSION);
    set_long(transfer, CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2);
    if (request->ca_file != NULL)
        cainfo = request->ca_file;
    if (cainfo != NULL) {
        set_text(transfer, CURLOPT_CAINFO, cainfo);
        /* A folder of certificates costs 30 ms a connection: no cache. */
        set_text(transfer, CURLOPT_CAPATH, NULL);
    }
}

/* Never in the URL, where it would be escaped, shown and logged. */
static void set_login(struct transfer *transfer)
{
    const struct exchange_request *request = transfer->request;

    if (request->auth == EXCHANGE_AUTH_BEARER) {
        set_long(transfer, CURLOPT_HTTPAUTH, (long)CURLAUTH_BEARER);
        if (!transfer_line_is_clean(str_or_empty(request->secret)))
            refuse(transfer, "a line break or control character in a token");
        set_text(transfer, CURLOPT_XOAUTH2_BEARER, request->secret);
        return;
    }
    if (request->auth == EXCHANGE_AUTH_SIGV4)
        set_text(transfer, CURLOPT_AWS_SIGV4, request->scope);
    else if (request->kind == EXCHANGE_HTTP)
        set_long(transfer, CURLOPT_HTTPAUTH,
                 request->auth == EXCHANGE_AUTH_ASKED
                     ? (long)(CURLAUTH_BASIC | CURLAUTH_DIGEST)
                     : (long)CURLAUTH_BASIC);
    if (request->user != NULL)
        set_text(transfer, CURLOPT_USERNAME, request->user);
    if (request->secret != NULL && request->user != NULL)
        set_text(transfer, CURLOPT_PASSWORD, request->secret);
}

/* Called every second at least, as long as the other side's speed is watched. */
static int progress(void *context, curl_off_t down_all, curl_off_t down,
                    curl_off_t up_all, curl_off_t up)
{
    const struct transfer *transfer = context;

    (void)down_all;
    (void)down;
    (void)up_all;
    (void)up;
    return atomic_load(transfer->request->give_up) ? 1 : 0;
}

static void set_give_up(struct transfer *transfer)
{
    if (transfer->request->give_up == NULL)
        return;
    set_long(transfer, CURLOPT_NOPROGRESS, 0);
    if (curl_easy_setopt(transfer->easy, CURLOPT_XFERINFOFUNCTION, progress) !=
            CURLE_OK ||
        curl_easy_setopt(transfer->easy, CURLOPT_XFERINFODATA,
                         (void *)transfer) != CURLE_OK)
        transfer->is_unfit = true;
}

static void set_untrusted(struct transfer *transfer)
{
    const struct exchange_request *request = transfer->request;
    size_t most =
        request->into != NULL ? request->into->max : request->reply_max;

    set_text(transfer, CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set_long(transfer, CURLOPT_FOLLOWLOCATION, 1);
    set_long(transfer, CURLOPT_MAXREDIRS,
             request->redirects_max > 0 ? request->redirects_max
                                        : REDIRECTS_MAX);
    /* A question keeps its body on the way, or it is another question. */
    set_long(transfer, CURLOPT_POSTREDIR, (long)CURL_REDIR_POST_ALL);
    set_text(transfer, CURLOPT_ACCEPT_ENCODING, "gzip");
    set_long(transfer, CURLOPT_LOW_SPEED_LIMIT, SLOW_BYTES_PER_S);
    set_long(transfer, CURLOPT_LOW_SPEED_TIME, SLOW_S);
    set_size(transfer, CURLOPT_MAXFILESIZE_LARGE,
             most == 0 ? TRANSFER_REPLY_MAX : most);
    set_give_up(transfer);
    /* A connection that may be local must not serve a feed that may not. */
    if (request->allow_local)
        set_long(transfer, CURLOPT_FORBID_REUSE, 1);
}

/*
 * libcurl sends a question again, silently, when a connection it had kept
 * turns out dead: the gateway may have taken it all the same. So gateways get
 * a new connection each time, and no protocol with retries of its own.
 */
static void set_once(struct transfer *transfer)
{
    set_long(transfer, CURLOPT_FORBID_REUSE, 1);
    set_long(transfer, CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1);
    set_long(transfer, CURLOPT_FOLLOWLOCATION, 0);
}

static void set_http(struct transfer *transfer)
{
    const struct exchange_request *request = transfer->request;
    const char *method = request->method == NULL ? "GET" : request->method;

    set_text(transfer, CURLOPT_PROTOCOLS_STR, "http,https");
    if (!is_token(method))
        refuse(transfer, "the method is not one");
    if (request->is_untrusted)
        set_untrusted(transfer);
    else
        set_once(transfer);

    add_headers(transfer);
    if (request->body.len > 0 || strcmp(method, "POST") == 0) {
        set_size(transfer, CURLOPT_POSTFIELDSIZE_LARGE, request->body.len);
        set_text(transfer, CURLOPT_POSTFIELDS,
                 request->body.len == 0 ? "" : request->body.at);
    }
    if (strcmp(method, "GET") != 0 && strcmp(method, "POST") != 0)
        set_text(transfer, CURLOPT_CUSTOMREQUEST, method);
    if (curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER,
                         transfer->headers) != CURLE_OK)
        transfer->is_unfit = true;
}

/* Mail has lines that end in CR LF; an encoder would hide a lone LF. */
static void put_lines(struct str text, struct buf *out)
{
    for (size_t i = 0; i < text.len; i++) {
        if (text.at[i] == '\n' && (i == 0 || text.at[i - 1] != '\r'))
            (void)buf_add_char(out, '\r');
        (void)buf_add_char(out, text.at[i]);
    }
}

static bool set_part(curl_mimepart *into, const struct exchange_part *part)
{
    const char *encoder =
        part->file_name == NULL ? "quoted-printable" : "base64";
    struct buf lines;
    bool ok;

    buf_init(&lines, 2 * part->body.len);
    put_lines(part->body, &lines);
    ok = curl_mime_data(into, buf_text(&lines), lines.len) == CURLE_OK &&
         curl_mime_type(into, part->type) == CURLE_OK &&
         curl_mime_encoder(into, encoder) == CURLE_OK &&
         (part->file_name == NULL ||
          curl_mime_filename(into, part->file_name) == CURLE_OK);
    buf_finish(&lines);
    return ok;
}

static void add_part(struct transfer *transfer, curl_mime *mime,
                     const struct exchange_part *part)
{
    curl_mimepart *into = curl_mime_addpart(mime);

    if (into == NULL)
        abort();
    if (!transfer_line_is_clean(part->type) ||
        (part->file_name != NULL && !transfer_line_is_clean(part->file_name)))
        refuse(transfer, "a control character in the type of a part");
    if (!set_part(into, part))
        transfer->is_unfit = true;
}

/* multipart/mixed { multipart/alternative { … }, attachments … } */
static void add_parts(struct transfer *transfer)
{
    const struct exchange_request *request = transfer->request;
    curl_mime *alternatives = curl_mime_init(transfer->easy);
    curl_mimepart *first;

    transfer->mime = curl_mime_init(transfer->easy);
    if (transfer->mime == NULL || alternatives == NULL)
        abort();
    first = curl_mime_addpart(transfer->mime);
    if (first == NULL)
        abort();
    for (size_t i = 0; i < request->alternative_count; i++)
        add_part(transfer, alternatives, &request->parts[i]);
    if (curl_mime_subparts(first, alternatives) != CURLE_OK ||
        curl_mime_type(first, "multipart/alternative") != CURLE_OK ||
        /* Without this libcurl calls the text an attachment. */
        curl_mime_headers(
            first, curl_slist_append(NULL, "Content-Disposition: inline"), 1) !=
            CURLE_OK)
        transfer->is_unfit = true;
    for (size_t i = request->alternative_count; i < request->part_count; i++)
        add_part(transfer, transfer->mime, &request->parts[i]);
    if (curl_easy_setopt(transfer->easy, CURLOPT_MIMEPOST, transfer->mime) !=
        CURLE_OK)
        transfer->is_unfit = true;
}

static void set_smtp(struct transfer *transfer)
{
    const struct exchange_request *request = transfer->request;
    long tls =
        request->tls == EXCHANGE_TLS_OFF ? CURLUSESSL_NONE : CURLUSESSL_ALL;

    set_text(transfer, CURLOPT_PROTOCOLS_STR, "smtp,smtps");
    set_long(transfer, CURLOPT_USE_SSL, tls);
    if (!is_mailbox(request->mail_from) || !is_mailbox(request->mail_to)) {
        refuse(transfer, "the envelope holds what is not a mailbox");
        return;
    }
    set_text(transfer, CURLOPT_MAIL_FROM, request->mail_from);
    add_line(transfer, &transfer->recipients, request->mail_to);
    add_headers(transfer);
    if (curl_easy_setopt(transfer->easy, CURLOPT_MAIL_RCPT,
                         transfer->recipients) != CURLE_OK ||
        curl_easy_setopt(transfer->easy, CURLOPT_HTTPHEADER,
                         transfer->headers) != CURLE_OK)
        transfer->is_unfit = true;
    add_parts(transfer);
}

struct transfer *transfer_create(const struct exchange_request *request,
                                 const char *cainfo)
{
    struct transfer *transfer = calloc(1, sizeof(*transfer));

    if (transfer == NULL)
        abort();
    transfer->easy = curl_easy_init();
    if (transfer->easy == NULL)
        abort();
    transfer->request = request;
    buf_init(&transfer->body,
             request->reply_max == 0 ? TRANSFER_REPLY_MAX : request->reply_max);
    buf_init(&transfer->good, TRANSFER_LINE_MAX);
    buf_init(&transfer->bad, TRANSFER_LINE_MAX);
    assert(request->timeout_s > 0);
    assert(request->kind == EXCHANGE_HTTP || request->kind == EXCHANGE_SMTP);

    set_common(transfer, cainfo);
    set_login(transfer);
    if (!transfer_line_is_clean(request->url) ||
        strchr(request->url, ' ') != NULL)
        refuse(transfer, "the URL holds a space or control character");
    set_text(transfer, CURLOPT_URL, request->url);
    if (request->kind == EXCHANGE_HTTP)
        set_http(transfer);
    else
        set_smtp(transfer);
    return transfer;
}

void transfer_destroy(struct transfer *transfer)
{
    curl_easy_cleanup(transfer->easy);
    curl_mime_free(transfer->mime);
    curl_slist_free_all(transfer->headers);
    curl_slist_free_all(transfer->recipients);
    curl_free(transfer->location);
    buf_finish(&transfer->body);
    buf_finish(&transfer->good);
    buf_finish(&transfer->bad);
    free(transfer);
}
