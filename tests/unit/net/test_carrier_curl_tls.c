/* test_carrier_curl_tls.c - whose certificates a carrier believes */
#include <arpa/inet.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/arena.h"
#include "tests/harness/one_exchange.h"
#include "tests/test.h"

extern char **environ;

/* An openssl s_server with a certificate that nobody has signed. */
struct tls_server {
    char folder[64];
    char certificate[100];
    char key[100];
    char place[40];
    int port;
    pid_t pid;
};

static pid_t start(const char *const *words)
{
    posix_spawn_file_actions_t files;
    char *arguments[32] = {0};
    pid_t pid;

    CHECK_INT(posix_spawn_file_actions_init(&files), 0);
    CHECK_INT(posix_spawn_file_actions_addopen(&files, 0, "/dev/null", O_RDONLY,
                                               0),
              0);
    CHECK_INT(posix_spawn_file_actions_addopen(&files, 1, "/dev/null", O_WRONLY,
                                               0),
              0);
    CHECK_INT(posix_spawn_file_actions_addopen(&files, 2, "/dev/null", O_WRONLY,
                                               0),
              0);
    for (size_t i = 0; words[i] != NULL; i++)
        arguments[i] = strdup(words[i]);
    if (posix_spawnp(&pid, "openssl", &files, NULL, arguments, environ) != 0)
        pid = -1;
    for (size_t i = 0; arguments[i] != NULL; i++)
        free(arguments[i]);
    (void)posix_spawn_file_actions_destroy(&files);
    return pid;
}

/* False where there is no openssl. */
static bool make_certificate(struct tls_server *server)
{
    const char *words[] = {"openssl",
                           "req",
                           "-x509",
                           "-newkey",
                           "ec",
                           "-pkeyopt",
                           "ec_paramgen_curve:prime256v1",
                           "-nodes",
                           "-days",
                           "2",
                           "-subj",
                           "/CN=localhost",
                           "-addext",
                           "subjectAltName=DNS:localhost",
                           "-keyout",
                           server->key,
                           "-out",
                           server->certificate,
                           NULL};
    pid_t pid = start(words);
    int status = -1;

    return pid > 0 && waitpid(pid, &status, 0) == pid && status == 0;
}

static struct sockaddr_in loopback(int port)
{
    struct sockaddr_in address = {.sin_family = AF_INET};

    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons((uint16_t)port);
    return address;
}

/* A port that was free a moment ago. */
static int free_port(void)
{
    struct sockaddr_in address = loopback(0);
    socklen_t len = sizeof(address);
    int file = socket(AF_INET, SOCK_STREAM, 0);

    CHECK_INT(bind(file, (struct sockaddr *)&address, len), 0);
    CHECK_INT(getsockname(file, (struct sockaddr *)&address, &len), 0);
    (void)close(file);
    return ntohs(address.sin_port);
}

static void wait_for(int port)
{
    static const struct timespec pause = {.tv_nsec = 20000000};
    struct sockaddr_in address = loopback(port);
    bool is_there = false;

    for (int i = 0; i < 250 && !is_there; i++) {
        int file = socket(AF_INET, SOCK_STREAM, 0);

        is_there =
            connect(file, (struct sockaddr *)&address, sizeof(address)) == 0;
        (void)close(file);
        (void)nanosleep(&pause, NULL);
    }
    CHECK(is_there);
}

static void tls_server_start(struct tls_server *server)
{
    const char *words[] = {"openssl",     "s_server",  "-accept",
                           server->place, "-cert",     server->certificate,
                           "-key",        server->key, "-www",
                           NULL};

    memset(server, 0, sizeof(*server));
    (void)snprintf(server->folder, sizeof(server->folder),
                   "/tmp/kept-test-XXXXXX");
    CHECK(mkdtemp(server->folder) != NULL);
    (void)snprintf(server->certificate, sizeof(server->certificate),
                   "%s/cert.pem", server->folder);
    (void)snprintf(server->key, sizeof(server->key), "%s/key.pem",
                   server->folder);
    if (!make_certificate(server)) {
        (void)rmdir(server->folder);
        SKIP("no openssl here");
    }
    server->port = free_port();
    (void)snprintf(server->place, sizeof(server->place), "127.0.0.1:%d",
                   server->port);
    server->pid = start(words);
    CHECK(server->pid > 0);
    wait_for(server->port);
}

static void tls_server_stop(struct tls_server *server)
{
    (void)kill(server->pid, SIGKILL);
    (void)waitpid(server->pid, NULL, 0);
    (void)unlink(server->certificate);
    (void)unlink(server->key);
    (void)rmdir(server->folder);
}

static enum exchange_fate fate_at(const struct tls_server *server,
                                  const char *host, const char *ca_file)
{
    struct arena arena = {0};
    struct exchange_request request = {
        .kind = EXCHANGE_HTTP,
        .method = "GET",
        .url = arena_printf(&arena, "https://%s:%d/", host, server->port),
        .ca_file = ca_file,
        .timeout_s = 5,
    };
    enum exchange_fate fate = exchange_once(&request, &arena).fate;

    arena_free(&arena);
    return fate;
}

TEST(carrier_curl_tls, believes_only_certificates_it_has_a_reason_to)
{
    struct tls_server server;

    tls_server_start(&server);
    CHECK_INT(fate_at(&server, "localhost", NULL), EXCHANGE_REJECTED);
    CHECK_INT(fate_at(&server, "localhost", server.certificate),
              EXCHANGE_ANSWERED);
    /* The right certificate under the wrong name. */
    CHECK_INT(fate_at(&server, "127.0.0.1", server.certificate),
              EXCHANGE_REJECTED);
    CHECK_INT(fate_at(&server, "localhost", "/no/such/file.pem"),
              EXCHANGE_REJECTED);
    tls_server_stop(&server);
}
