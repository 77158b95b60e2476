/*
 * fetch.h - one exchange, waited for
 *
 * For commands and worker threads: it has a loop and a carrier of its own.
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

#endif
