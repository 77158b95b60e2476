/*
 * gateways.h - any gateway, with every setting it could want
 */
#ifndef TESTS_HARNESS_GATEWAYS_H
#define TESTS_HARNESS_GATEWAYS_H

#include "notifiers/notifier.h"

#define GATEWAY_KEY "0f1e2d3c4b5a69788796a5b4c3d2e1f0"
#define GATEWAY_AT  1795539600 /* 2026-11-24T17:00:00Z */

/* Settings with which the notifier composes; secrets begin with "hush". */
struct gateway_settings gateway_settings_for(const struct notifier *notifier);

/* A message it carries. */
struct message gateway_message_for(const struct notifier *notifier);

#endif
