/*
 * text_check.h - the office's own texts, checked when they are saved
 */
#ifndef APP_TEXT_CHECK_H
#define APP_TEXT_CHECK_H

#include <stdio.h>

#include "app/office.h"

/* An office_text_check by notifiers/wording.h. */
bool text_check(const struct office *office, const struct text *text,
                struct error *err);

/* Says on `err` what is allowed but unwise, text by text. */
void text_check_warn(const struct office *office, FILE *err);

#endif
