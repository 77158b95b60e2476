/*
 * smtp.h - mail through a relay
 *
 * Settings: url (smtp://host:587 with STARTTLS, smtps://host:465), tls, user
 * and secret, sender, ca_file. Replies are judged by their code: docs/
 * gateways.md has the table.
 */
#ifndef NOTIFIERS_SMTP_H
#define NOTIFIERS_SMTP_H

#include "notifiers/notifier.h"

extern const struct notifier notifier_smtp;

#endif
