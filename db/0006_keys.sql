-- API keys. Neither of the digests gives a key back.

CREATE TABLE keys (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    label       TEXT    NOT NULL,
    environment TEXT    NOT NULL CHECK (environment IN ('development', 'production')),
    head        TEXT    NOT NULL,           -- what may be shown
    digest      BLOB    NOT NULL UNIQUE,    -- SHA-256
    previous_digest BLOB UNIQUE,            -- of the key it replaced, good until previous_until
    previous_until  INTEGER,
    is_active   INTEGER NOT NULL,
    is_blocked  INTEGER NOT NULL DEFAULT 0, -- by an admin: its owner cannot activate it
    allowed_ips TEXT    NOT NULL DEFAULT '[]',  -- JSON: addresses and CIDRs
    expires_at  INTEGER,
    last_used_at INTEGER,
    last_used_ip TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX keys_by_account ON keys (account_id, id);
CREATE INDEX keys_rotated ON keys (previous_until) WHERE previous_digest IS NOT NULL;
