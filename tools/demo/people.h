/*
 * people.h - people with names nobody has, and numbers nobody answers
 *
 * Telephone numbers come from ranges that are kept free for fiction: +33 6 39
 * 98 xx xx (ARCEP) and +44 7700 900xxx (Ofcom); mailboxes from example.org.
 */
#ifndef TOOLS_DEMO_PEOPLE_H
#define TOOLS_DEMO_PEOPLE_H

#include "tools/demo/life.h"

/* Fills in LIFE_PEOPLE people. */
void people_make(struct person *people, struct dice *dice);

#endif
