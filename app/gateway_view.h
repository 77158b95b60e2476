/*
 * gateway_view.h - a request and its answer, fit to be shown to anybody
 *
 * Whatever is secret about a gateway is masked: its secrets in every dress
 * they go out in (percent, JSON, base64), and the tokens of our own URLs.
 */
#ifndef APP_GATEWAY_VIEW_H
#define APP_GATEWAY_VIEW_H

#include <jansson.h>

#include "notifiers/notifier.h"

/* A text without what is secret about these settings and this message. */
char *gateway_masked(const struct gateway_settings *settings, const char *key,
                     struct str text, struct arena *arena) NEVER_NULL;

/*
 * {"kind", "url", "method", "user", "headers": {…}, "arguments": […],
 * "body"}, masked; what it does not have is left out.
 */
json_t *gateway_request_json(const struct gateway_settings *settings,
                             const char *key,
                             const struct exchange_request *request,
                             struct arena *arena) NEVER_NULL;

/* {"fate", "status", "problem", "body"}, masked. */
json_t *gateway_answer_json(const struct gateway_settings *settings,
                            const char *key, const struct exchange_reply *reply,
                            struct arena *arena) NEVER_NULL;

/* {"outcome", "means", "code", "detail", "reference", "suppress", …}. */
json_t *gateway_verdict_json(const struct delivery *delivery) NEVER_NULL;

/* What follows from an outcome, as a sentence. */
const char *gateway_outcome_means(enum delivery_outcome outcome) NEVER_NULL;

#endif
