#include "tests/harness/stub_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/socket.h>
#include <unistd.h>

#define HEARD_MAX (256UL * 1024)

struct stub_server {
    stub_talk *talk;
    const void *context;
    pthread_t thread;
    pthread_mutex_t lock;
    int listener;
    int port;
    int connections;
    int requests;
    size_t heard_len;
    char heard[HEARD_MAX];
};

static void *serve(void *argument)
{
    struct stub_server *server = argument;
    int socket;

    while ((socket = accept(server->listener, NULL, NULL)) >= 0) {
        (void)pthread_mutex_lock(&server->lock);
        server->connections++;
        (void)pthread_mutex_unlock(&server->lock);
        server->talk(server, socket);
        (void)close(socket);
    }
    return NULL;
}

struct stub_server *stub_start(stub_talk *talk, const void *context)
{
    struct stub_server *server = calloc(1, sizeof(*server));
    struct sockaddr_in address = {.sin_family = AF_INET};
    socklen_t len = sizeof(address);

    if (server == NULL)
        abort();
    server->talk = talk;
    server->context = context;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    server->listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (server->listener < 0 ||
        bind(server->listener, (struct sockaddr *)&address, len) != 0 ||
        listen(server->listener, 64) != 0 ||
        getsockname(server->listener, (struct sockaddr *)&address, &len) != 0)
        abort();
    server->port = ntohs(address.sin_port);
    if (pthread_mutex_init(&server->lock, NULL) != 0 ||
        pthread_create(&server->thread, NULL, serve, server) != 0)
        abort();
    return server;
}

void stub_stop(struct stub_server *server)
{
    if (server == NULL)
        return;
    (void)shutdown(server->listener, SHUT_RDWR);
    (void)pthread_join(server->thread, NULL);
    (void)close(server->listener);
    (void)pthread_mutex_destroy(&server->lock);
    free(server);
}

int stub_port(const struct stub_server *server)
{
    return server->port;
}

const void *stub_context(const struct stub_server *server)
{
    return server->context;
}

int stub_connections(struct stub_server *server)
{
    int count;

    (void)pthread_mutex_lock(&server->lock);
    count = server->connections;
    (void)pthread_mutex_unlock(&server->lock);
    return count;
}

int stub_requests(struct stub_server *server)
{
    int count;

    (void)pthread_mutex_lock(&server->lock);
    count = server->requests;
    (void)pthread_mutex_unlock(&server->lock);
    return count;
}

/* What was remembered before the lock was taken is there to be read. */
const char *stub_heard(struct stub_server *server)
{
    (void)pthread_mutex_lock(&server->lock);
    (void)pthread_mutex_unlock(&server->lock);
    return server->heard;
}

static void remember(struct stub_server *server, const char *bytes, size_t len)
{
    (void)pthread_mutex_lock(&server->lock);
    if (len > HEARD_MAX - 1 - server->heard_len)
        len = HEARD_MAX - 1 - server->heard_len;
    memcpy(server->heard + server->heard_len, bytes, len);
    server->heard_len += len;
    server->heard[server->heard_len] = '\0';
    (void)pthread_mutex_unlock(&server->lock);
}

void stub_remember(struct stub_server *server, const char *text)
{
    remember(server, text, strlen(text));
}

/* Whether head and body are there. */
static bool is_whole(const char *heard)
{
    const char *end = strstr(heard, "\r\n\r\n");
    const char *length;

    if (end == NULL)
        return false;
    length = strcasestr(heard, "\ncontent-length:");
    if (length == NULL || length > end)
        return true;
    return strlen(end + 4) >= strtoul(length + 16, NULL, 10);
}

bool stub_hear_http(struct stub_server *server, int socket)
{
    char bytes[4096];
    ssize_t got;

    server->heard_len = 0;
    server->heard[0] = '\0';
    while (!is_whole(server->heard)) {
        got = read(socket, bytes, sizeof(bytes));
        if (got <= 0)
            return false;
        remember(server, bytes, (size_t)got);
    }
    (void)pthread_mutex_lock(&server->lock);
    server->requests++;
    (void)pthread_mutex_unlock(&server->lock);
    return true;
}

bool stub_hear_line(int socket, char *out, size_t size)
{
    size_t len = 0;

    while (len + 1 < size) {
        if (read(socket, out + len, 1) != 1)
            return false;
        if (out[len] == '\n')
            break;
        if (out[len] != '\r')
            len++;
    }
    out[len] = '\0';
    return true;
}

void stub_say_bytes(int socket, const void *bytes, size_t len)
{
    const char *at = bytes;

    while (len > 0) {
        ssize_t sent = send(socket, at, len, MSG_NOSIGNAL);

        if (sent <= 0)
            return;
        at += sent;
        len -= (size_t)sent;
    }
}

void stub_say(int socket, const char *text)
{
    stub_say_bytes(socket, text, strlen(text));
}

void stub_stall(int socket, int limit_ms)
{
    struct pollfd wait = {.fd = socket, .events = POLLRDHUP};

    (void)poll(&wait, 1, limit_ms);
}
