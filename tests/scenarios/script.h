/*
 * script.h - the carrier of a story: it takes requests and answers from a
 * script
 *
 * It obeys net/carrier.h: it never calls back before `send` returns, and
 * exactly once. A request that finds no answer waiting in its channel's line
 * is accepted; the outbox accepts everything, unless the next in its channel's
 * line hangs. An attempt that hangs stays in flight until it is answered or
 * the program crashes.
 */
#ifndef TESTS_SCENARIOS_SCRIPT_H
#define TESTS_SCENARIOS_SCRIPT_H

#include "domain/channel.h"
#include "net/carrier.h"

#define SCRIPT_LINE_MAX 64
#define SCRIPT_SENT_MAX 256

/* One answer; texts belong to the script. */
struct script_answer {
    enum exchange_fate fate;
    bool hangs;
    int status;
    char *body;
    struct span retry_after;
};

/* One request as the other side saw it. Its texts are copies. */
struct script_sent {
    enum channel channel;
    bool is_outbox;   /* a file, not a gateway */
    bool is_question; /* about a message, which it does not send */
    bool is_expected;
    char *to;
    char *subject; /* "" for SMS */
    char *text;
    char *key;
};

/* An attempt in flight. */
struct script_flight {
    enum channel channel;
    struct script_answer answer;
    exchange_done *done;
    void *context;
};

struct script {
    struct carrier carrier;
    struct script_answer line[CHANNEL_COUNT][SCRIPT_LINE_MAX];
    size_t line_count[CHANNEL_COUNT];
    struct script_answer always[CHANNEL_COUNT]; /* when the line is empty */
    struct script_sent sent[SCRIPT_SENT_MAX];
    size_t sent_count;
    struct script_flight flights[SCRIPT_LINE_MAX];
    size_t flight_count;
    size_t steps;   /* requests and answers so far */
    bool is_dead;   /* nobody listens any more: a crashed engine's last words */
    bool went_away; /* a request asked to leave this machine */
};

void script_init(struct script *script);
void script_finish(struct script *script);

/* Puts an answer at the end of a channel's line; false when it is full. */
bool script_add(struct script *script, enum channel channel,
                struct script_answer answer);

/* What every request of the channel gets from now on, once the line is out. */
void script_always(struct script *script, enum channel channel,
                   struct script_answer answer);

/* Gives the first attempt that hangs its answer; false when none does. */
bool script_answer_hanging(struct script *script, enum channel channel,
                           struct script_answer answer);

/* Answers every attempt that does not hang; whether there was one. */
bool script_deliver(struct script *script);

/* Everything in flight is cut off; what is sent from now on, too. */
void script_die(struct script *script);

/* How many attempts hang. */
size_t script_hanging(const struct script *script);

#endif
