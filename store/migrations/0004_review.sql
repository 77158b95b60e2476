-- Who is who, and what waits for a person.

-- Most customers of a calendar have no number in another system: its index has
-- only those that do.
CREATE TABLE new_customer (
    id          INTEGER PRIMARY KEY,
    external    TEXT,                    -- the id in the office's own system
    name        TEXT NOT NULL DEFAULT '',
    phone       TEXT,                    -- E.164
    phone_doubt TEXT,                    -- a number nobody may text, as written
    mail        TEXT,
    language    TEXT,                    -- BCP 47; NULL: the office's
    birth_year  INTEGER,
    created_s   INTEGER NOT NULL,
    name_key    TEXT,                    -- the name without order, case, accents
                                         -- and titles (domain/name.h); NULL:
                                         -- not yet made
    merged      INTEGER REFERENCES new_customer (id) -- whom a person knows it
                                                     -- to be
) STRICT;
INSERT INTO new_customer (id, external, name, phone, phone_doubt, mail,
                          language, birth_year, created_s)
    SELECT id, external, name, phone, phone_doubt, mail, language, birth_year,
           created_s FROM customer;
DROP TABLE customer;
ALTER TABLE new_customer RENAME TO customer;
CREATE UNIQUE INDEX customer_external ON customer (external)
    WHERE external IS NOT NULL;
CREATE INDEX customer_phone ON customer (phone) WHERE phone IS NOT NULL;
CREATE INDEX customer_mail ON customer (mail) WHERE mail IS NOT NULL;
CREATE INDEX customer_unkeyed ON customer (id) WHERE name_key IS NULL;
CREATE INDEX customer_name ON customer (name_key) WHERE name_key <> '';
CREATE INDEX customer_name_only ON customer (name_key)
    WHERE coalesce(external, phone, mail) IS NULL;
CREATE INDEX customer_doubt ON customer (phone_doubt)
    WHERE phone_doubt IS NOT NULL;
CREATE INDEX customer_merged ON customer (merged) WHERE merged IS NOT NULL;

-- What happened to a customer: a new number, a name written otherwise.
ALTER TABLE event ADD COLUMN customer INTEGER REFERENCES customer (id);
CREATE INDEX event_customer ON event (customer, id) WHERE customer IS NOT NULL;

-- A second row of one visit, which a person has recognised: it counts no more.
ALTER TABLE appointment ADD COLUMN same_as INTEGER REFERENCES appointment (id);

-- 1: a table, which says nothing by what it leaves out, nor by staying as it
-- is; NULL: not yet known.
ALTER TABLE feed ADD COLUMN is_table INTEGER;

CREATE TABLE review (
    id          INTEGER PRIMARY KEY,
    kind        TEXT NOT NULL CHECK
                (kind = 'suggestion' OR kind = 'possible-twin' OR
                 kind = 'shared-number' OR kind = 'doubtful-number' OR
                 kind = 'mixed-script' OR kind = 'household' OR
                 kind = 'unreachable'),
    customer    INTEGER REFERENCES customer (id),    -- whom it is about
    other       INTEGER REFERENCES customer (id),    -- who it may be
    appointment INTEGER REFERENCES appointment (id), -- which visit
    twin        INTEGER REFERENCES appointment (id), -- which it may be
    address     TEXT,                    -- number or mailbox
    facts       TEXT NOT NULL,           -- what it rests on: other facts are
                                         -- another question
    state       TEXT NOT NULL DEFAULT 'open' CHECK
                (state = 'open' OR state = 'approved' OR state = 'rejected' OR
                 state = 'settled'),     -- settled: the facts are gone
    opened_s    INTEGER NOT NULL,
    closed_s    INTEGER,
    who         TEXT NOT NULL DEFAULT '', -- who answered
    UNIQUE (kind, facts)
) STRICT;
CREATE INDEX review_open ON review (kind) WHERE state = 'open';

-- What an answer changed, so that it can be taken back.
CREATE TABLE review_undo (
    id     INTEGER PRIMARY KEY,
    review INTEGER NOT NULL REFERENCES review (id),
    what   TEXT NOT NULL,                -- 'appointment.customer', …
    row    INTEGER NOT NULL,
    before TEXT                          -- NULL: there was nothing
) STRICT;
CREATE INDEX review_undo_review ON review_undo (review, id);
