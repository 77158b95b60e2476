/*
 * dialects.h - the gateways of dialects/, one file each
 *
 * docs/gateways.md has their settings, and what each can and cannot do.
 */
#ifndef NOTIFIERS_DIALECTS_H
#define NOTIFIERS_DIALECTS_H

#include "notifiers/notifier.h"

extern const struct notifier notifier_aws_sns;
extern const struct notifier notifier_brevo;
extern const struct notifier notifier_clicksend;
extern const struct notifier notifier_command;
extern const struct notifier notifier_gammu;
extern const struct notifier notifier_infobip;
extern const struct notifier notifier_kannel;
extern const struct notifier notifier_mailgun;
extern const struct notifier notifier_messagebird;
extern const struct notifier notifier_ovhcloud;
extern const struct notifier notifier_plivo;
extern const struct notifier notifier_postmark;
extern const struct notifier notifier_sendgrid;
extern const struct notifier notifier_ses;
extern const struct notifier notifier_sinch;
extern const struct notifier notifier_telnyx;
extern const struct notifier notifier_twilio;
extern const struct notifier notifier_vonage;
extern const struct notifier notifier_vonage_sms;

/*
 * "$1$" and what OVHcloud wants signed of a request: settings->secret (of the
 * application) and settings->consumer, method, URL, body, seconds since 1970.
 */
char *ovhcloud_signature(const struct gateway_settings *settings,
                         const struct exchange_request *request,
                         const char *seconds, struct arena *arena) NEVER_NULL;

#endif
