/*
 * stub_server.h - another machine, played by a thread on a port of loopback
 *
 * A test says what is talked on each connection, one after the other; the
 * server counts them and remembers what it was told.
 */
#ifndef TESTS_HARNESS_STUB_SERVER_H
#define TESTS_HARNESS_STUB_SERVER_H

#include <stdbool.h>
#include <stddef.h>

struct stub_server;

/* One connection's side of the talk; it is closed afterwards. */
typedef void stub_talk(struct stub_server *server, int socket);

/* Listens on a free port of 127.0.0.1; `context` is for the talk. */
struct stub_server *stub_start(stub_talk *talk, const void *context);

/* Waits for the talk under way; NULL is accepted. */
void stub_stop(struct stub_server *server);

int stub_port(const struct stub_server *server);
const void *stub_context(const struct stub_server *server);

/* Connections and whole HTTP requests so far. */
int stub_connections(struct stub_server *server);
int stub_requests(struct stub_server *server);

/* The last request, or all that was remembered; after the answer only. */
const char *stub_heard(struct stub_server *server);

/*
 * Reads an HTTP request, head and body (Content-Length), into what
 * stub_heard() returns; false when the client went away.
 */
bool stub_hear_http(struct stub_server *server, int socket);

/* Reads one line; false when the client went away. Not remembered. */
bool stub_hear_line(int socket, char *out, size_t size);

/* Appends to what stub_heard() returns. */
void stub_remember(struct stub_server *server, const char *text);

/* Says `text`; a client that has gone is no failure. */
void stub_say(int socket, const char *text);
void stub_say_bytes(int socket, const void *bytes, size_t len);

/* Says nothing until the client goes away, `limit_ms` at most. */
void stub_stall(int socket, int limit_ms);

#endif
