-- A yes or no for a channel, each with where it came from; the last one holds
-- (`consent`). Never updated.
CREATE TABLE consent_note (
    id       INTEGER PRIMARY KEY,
    customer INTEGER REFERENCES customer (id), -- NULL: it was about the address
    channel  TEXT NOT NULL,
    address  TEXT,                       -- number or mailbox, where it was said
                                         -- from or about one
    allowed  INTEGER NOT NULL,
    source   TEXT NOT NULL,              -- 'front desk', 'reply', 'merged', …
    at_s     INTEGER NOT NULL
) STRICT;
CREATE INDEX consent_note_customer ON consent_note (customer, id)
    WHERE customer IS NOT NULL;

INSERT INTO consent_note (customer, channel, allowed, source, at_s)
    SELECT customer, channel, allowed, source, at_s FROM consent ORDER BY at_s;

-- Numbers and mailboxes that must not be written to, whoever has them now or
-- is imported with them later.
CREATE TABLE opted_out (
    channel TEXT NOT NULL,
    address TEXT NOT NULL,
    at_s    INTEGER NOT NULL,
    PRIMARY KEY (channel, address)
) STRICT;

-- What a day's messages cost so far; a day is the office's, by its date.
CREATE TABLE spending (
    day        TEXT PRIMARY KEY,
    cost_micro INTEGER NOT NULL          -- millionths of the currency's unit
) STRICT;

-- What the owner must know, told by another route than the messages.
CREATE TABLE alarm (
    id      INTEGER PRIMARY KEY,
    kind    TEXT NOT NULL,               -- 'gateway', 'feed', 'silence', …
    subject TEXT NOT NULL,               -- which gateway, feed, day
    text    TEXT NOT NULL,
    mend    TEXT NOT NULL,               -- what to do
    since_s INTEGER NOT NULL,
    told_s  INTEGER,                     -- when the owner was told last
    ended_s INTEGER                      -- NULL: it goes on
) STRICT;
CREATE UNIQUE INDEX alarm_open ON alarm (kind, subject) WHERE ended_s IS NULL;
