#include "notifiers/status_list.h"

#include <ctype.h>

/* Three digits at `*at`; false otherwise. */
static bool take_status(const char **at, int *out)
{
    *out = 0;
    for (int i = 0; i < 3; i++) {
        if (!isdigit((unsigned char)**at))
            return false;
        *out = *out * 10 + (*(*at)++ - '0');
    }
    return *out >= 100 && *out <= 599;
}

static void skip_blanks(const char **at)
{
    while (**at == ' ')
        (*at)++;
}

/* Takes "200" or "200-299" and the comma after it; false when it is neither. */
static bool take_range(const char **at, int *first, int *last)
{
    skip_blanks(at);
    if (!take_status(at, first))
        return false;
    *last = *first;
    if (**at == '-') {
        (*at)++;
        if (!take_status(at, last) || *last < *first)
            return false;
    }
    skip_blanks(at);
    if (**at == ',')
        (*at)++;
    else if (**at != '\0')
        return false;
    return true;
}

bool status_list_holds(const char *list, int status)
{
    int first;
    int last;

    while (list != NULL && *list != '\0') {
        if (!take_range(&list, &first, &last))
            return false;
        if (status >= first && status <= last)
            return true;
    }
    return false;
}

bool status_list_check(const char *list, struct error *err)
{
    const char *at = list;
    int first;
    int last;

    do {
        if (!take_range(&at, &first, &last))
            return error_set(err, ERROR_USAGE,
                             "'%.40s' is no list like 200-299,302", list);
    } while (*at != '\0');
    return true;
}
