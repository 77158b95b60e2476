/*
 * carrier_curl_mail.h - threads that talk to mail relays, for carrier_curl.c
 *
 * libcurl waits for a relay's last word, and for its answer to QUIT, without
 * giving the loop back (smtp_done and smtp_disconnect, 7.88 to 8.14): a relay
 * that thinks for ten seconds would stop everything for ten. So mail is sent
 * by a few threads; each keeps its connection while there is more to send and
 * ends when there has been nothing for a while. A connection on which a mail
 * failed is never used again: its next reply might belong to that mail.
 */
#ifndef NET_CARRIER_CURL_MAIL_H
#define NET_CARRIER_CURL_MAIL_H

#include <uv.h>

#include "net/carrier_curl_transfer.h"

struct mail_room;

/* At most `threads_max` mails are under way at once; 1.. */
struct mail_room *mail_room_create(uv_loop_t *loop, int threads_max) NEVER_NULL;

/*
 * Takes the transfer over. It is reported and destroyed on the loop, later.
 * Loop thread only.
 */
void mail_room_send(struct mail_room *room, struct transfer *transfer);

/*
 * Cuts all connections, reports what was under way or still queued, and lets
 * its handle close on the loop.
 */
void mail_room_destroy(struct mail_room *room);

#endif
