-- Visits of a day (UTC) lie beside each other in their index, the newest at
-- the end, so that an import of a year writes some four hundred of its pages
-- over and over, not as many as it has visits. Whoever asks for a span of time
-- says which days it touches, and beside it the span itself. The division cuts
-- towards zero and never falls while the time rises: good before 1970, too.
DROP INDEX appointment_start;
CREATE INDEX appointment_day ON appointment (start_s / 86400, id, start_s);
