-- The one device by which an account approves its sign-ins.

CREATE TABLE authenticators (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT    NOT NULL UNIQUE REFERENCES accounts (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,   -- sealed
    public_key  TEXT    NOT NULL,   -- base64url of the P-256 point's x and y
    created_at  INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,  -- to a few minutes
    muted_until INTEGER             -- asks for no approval before that
) STRICT;

-- Signed calls that were accepted, for as long as their time would let them in again.
CREATE TABLE signed_calls (
    digest      TEXT    PRIMARY KEY,    -- of the device and its signature
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX signed_calls_by_age ON signed_calls (expires_at);
