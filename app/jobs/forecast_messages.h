/*
 * forecast_messages.h - the messages that planned reminders will be
 */
#ifndef APP_JOBS_FORECAST_MESSAGES_H
#define APP_JOBS_FORECAST_MESSAGES_H

#include "app/jobs/forecast.h"

/*
 * Gives each planned row its message, as app/jobs/gather.h would: one for the
 * visits of a day behind an address, none beyond the office's caps (then the
 * row is skipped). Writes the words to count parts and cost. `is_replay`: what
 * the database has of messages does not count.
 */
MUST_USE bool forecast_messages(struct call *call, const struct office *office,
                                bool is_replay, struct forecast *forecast,
                                struct error *err);

#endif
