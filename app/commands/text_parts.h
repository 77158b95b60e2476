/*
 * text_parts.h - the words of `kept text`, a file each
 */
#ifndef APP_COMMANDS_TEXT_PARTS_H
#define APP_COMMANDS_TEXT_PARTS_H

#include "app/call.h"
#include "notifiers/wording_check.h"

/* kept text check [FILE] */
int text_check_run(struct call *call);

/* kept text preview */
int text_preview_run(struct call *call);

/* kept text show LANGUAGE */
int text_show_run(struct call *call);

/* What a number of parts costs: "0.06 EUR"; NULL when nobody has said. */
const char *text_cost(const struct call *call, const struct config *config,
                      int parts, const char *currency);

#endif
