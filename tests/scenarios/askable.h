/*
 * askable.h - an SMS gateway that can be asked what it has
 *
 * The story's http gateway as it is, and a way to ask it besides: a GET that
 * 200 answers with "I have it" and 404 with "I do not". The runner puts it in
 * the place of notifier_find() by the linker's --wrap.
 */
#ifndef TESTS_SCENARIOS_ASKABLE_H
#define TESTS_SCENARIOS_ASKABLE_H

#include <stdbool.h>

/* For the whole program: it tells one story. */
void askable_set(bool on);

#endif
