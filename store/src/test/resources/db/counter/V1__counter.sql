CREATE TABLE counter (
  name TEXT PRIMARY KEY,
  value INTEGER NOT NULL CHECK (value >= 0)
) STRICT;

-- A reference that is looked at by COMMIT alone: how a test makes COMMIT fail.
CREATE TABLE debt (
  name TEXT NOT NULL REFERENCES counter (name) DEFERRABLE INITIALLY DEFERRED
) STRICT;
