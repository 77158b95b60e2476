-- The whole house on day one. Instants are Unix seconds in UTC (…_s), money is
-- integer minor units of the office's currency (…_minor).

CREATE TABLE setting (
    name  TEXT PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;

-- The office file, one row a section, as canonical YAML.
CREATE TABLE office_section (
    name TEXT PRIMARY KEY,
    body TEXT NOT NULL
) STRICT;

CREATE TABLE customer (
    id          INTEGER PRIMARY KEY,
    external    TEXT UNIQUE,             -- the id in the office's own system
    name        TEXT NOT NULL DEFAULT '',
    phone       TEXT,                    -- E.164
    phone_doubt TEXT,                    -- a number nobody may text, as written
    mail        TEXT,
    language    TEXT,                    -- BCP 47; NULL: the office's
    birth_year  INTEGER,
    created_s   INTEGER NOT NULL
) STRICT;
CREATE INDEX customer_phone ON customer (phone) WHERE phone IS NOT NULL;
CREATE INDEX customer_mail ON customer (mail) WHERE mail IS NOT NULL;

-- Absent: not asked, which allows reminders.
CREATE TABLE consent (
    customer INTEGER NOT NULL REFERENCES customer (id),
    channel  TEXT NOT NULL CHECK (channel IN ('sms', 'mail')),
    allowed  INTEGER NOT NULL CHECK (allowed IN (0, 1)),
    source   TEXT NOT NULL,
    at_s     INTEGER NOT NULL,
    PRIMARY KEY (customer, channel)
) STRICT;

CREATE TABLE appointment (
    id           INTEGER PRIMARY KEY,
    customer     INTEGER REFERENCES customer (id),
    start_s      INTEGER NOT NULL,
    end_s        INTEGER NOT NULL,
    zone         TEXT NOT NULL,          -- IANA name
    wall         TEXT NOT NULL,          -- start on the wall: 2026-10-25T09:00:00
    service      TEXT NOT NULL DEFAULT '',
    provider     TEXT NOT NULL DEFAULT '',
    site         TEXT NOT NULL DEFAULT '',
    price_minor  INTEGER,
    fee_minor    INTEGER NOT NULL DEFAULT 0,
    state        TEXT NOT NULL CHECK (state IN
                 ('booked', 'confirmed', 'cancelled', 'moved', 'withdrawn')),
    cancelled_by TEXT CHECK (cancelled_by IN ('customer', 'office')),
    said_s       INTEGER,                -- when it was said; a bracket's best end
    said_until_s INTEGER,                -- bracket only: first time it was gone
    freed_s      INTEGER,                -- when the slot became free again
    booked_s     INTEGER,                -- when it was made, if known
    moved_to     INTEGER REFERENCES appointment (id),
    reminded     INTEGER,                -- what an import said: 0, 1 or NULL
    title        TEXT NOT NULL DEFAULT '',
    notes        TEXT NOT NULL DEFAULT '',
    created_s    INTEGER NOT NULL,       -- when kept first knew of it
    replan       INTEGER NOT NULL DEFAULT 1 -- 1: its reminders wait for the planner
) STRICT;
CREATE INDEX appointment_replan ON appointment (id) WHERE replan = 1;
CREATE INDEX appointment_start ON appointment (start_s);
CREATE INDEX appointment_customer ON appointment (customer, start_s);

CREATE TABLE appointment_group (
    appointment INTEGER NOT NULL REFERENCES appointment (id),
    name        TEXT NOT NULL,           -- "employment" of group:employment
    value       TEXT NOT NULL,
    PRIMARY KEY (appointment, name)
) STRICT;

-- Unmarked is the absence of a row.
CREATE TABLE attendance (
    appointment INTEGER PRIMARY KEY REFERENCES appointment (id),
    result      TEXT NOT NULL CHECK (result IN
                ('attended', 'late', 'left', 'no-show')),
    noted_s     INTEGER NOT NULL,
    who         TEXT NOT NULL,
    reason      TEXT NOT NULL DEFAULT ''
) STRICT;

-- Everything that happened to an appointment: who, when, from where, and what
-- it was before, so that it can be undone. Never updated.
CREATE TABLE event (
    id          INTEGER PRIMARY KEY,
    appointment INTEGER REFERENCES appointment (id),
    at_s        INTEGER NOT NULL,
    who         TEXT NOT NULL,           -- 'feed chair-1', 'command line', 'planner'
    what        TEXT NOT NULL,           -- 'imported', 'marked', 'moved', …
    before      TEXT NOT NULL DEFAULT '',
    after       TEXT NOT NULL DEFAULT '',
    detail      TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX event_appointment ON event (appointment, id);

CREATE TABLE feed (
    name          TEXT PRIMARY KEY,
    etag          TEXT,
    last_modified TEXT,
    body_hash     TEXT,
    checked_s     INTEGER,               -- last try
    good_s        INTEGER,               -- last fetch that was understood
    next_s        INTEGER NOT NULL DEFAULT 0,
    failures      INTEGER NOT NULL DEFAULT 0,
    state         TEXT NOT NULL DEFAULT 'new'
                  CHECK (state IN ('new', 'ok', 'suspicious', 'rejected')),
    detail        TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE booking (
    id          INTEGER PRIMARY KEY,
    feed        TEXT NOT NULL,
    uid         TEXT NOT NULL,
    recurrence  TEXT NOT NULL DEFAULT '',
    appointment INTEGER NOT NULL REFERENCES appointment (id),
    sequence    INTEGER NOT NULL DEFAULT -1,
    content     TEXT NOT NULL,           -- fingerprint of the current version
    seen_s      INTEGER NOT NULL,        -- last good fetch that had it
    missing_s   INTEGER,                 -- first good fetch that had it not
    gone        INTEGER NOT NULL DEFAULT 0, -- 1: withdrawn or ended
    UNIQUE (feed, uid, recurrence)
) STRICT;
CREATE INDEX booking_appointment ON booking (appointment);

CREATE TABLE booking_version (
    booking INTEGER NOT NULL REFERENCES booking (id),
    seen_s  INTEGER NOT NULL,
    content TEXT NOT NULL,
    raw     TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX booking_version_booking ON booking_version (booking);

-- What goes to one address on one channel for one occasion.
CREATE TABLE message (
    id         INTEGER PRIMARY KEY,
    address    TEXT NOT NULL,
    channel    TEXT NOT NULL CHECK (channel IN ('sms', 'mail')),
    occasion   TEXT NOT NULL,
    state      TEXT NOT NULL CHECK (state IN
               ('planned', 'claimed', 'accepted', 'delivered', 'refused',
                'unknown', 'cancelled', 'expired', 'skipped')),
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
CREATE INDEX message_due ON message (channel, due_s) WHERE state = 'planned';
CREATE INDEX message_claimed ON message (id) WHERE state = 'claimed';

CREATE TABLE reminder (
    id          INTEGER PRIMARY KEY,
    appointment INTEGER NOT NULL REFERENCES appointment (id),
    rule        TEXT NOT NULL,
    channel     TEXT NOT NULL CHECK (channel IN ('sms', 'mail')),
    due_s       INTEGER NOT NULL,
    expires_s   INTEGER NOT NULL,
    state       TEXT NOT NULL CHECK (state IN
                ('planned', 'claimed', 'accepted', 'delivered', 'refused',
                 'unknown', 'cancelled', 'expired', 'skipped')),
    reason      TEXT NOT NULL DEFAULT '',
    message     INTEGER REFERENCES message (id),
    UNIQUE (appointment, rule, channel)
) STRICT;
CREATE INDEX reminder_due ON reminder (channel, due_s)
    WHERE state = 'planned' AND message IS NULL;
CREATE INDEX reminder_message ON reminder (message) WHERE message IS NOT NULL;

-- One attempt; never updated.
CREATE TABLE delivery (
    id        INTEGER PRIMARY KEY,
    message   INTEGER NOT NULL REFERENCES message (id),
    fence     INTEGER NOT NULL,
    gateway   TEXT NOT NULL,
    at_s      INTEGER NOT NULL,
    outcome   TEXT NOT NULL CHECK (outcome IN
              ('accepted', 'retry', 'refused', 'config', 'unknown')),
    status    INTEGER NOT NULL DEFAULT 0,
    reference TEXT,
    detail    TEXT NOT NULL DEFAULT '',
    UNIQUE (message, fence)
) STRICT;

CREATE TABLE gateway (
    name      TEXT PRIMARY KEY,
    stopped_s INTEGER,                   -- NULL: it may send
    reason    TEXT NOT NULL DEFAULT ''
) STRICT;
