-- What gateways and bounces say about messages afterwards, in any order and
-- more than once.
CREATE TABLE receipt (
    id         INTEGER PRIMARY KEY,
    key        TEXT NOT NULL UNIQUE,     -- fingerprint: a repeat has the same
    message    INTEGER REFERENCES message (id), -- NULL: not found yet
    gateway    TEXT NOT NULL,            -- who says so: "mail", "sms"
    reference  TEXT,                     -- the gateway's id of the message
    state      TEXT NOT NULL CHECK
               (state = 'queued' OR state = 'sent' OR state = 'buffered' OR
                state = 'expired' OR state = 'failed' OR
                state = 'undelivered' OR state = 'delivered' OR
                state = 'read'),
    code       TEXT NOT NULL DEFAULT '', -- its reason: "5.1.1"
    detail     TEXT NOT NULL DEFAULT '', -- in words, nobody's address
    suppress   TEXT NOT NULL DEFAULT '', -- nothing more to this address, and
                                         -- who says so; '': no such thing
    is_part    INTEGER NOT NULL DEFAULT 0, -- 1: of one part of the message
    at_s       INTEGER NOT NULL,         -- when it came
    waits      INTEGER NOT NULL          -- 1: until the attempt is on record
) STRICT;
CREATE INDEX receipt_message ON receipt (message) WHERE message IS NOT NULL;
CREATE INDEX receipt_waits ON receipt (at_s) WHERE waits = 1;

CREATE INDEX delivery_reference ON delivery (reference)
    WHERE reference IS NOT NULL;
