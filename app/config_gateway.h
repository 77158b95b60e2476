/*
 * config_gateway.h - one gateway of kept.yaml, checked
 *
 * For app/config*.c alone.
 */
#ifndef APP_CONFIG_GATEWAY_H
#define APP_CONFIG_GATEWAY_H

#include "app/config.h"
#include "app/config_schema.h"
#include "app/settings_read.h"

struct config_reader {
    struct settings settings;
    const struct config_source *source;
    struct config *out;
};

/* The outbox, which needs no settings. */
void config_gateway_default(const struct config_source *source,
                            enum channel channel, struct config *out);

/* "mail.url" from the channel and the key. Returns `out`. */
const char *config_gateway_path(char out[SETTING_PATH_MAX],
                                enum channel channel, const char *key);

/* `raw` NULL: the outbox. */
MUST_USE bool config_gateway_read(const struct config_reader *reader,
                                  enum channel channel,
                                  const struct raw_gateway *raw);

#endif
