/*
 * config_vendor.h - what the gateways of vendors read of kept.yaml
 *
 * For app/config_gateway.c alone.
 */
#ifndef APP_CONFIG_VENDOR_H
#define APP_CONFIG_VENDOR_H

#include "app/config_gateway.h"

/*
 * User and secrets, the texts and words of vendors, and where receipts come:
 * below the public URL, which is read before.
 */
MUST_USE bool config_vendor_read(const struct config_reader *reader,
                                 enum channel channel,
                                 const struct raw_gateway *raw,
                                 struct gateway_settings *out);

#endif
