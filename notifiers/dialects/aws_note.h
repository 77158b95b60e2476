/*
 * aws_note.h - what Amazon SNS sends to a subscriber
 *
 * An envelope with a message inside, signed with the key of a certificate
 * that the envelope names. Whoever receives it fetches that certificate first
 * (aws_note_certificate()) and puts it into webhook_trust. Anybody can have
 * SNS sign a note of theirs: the token in the URL must be ours as well.
 */
#ifndef NOTIFIERS_DIALECTS_AWS_NOTE_H
#define NOTIFIERS_DIALECTS_AWS_NOTE_H

#include <jansson.h>

#include "notifiers/webhook.h"

/*
 * The URL of the certificate; NULL unless it is https, on the host of SNS in
 * some region: anybody can write an envelope.
 */
char *aws_note_certificate(const struct webhook_request *request,
                           struct arena *arena);

/* Whether trust->certificate signed it (versions 1 and 2), recently. */
bool aws_note_is_signed(const struct webhook_request *request,
                        const struct webhook_trust *trust);

/*
 * The JSON inside a notification, or the whole where SNS delivers it raw;
 * NULL when there is none. Given back with json_decref().
 */
json_t *aws_note_read(const struct webhook_request *request,
                      struct arena *arena);

/* Where to go to say that we want these; NULL unless it asks for that. */
char *aws_note_confirmation(const struct webhook_request *request,
                            struct arena *arena);

#endif
