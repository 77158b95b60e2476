-- What kept remembers of calendars on CalDAV servers between two looks.

CREATE TABLE caldav_state (
    feed       TEXT PRIMARY KEY,
    source     TEXT NOT NULL,            -- the address it was found from
    collection TEXT NOT NULL,            -- the calendar's own
    token      TEXT,                     -- of its last changes (RFC 6578)
    ctag       TEXT,
    whole_s    INTEGER NOT NULL          -- when everything was compared last
) STRICT;

-- A calendar object resource: the events of one UID.
CREATE TABLE caldav_resource (
    feed TEXT NOT NULL,
    href TEXT NOT NULL,                  -- path, as the server writes it
    etag TEXT NOT NULL,                  -- '': the server gives none
    uid  TEXT NOT NULL,
    PRIMARY KEY (feed, href)
) STRICT;
