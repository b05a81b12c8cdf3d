-- What the plumbing needs. Times are seconds since 1970, UTC; sealed columns are AES-256-GCM.

CREATE TABLE settings (
    name        TEXT    PRIMARY KEY,
    value       TEXT    NOT NULL,
    updated_at  INTEGER NOT NULL,
    updated_by  TEXT                -- account id; NULL: the program itself
) STRICT;

-- Answers kept for a repeated Idempotency-Key.
CREATE TABLE idempotency (
    scope       TEXT    NOT NULL,   -- who, and which operation
    key         TEXT    NOT NULL,
    body_digest TEXT    NOT NULL,   -- SHA-256 of what was sent, hex
    status      INTEGER,            -- NULL while the first one is still being answered
    answer      BLOB,               -- sealed
    created_at  INTEGER NOT NULL,
    PRIMARY KEY (scope, key)
) STRICT;
CREATE INDEX idempotency_by_age ON idempotency (created_at);

-- Letters, pictures and documents, in sealed chunks of 256 KiB.
CREATE TABLE files (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT,               -- whose upload; NULL: the program's
    name        TEXT    NOT NULL,   -- sealed file name
    media_type  TEXT    NOT NULL,
    size_bytes  INTEGER NOT NULL,
    digest      TEXT    NOT NULL,   -- SHA-256 of the content, hex
    is_complete INTEGER NOT NULL,   -- 0 while it is still being sent
    is_attached INTEGER NOT NULL,   -- 0 until something refers to it; such files are swept
    created_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX files_unattached ON files (created_at) WHERE is_attached = 0;

CREATE TABLE file_chunks (
    file_id     TEXT    NOT NULL REFERENCES files (id) ON DELETE CASCADE,
    number      INTEGER NOT NULL,
    content     BLOB    NOT NULL,   -- sealed
    PRIMARY KEY (file_id, number)
) STRICT;
