/*
 * twilio_signature.h - whether Twilio signed a request
 */
#ifndef NOTIFIERS_DIALECTS_TWILIO_SIGNATURE_H
#define NOTIFIERS_DIALECTS_TWILIO_SIGNATURE_H

#include "notifiers/webhook.h"

/*
 * X-Twilio-Signature: base64 of HMAC-SHA1 of the URL and each form field,
 * name and value, sorted by name; a field given several times counts with
 * each of its values once, sorted. Of a body that is no form the URL has the
 * digest instead (bodySHA256). Senders write the URL with or without the
 * usual port, and some encode its query anew: each of these will do.
 */
bool twilio_is_signed(const struct webhook_request *request,
                      const char *secret);

#endif
