/*
 * fetch.h - exchanges that are waited for
 *
 * For commands and worker threads: each has a loop and a carrier of its own.
 */
#ifndef NET_FETCH_H
#define NET_FETCH_H

#include "base/arena.h"
#include "base/error.h"
#include "net/exchange.h"

/*
 * True when there is an answer, whatever its status; everything in `out`
 * belongs to `arena`. Otherwise ERROR_TEMPORARY when the other side could not
 * be reached or fell silent, ERROR_REFUSED when we would not go there
 * (certificate, private address, too much data). The text holds no path.
 */
MUST_USE bool fetch_document(const struct exchange_request *request,
                             struct arena *arena, struct exchange_reply *out,
                             struct error *err);

/*
 * For a conversation: questions to one server share its connection (local
 * addresses excepted, see carrier_curl.h). Of one thread at a time. Errors as
 * above; ERROR_MACHINE when there is no loop to be had.
 */
struct fetcher;

MUST_USE bool fetcher_open(struct fetcher **out, struct error *err);
MUST_USE bool fetcher_ask(struct fetcher *fetcher,
                          const struct exchange_request *request,
                          struct arena *arena, struct exchange_reply *out,
                          struct error *err);

/* NULL is accepted. */
void fetcher_close(struct fetcher *fetcher);

#endif
