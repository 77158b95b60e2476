/*
 * config_bounces.h - the mailbox that bounces come back to, checked
 *
 * For app/config.c alone.
 */
#ifndef APP_CONFIG_BOUNCES_H
#define APP_CONFIG_BOUNCES_H

#include "app/config_gateway.h"

/* `raw` NULL: no mailbox is read. After the mail gateway. */
MUST_USE bool config_bounces_read(const struct config_reader *reader,
                                  const struct raw_bounces *raw);

#endif
