-- People, their institutions, and how they prove who they are.
-- Sealed columns hold base64url of AES-256-GCM, bound to table, id and column; *_index columns are
-- keyed hashes by which a sealed value is found.

CREATE TABLE institutions (
    id          TEXT    PRIMARY KEY,
    name        TEXT    NOT NULL,
    type        TEXT    NOT NULL,
    status      TEXT    NOT NULL CHECK (status IN ('menunggu', 'tervalidasi', 'ditolak')),
    note        TEXT,               -- the decision's, to the member
    decided_by  TEXT,
    decided_at  INTEGER,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX institutions_by_status ON institutions (status, id);

CREATE TABLE accounts (
    id              TEXT    PRIMARY KEY,
    username        TEXT    NOT NULL,           -- as it was chosen
    username_key    TEXT    NOT NULL UNIQUE,    -- without regard to case
    password_hash   TEXT    NOT NULL,           -- PHC string, argon2id
    first_name      TEXT    NOT NULL,           -- sealed
    last_name       TEXT    NOT NULL,           -- sealed
    email           TEXT    NOT NULL,           -- sealed
    email_index     TEXT    NOT NULL UNIQUE,
    phone_number    TEXT,                       -- sealed, 62…
    phone_index     TEXT    UNIQUE,
    gender          TEXT,                       -- sealed
    date_of_birth   TEXT,                       -- sealed
    picture_file_id TEXT    REFERENCES files (id) ON DELETE SET NULL,
    role            TEXT    NOT NULL CHECK (role IN ('member', 'reviewer', 'publisher', 'admin')),
    user_type       TEXT    NOT NULL CHECK (user_type IN ('penyedia', 'non_penyedia')),
    institution_id  TEXT    REFERENCES institutions (id),
    platform        TEXT,
    language        TEXT    NOT NULL DEFAULT 'id' CHECK (language IN ('id', 'en')),
    status          TEXT    NOT NULL CHECK (status IN ('unverified', 'active', 'suspended')),
    is_demo         INTEGER NOT NULL DEFAULT 0, -- demo credentials; production refuses to start
    created_at      INTEGER NOT NULL,
    updated_at      INTEGER NOT NULL,
    pending_until   INTEGER,                    -- while unverified: its names are its own so long
    verified_at     INTEGER,
    password_changed_at INTEGER NOT NULL
) STRICT;
CREATE INDEX accounts_by_role ON accounts (role, id);
CREATE INDEX accounts_by_status ON accounts (status, id);
CREATE INDEX accounts_by_change ON accounts (updated_at);
CREATE INDEX accounts_by_institution ON accounts (institution_id);
CREATE INDEX accounts_unverified ON accounts (created_at) WHERE status = 'unverified';
CREATE INDEX accounts_suspended ON accounts (id) WHERE status = 'suspended';

-- A sign-up that waits for its OTP or link.
CREATE TABLE sign_ups (
    token_digest TEXT   PRIMARY KEY,    -- of the client's token
    link_digest TEXT    UNIQUE,         -- of the token in the mailed link
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    mode        TEXT    NOT NULL CHECK (mode IN ('OTP', 'LINK')),
    institution_name TEXT,              -- created once the account is verified
    institution_type TEXT,
    expires_at  INTEGER NOT NULL,
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX sign_ups_by_account ON sign_ups (account_id);
CREATE INDEX sign_ups_by_age ON sign_ups (expires_at);

-- One-time codes: at most one stands for a purpose and its subject; a new code voids the old.
CREATE TABLE otps (
    purpose     TEXT    NOT NULL,
    subject     TEXT    NOT NULL,   -- the account, challenge or transaction it is for
    code_mac    TEXT    NOT NULL,
    attempts    INTEGER NOT NULL DEFAULT 0,
    resends     INTEGER NOT NULL DEFAULT 0,
    sent_at     INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    paused_until INTEGER,
    PRIMARY KEY (purpose, subject)
) STRICT;
CREATE INDEX otps_by_age ON otps (sent_at);

-- A sign-in that needs one more step.
CREATE TABLE challenges (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    type        TEXT    NOT NULL,
    native_app  INTEGER NOT NULL,
    ip          TEXT    NOT NULL,
    user_agent  TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;
CREATE INDEX challenges_by_account ON challenges (account_id);
CREATE INDEX challenges_by_age ON challenges (expires_at);

CREATE TABLE sessions (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    native_app  INTEGER NOT NULL,
    amr         TEXT    NOT NULL,   -- "pwd", "pwd otp", …
    ip          TEXT    NOT NULL,
    user_agent  TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    last_used_at INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    proven_at   INTEGER NOT NULL,   -- when a password or code was last given
    ended_at    INTEGER,
    end_reason  TEXT
) STRICT;
CREATE INDEX sessions_by_account ON sessions (account_id, ended_at);
CREATE INDEX sessions_by_age ON sessions (expires_at);

-- Refresh tokens of a session: one is fresh, the spent ones stay to detect reuse.
CREATE TABLE refresh_tokens (
    token_digest TEXT   PRIMARY KEY,
    session_id  TEXT    NOT NULL REFERENCES sessions (id) ON DELETE CASCADE,
    created_at  INTEGER NOT NULL,
    spent_at    INTEGER
) STRICT;
CREATE INDEX refresh_tokens_by_session ON refresh_tokens (session_id);
CREATE INDEX refresh_tokens_spent ON refresh_tokens (spent_at) WHERE spent_at IS NOT NULL;

CREATE TABLE password_resets (
    token_digest TEXT   PRIMARY KEY,
    account_id  TEXT    REFERENCES accounts (id) ON DELETE CASCADE,     -- NULL: opens nothing
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL,
    used_at     INTEGER
) STRICT;
CREATE INDEX password_resets_by_account ON password_resets (account_id);
CREATE INDEX password_resets_by_age ON password_resets (expires_at);

-- Failures that make the next attempt wait longer; kept by who fails where, never by victim alone.
CREATE TABLE throttles (
    name        TEXT    PRIMARY KEY,
    failures    INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX throttles_by_age ON throttles (updated_at);

CREATE TABLE captchas (
    digest      TEXT    PRIMARY KEY,    -- of a challenge that was used
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX captchas_by_age ON captchas (expires_at);

-- Programs with credentials of their own.
CREATE TABLE clients (
    id          TEXT    PRIMARY KEY,    -- also the Basic user name
    kind        TEXT    NOT NULL CHECK (kind IN ('internal', 'partner')),
    label       TEXT    NOT NULL,
    secret_mac  TEXT    NOT NULL,
    is_demo     INTEGER NOT NULL DEFAULT 0,
    created_at  INTEGER NOT NULL,
    created_by  TEXT,
    last_used_at INTEGER,
    revoked_at  INTEGER
) STRICT;
