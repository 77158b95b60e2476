/*
 * status_list.h - HTTP statuses as people write them: "200-299,302"
 */
#ifndef NOTIFIERS_STATUS_LIST_H
#define NOTIFIERS_STATUS_LIST_H

#include "base/error.h"

/* Whether the list names the status; NULL and nonsense name none. */
bool status_list_holds(const char *list, int status);

/* ERROR_USAGE when it is no list of statuses from 100 to 599. */
MUST_USE bool status_list_check(const char *list, struct error *err);

#endif
