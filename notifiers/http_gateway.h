/*
 * http_gateway.h - any service that takes a request per message
 *
 * Entirely by configuration (docs/gateways.md): method, URL, headers and body
 * are templates whose values are escaped for where they stand, and the answer
 * is read by status lists, patterns and a pointer into its JSON.
 *
 * Placeholders: to, to.digits (without the plus), text, subject, html,
 * key and ref (the message's key), sender, user, secret, coding (0: GSM 03.38,
 * 2: UCS-2). A user and secret that no template mentions are sent as Basic
 * authorization.
 */
#ifndef NOTIFIERS_HTTP_GATEWAY_H
#define NOTIFIERS_HTTP_GATEWAY_H

#include "notifiers/notifier.h"

extern const struct notifier notifier_http;

#endif
