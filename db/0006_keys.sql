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
    allowed_ips TEXT    NOT NULL DEFAULT '[]',  -- JSON: addresses and CIDRs
    expires_at  INTEGER,
    last_used_at INTEGER,
    last_used_ip TEXT,
    is_demo     INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX keys_by_account ON keys (account_id, id);
