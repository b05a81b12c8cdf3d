-- The second factor: a shared secret (RFC 6238) an account, its recovery codes, the ways back in,
-- and what a challenge needs to be answered by a device.

CREATE TABLE totps (
    account_id  TEXT    PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    secret      TEXT    NOT NULL,   -- sealed
    last_step   INTEGER NOT NULL,   -- codes of this and earlier time steps are spent
    activated_at INTEGER NOT NULL
) STRICT;

-- A secret that was shown and whose possession is not proven yet.
CREATE TABLE totp_enrolments (
    origin      TEXT    PRIMARY KEY,    -- the session or the challenge that began it
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    challenge_id TEXT,                  -- NULL: begun by who is signed in
    secret      TEXT    NOT NULL,       -- sealed
    pairing_digest TEXT NOT NULL UNIQUE,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX totp_enrolments_by_account ON totp_enrolments (account_id);
CREATE INDEX totp_enrolments_by_age ON totp_enrolments (expires_at);

CREATE TABLE recovery_codes (
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    code_mac    TEXT    NOT NULL,
    used_at     INTEGER,
    PRIMARY KEY (account_id, number)
) STRICT;

CREATE TABLE totp_resets (
    token_digest TEXT   PRIMARY KEY,
    account_id  TEXT    REFERENCES accounts (id) ON DELETE CASCADE,     -- NULL: opens nothing
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;
CREATE INDEX totp_resets_by_account ON totp_resets (account_id);
CREATE INDEX totp_resets_by_age ON totp_resets (expires_at);

-- A reset by the helpdesk that waits until it is due.
CREATE TABLE totp_planned_resets (
    account_id  TEXT    PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    planned_by  TEXT    NOT NULL,
    due_at      INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX totp_planned_resets_by_time ON totp_planned_resets (due_at);

ALTER TABLE challenges ADD COLUMN state TEXT NOT NULL DEFAULT 'pending';
ALTER TABLE challenges ADD COLUMN approval_id TEXT;     -- what a device knows the challenge by
ALTER TABLE challenges ADD COLUMN number INTEGER;       -- what the browser shows for it
ALTER TABLE challenges ADD COLUMN asked_at INTEGER;     -- when the device was asked
ALTER TABLE challenges ADD COLUMN misses INTEGER NOT NULL DEFAULT 0;    -- wrong numbers
CREATE UNIQUE INDEX challenges_by_approval ON challenges (approval_id);
