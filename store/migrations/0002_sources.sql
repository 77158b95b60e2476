-- What sources say, in parts: each object of a feed, every version of it, and
-- which visits it made. A calendar's object is all its events of one UID (RFC
-- 4791, calendar object resource); a table's is one row.

-- What stored versions need to be read again: the calendar's own properties
-- and its time zones.
CREATE TABLE source_frame (
    id     INTEGER PRIMARY KEY,
    feed   TEXT NOT NULL,
    digest BLOB NOT NULL,
    body   BLOB NOT NULL,                -- packed (base/pack.h)
    UNIQUE (feed, digest)
) STRICT;

CREATE TABLE source_object (
    id     INTEGER PRIMARY KEY,
    feed   TEXT NOT NULL,
    uid    TEXT NOT NULL,                -- unique in its feed
    hash   INTEGER NOT NULL DEFAULT 0,   -- of feed and uid; 0: not yet made
    digest BLOB NOT NULL DEFAULT x'',    -- as last read; empty: read it anew
    next_s INTEGER,                      -- first visit beyond what was expanded
    visits INTEGER NOT NULL DEFAULT 0,   -- at the last reading
    gone   INTEGER NOT NULL DEFAULT 0,   -- 1: absent, and nothing waits for it
    seen_s INTEGER NOT NULL,             -- when this version was first seen
    frame  INTEGER REFERENCES source_frame (id),
    body   BLOB NOT NULL DEFAULT x''     -- this version, packed
) STRICT;
-- UIDs are long and in no order: an index of them would be as large as the
-- rest of an import, and written all over.
CREATE INDEX source_object_hash ON source_object (hash);

-- Earlier versions.
CREATE TABLE source_version (
    object INTEGER NOT NULL REFERENCES source_object (id),
    seen_s INTEGER NOT NULL,             -- first seen
    last_s INTEGER NOT NULL,             -- last seen
    frame  INTEGER REFERENCES source_frame (id),
    body   BLOB NOT NULL
) STRICT;
CREATE INDEX source_version_object ON source_version (object);

INSERT INTO source_object (feed, uid, seen_s)
    SELECT feed, uid, min(seen_s) FROM booking GROUP BY feed, uid;

INSERT INTO source_version (object, seen_s, last_s, body)
    SELECT o.id, v.seen_s, v.seen_s, CAST(v.raw AS BLOB)
      FROM booking_version v
      JOIN booking b ON b.id = v.booking
      JOIN source_object o ON o.feed = b.feed AND o.uid = b.uid
     WHERE v.raw <> ''
     GROUP BY o.id, v.raw
     ORDER BY v.seen_s;
DROP TABLE booking_version;

-- Which visit of its object, and the appointment it has now. Bookings of
-- several feeds may have the same one: a visit that two sources know.
CREATE TABLE new_booking (
    id          INTEGER PRIMARY KEY,
    object      INTEGER NOT NULL,        -- source_object.id; not checked, as
                                         -- below: neither is ever deleted, and
                                         -- an import has 275,000 of them
    recurrence  TEXT NOT NULL DEFAULT '',
    appointment INTEGER NOT NULL,        -- appointment.id
    sequence    INTEGER NOT NULL DEFAULT -1,
    content     TEXT NOT NULL,           -- fingerprint of the current version
    origins     TEXT NOT NULL DEFAULT '', -- where each field came from
    seen_s      INTEGER NOT NULL,        -- since when it says so; once absent,
                                         -- the last good fetch that had it
    missing_s   INTEGER,                 -- first good fetch that had it not
    gone        INTEGER NOT NULL DEFAULT 0, -- 1: withdrawn or ended
    pinned      INTEGER NOT NULL DEFAULT 0, -- 1: absent, and a person said
                                            -- that it stands
    UNIQUE (object, recurrence)
) STRICT;
INSERT INTO new_booking (id, object, recurrence, appointment, sequence,
                         content, seen_s, missing_s, gone)
    SELECT b.id, o.id, b.recurrence, b.appointment, b.sequence, b.content,
           b.seen_s, b.missing_s, b.gone
      FROM booking b
      JOIN source_object o ON o.feed = b.feed AND o.uid = b.uid;
DROP TABLE booking;
ALTER TABLE new_booking RENAME TO booking;
CREATE INDEX booking_appointment ON booking (appointment);

-- What a suspicious fetch would have taken away; a person decides.
CREATE TABLE held_change (
    feed    TEXT NOT NULL,
    booking INTEGER NOT NULL REFERENCES booking (id),
    change  TEXT NOT NULL,               -- as in `kept import --json`
    since_s INTEGER NOT NULL,
    PRIMARY KEY (feed, booking)
) STRICT;

ALTER TABLE feed ADD COLUMN changed_s INTEGER;      -- last fetch with news
ALTER TABLE feed ADD COLUMN mapping TEXT NOT NULL DEFAULT ''; -- digest
ALTER TABLE feed ADD COLUMN refused_since_s INTEGER; -- 404 or 410 ever since
ALTER TABLE feed ADD COLUMN moved_source TEXT;      -- where a 301 has led
ALTER TABLE feed ADD COLUMN moved_from TEXT;        -- … and from which source
ALTER TABLE feed ADD COLUMN earliest_s INTEGER;     -- window, as learned: first
ALTER TABLE feed ADD COLUMN latest_s INTEGER;       -- and last start it showed
ALTER TABLE feed ADD COLUMN same_s INTEGER;         -- held: the same since
ALTER TABLE feed ADD COLUMN same_count INTEGER NOT NULL DEFAULT 0;
UPDATE feed SET etag = NULL, last_modified = NULL, body_hash = NULL;

-- IN over a list of texts builds a table at every insert; OR does not.
CREATE TABLE new_appointment (
    id           INTEGER PRIMARY KEY,
    customer     INTEGER,                -- customer.id; not checked: none is
                                         -- ever deleted, and an import has
                                         -- 275,000 appointments
    start_s      INTEGER NOT NULL,
    end_s        INTEGER NOT NULL,
    zone         TEXT NOT NULL,          -- IANA name
    wall         TEXT NOT NULL,          -- start on the wall: 2026-10-25T09:00:00
    service      TEXT NOT NULL DEFAULT '',
    provider     TEXT NOT NULL DEFAULT '',
    site         TEXT NOT NULL DEFAULT '',
    price_minor  INTEGER,
    fee_minor    INTEGER NOT NULL DEFAULT 0,
    state        TEXT NOT NULL CHECK
                 (state = 'booked' OR state = 'confirmed' OR
                  state = 'cancelled' OR state = 'moved' OR
                  state = 'withdrawn'),
    cancelled_by TEXT CHECK
                 (cancelled_by = 'customer' OR cancelled_by = 'office'),
    said_s       INTEGER,                -- when it was said; a bracket's best end
    said_until_s INTEGER,                -- bracket only: first time it was gone
    freed_s      INTEGER,                -- when the slot became free again
    booked_s     INTEGER,                -- when it was made, if known
    moved_to     INTEGER REFERENCES new_appointment (id),
    reminded     INTEGER,                -- what an import said: 0, 1 or NULL
    title        TEXT NOT NULL DEFAULT '',
    notes        TEXT NOT NULL DEFAULT '',
    created_s    INTEGER NOT NULL,       -- when kept first knew of it
    replan       INTEGER NOT NULL DEFAULT 1 -- its reminders wait for the planner:
                                            -- 0 no, 1 now, 2 until it is near
) STRICT;
INSERT INTO new_appointment SELECT * FROM appointment;
DROP TABLE appointment;
ALTER TABLE new_appointment RENAME TO appointment;
CREATE INDEX appointment_replan ON appointment (id) WHERE replan = 1;
CREATE INDEX appointment_start ON appointment (start_s);
CREATE INDEX appointment_customer ON appointment (customer, start_s);

-- Absent visits are few, and asked for at every look.
CREATE INDEX booking_missing ON booking (object) WHERE missing_s IS NOT NULL;

-- Where a visit was before it was moved.
CREATE INDEX appointment_moved ON appointment (moved_to)
    WHERE moved_to IS NOT NULL;
