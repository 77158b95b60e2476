-- Messages, reminders and deliveries are written six times for each that
-- leaves. SQLite makes a table of its own for each list a rule looks a value up
-- in, so the rules are written out here.
CREATE TABLE new_message (
    id         INTEGER PRIMARY KEY,
    address    TEXT NOT NULL,
    channel    TEXT NOT NULL CHECK (channel = 'sms' OR channel = 'mail'),
    occasion   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK
               (state = 'planned' OR state = 'claimed' OR
                state = 'accepted' OR state = 'delivered' OR
                state = 'refused' OR state = 'unknown' OR
                state = 'cancelled' OR state = 'expired' OR
                state = 'skipped'),
    due_s      INTEGER NOT NULL,         -- next time it may be tried
    expires_s  INTEGER NOT NULL,
    attempts   INTEGER NOT NULL DEFAULT 0, -- those that count
    fence      INTEGER NOT NULL DEFAULT 0, -- raised by every claim
    lease_s    INTEGER,                  -- a claim is lapsed after this
    gateway    TEXT NOT NULL DEFAULT '',
    key        TEXT NOT NULL UNIQUE,     -- stable across attempts
    reason     TEXT NOT NULL DEFAULT '',
    subject    TEXT NOT NULL DEFAULT '', -- as last sent
    body       TEXT NOT NULL DEFAULT '',
    parts      INTEGER NOT NULL DEFAULT 0,
    cost_micro INTEGER NOT NULL DEFAULT 0, -- millionths of the currency's unit
    sent_s     INTEGER,                  -- when it was accepted
    created_s  INTEGER NOT NULL,
    UNIQUE (address, channel, occasion)
) STRICT;
INSERT INTO new_message SELECT * FROM message;
DROP TABLE message;
ALTER TABLE new_message RENAME TO message;
CREATE INDEX message_due ON message (channel, due_s) WHERE state = 'planned';
CREATE INDEX message_claimed ON message (id) WHERE state = 'claimed';

CREATE TABLE new_reminder (
    id          INTEGER PRIMARY KEY,
    appointment INTEGER NOT NULL REFERENCES appointment (id),
    rule        TEXT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel = 'sms' OR channel = 'mail'),
    due_s       INTEGER NOT NULL,
    expires_s   INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK
               (state = 'planned' OR state = 'claimed' OR
                state = 'accepted' OR state = 'delivered' OR
                state = 'refused' OR state = 'unknown' OR
                state = 'cancelled' OR state = 'expired' OR
                state = 'skipped'),
    reason      TEXT NOT NULL DEFAULT '',
    message     INTEGER REFERENCES message (id),
    UNIQUE (appointment, rule, channel)
) STRICT;
INSERT INTO new_reminder SELECT * FROM reminder;
DROP TABLE reminder;
ALTER TABLE new_reminder RENAME TO reminder;
CREATE INDEX reminder_due ON reminder (channel, due_s)
    WHERE state = 'planned' AND message IS NULL;
CREATE INDEX reminder_message ON reminder (message) WHERE message IS NOT NULL;

CREATE TABLE new_delivery (
    id        INTEGER PRIMARY KEY,
    message   INTEGER NOT NULL REFERENCES message (id),
    fence     INTEGER NOT NULL,
    gateway   TEXT NOT NULL,
    at_s      INTEGER NOT NULL,
    outcome   TEXT NOT NULL CHECK
              (outcome = 'accepted' OR outcome = 'retry' OR
                outcome = 'refused' OR outcome = 'config' OR
                outcome = 'unknown'),
    status    INTEGER NOT NULL DEFAULT 0,
    reference TEXT,
    detail    TEXT NOT NULL DEFAULT '',
    UNIQUE (message, fence)
) STRICT;
INSERT INTO new_delivery SELECT * FROM delivery;
DROP TABLE delivery;
ALTER TABLE new_delivery RENAME TO delivery;

-- A message whose fate is in doubt stays claimed while its gateway can be
-- asked about it.
ALTER TABLE message ADD COLUMN ask_s INTEGER;     -- when to ask; NULL: nothing
                                                  -- is to be asked
ALTER TABLE message ADD COLUMN doubted_s INTEGER; -- since when it is in doubt
ALTER TABLE message ADD COLUMN repeated INTEGER NOT NULL DEFAULT 0; -- 1: sent
                                                  -- again after a doubt, once
CREATE INDEX message_ask ON message (ask_s) WHERE ask_s IS NOT NULL;

-- What has become too late is found without reading everything that is due.
CREATE INDEX reminder_expires ON reminder (expires_s)
    WHERE state = 'planned' AND message IS NULL;

-- Messages of which nobody knows whether they arrived are few.
CREATE INDEX message_unknown ON message (created_s) WHERE state = 'unknown';
