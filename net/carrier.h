/*
 * carrier.h - whoever takes an exchange to the other machine
 *
 * A carrier's `send` never calls back before it returns, and calls back
 * exactly once. The reply and what it points to are valid during the
 * callback only. The real one is carrier_curl.h; tests script their own.
 */
#ifndef NET_CARRIER_H
#define NET_CARRIER_H

#include "net/exchange.h"

typedef void exchange_done(const struct exchange_reply *reply, void *context);

struct carrier {
    void (*send)(struct carrier *carrier,
                 const struct exchange_request *request, exchange_done *done,
                 void *context);
};

static inline void carrier_send(struct carrier *carrier,
                                const struct exchange_request *request,
                                exchange_done *done, void *context)
{
    carrier->send(carrier, request, done, context);
}

#endif
