/*
 * text_check.h - the office's own texts, checked when they are saved
 */
#ifndef APP_TEXT_CHECK_H
#define APP_TEXT_CHECK_H

#include "app/office.h"

/* An office_text_check by notifiers/wording.h. */
bool text_check(const struct office *office, const struct text *text,
                struct error *err);

#endif
