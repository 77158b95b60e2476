/*
 * one_exchange.h - one exchange over a real carrier, for tests of net/
 */
#ifndef TESTS_HARNESS_ONE_EXCHANGE_H
#define TESTS_HARNESS_ONE_EXCHANGE_H

#include "base/arena.h"
#include "net/exchange.h"

/* The whole reply, copied into `arena`, whatever its fate. */
struct exchange_reply exchange_once(const struct exchange_request *request,
                                    struct arena *arena);

#endif
