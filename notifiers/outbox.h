/*
 * outbox.h - messages as files in a folder, for people to read
 *
 * Settings: url, the folder. Each message becomes KEY.eml or KEY.txt, written
 * whole; the same key again replaces the same file, so it is repeatable.
 */
#ifndef NOTIFIERS_OUTBOX_H
#define NOTIFIERS_OUTBOX_H

#include "notifiers/notifier.h"

extern const struct notifier notifier_outbox;

#endif
