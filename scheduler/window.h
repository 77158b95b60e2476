/*
 * window.h - when messages may leave
 *
 * A window is a week of spans on the wall clock of the appointment's zone. An
 * instant is allowed when its wall time lies in a span of its weekday: `from`
 * is inside, `until` is not. In an overlap both showings of an allowed minute
 * are allowed; minutes in a gap do not exist. Pure.
 */
#ifndef SCHEDULER_WINDOW_H
#define SCHEDULER_WINDOW_H

#include "base/instant.h"
#include "base/zone.h"
#include "domain/office.h"

/* Whether a message may leave at that instant: the check at sending. */
bool window_is_open(const struct week *window, const struct zone *zone,
                    struct instant at);

/*
 * The first allowed instant at or after `from` and before `until`: where a
 * message goes whose window closed before it could leave. False when there is
 * none; then `out` is untouched.
 */
bool window_next(const struct week *window, const struct zone *zone,
                 struct instant from, struct instant until,
                 struct instant *out);

/*
 * Moves `due` to where it is allowed (product.md, invariant 6). In this order:
 *
 *   1. an allowed `due` stays, even when it has passed, as long as an allowed
 *      instant is left in [now, expires);
 *   2. else the start of the last allowed minute before `due` ("09:00-20:00"
 *      gives 19:59, so that a minute is left to send it in), unless that is
 *      before `now`;
 *   3. else the first allowed instant in [now, expires).
 *
 * False when none of them exists (REASON_NO_ALLOWED_TIME), or `due` does not
 * lie before `expires`; then `due` is untouched. After success `due` lies before `expires`.
 */
bool window_fit(const struct week *window, const struct zone *zone,
                struct instant now, struct instant *due,
                struct instant expires);

#endif
