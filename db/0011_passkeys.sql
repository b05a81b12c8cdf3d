-- Passkeys (WebAuthn): an account's public keys, and the challenges under way.

-- What authenticators know an account by: random, so that it tells nothing about the account.
CREATE TABLE passkey_users (
    account_id  TEXT    PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    handle      TEXT    NOT NULL UNIQUE     -- base64url of 32 bytes
) STRICT;

CREATE TABLE passkeys (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    credential_id TEXT  NOT NULL UNIQUE,    -- base64url; the authenticator's name for it
    algorithm   INTEGER NOT NULL CHECK (algorithm IN (-7, -8, -257)),   -- of COSE
    public_key  TEXT    NOT NULL,           -- base64url
    sign_count  INTEGER NOT NULL,           -- as last seen; 0: the authenticator does not count
    may_be_backed_up INTEGER NOT NULL,
    is_backed_up INTEGER NOT NULL,
    transports  TEXT    NOT NULL,           -- JSON: ways to reach the authenticator
    label       TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    last_used_at INTEGER
) STRICT;
CREATE INDEX passkeys_by_account ON passkeys (account_id, id);

-- A challenge that was given out and has not come back signed.
CREATE TABLE passkey_ceremonies (
    challenge_digest TEXT PRIMARY KEY,
    purpose     TEXT    NOT NULL CHECK (purpose IN ('create', 'get')),
    account_id  TEXT    REFERENCES accounts (id) ON DELETE CASCADE,     -- NULL: anybody's
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX passkey_ceremonies_by_account ON passkey_ceremonies (account_id);
CREATE INDEX passkey_ceremonies_by_age ON passkey_ceremonies (expires_at);
