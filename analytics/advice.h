/*
 * advice.h - what to do about it: at most three sentences, from the figures
 */
#ifndef ANALYTICS_ADVICE_H
#define ANALYTICS_ADVICE_H

#include "analytics/report.h"

/*
 * Fills `report->advice` from the rest of it, the most pressing first. Says
 * nothing where the figures say nothing: each sentence needs an interval that
 * clears the office's rate, or a number of visits that is simply there.
 */
void advice_give(struct report *report, struct arena *arena);

#endif
