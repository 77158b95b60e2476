/*
 * ids.h - one type per table key, so that ids cannot be mixed up
 *
 * `row` is the database's own integer; 0 means "none yet".
 */
#ifndef DOMAIN_IDS_H
#define DOMAIN_IDS_H

#include "base/base.h"

struct customer_id {
    int64_t row;
};
struct source_id {
    int64_t row; /* of an object of a source */
};
struct booking_id {
    int64_t row;
};
struct appointment_id {
    int64_t row;
};
struct reminder_id {
    int64_t row;
};
struct review_id {
    int64_t row;
};
struct message_id {
    int64_t row;
};

#endif
