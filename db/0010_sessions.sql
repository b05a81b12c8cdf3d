-- From where an account signed in before, and changes of its contact that wait for their code.

-- So that a sign-in from elsewhere can be told. The mark is a keyed hash of the account's id with
-- a random cookie, or with an app's name and network: it tells neither, and links no two accounts.
CREATE TABLE known_devices (
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    mark        TEXT    NOT NULL,
    seen_at     INTEGER NOT NULL,
    PRIMARY KEY (account_id, mark)
) STRICT;
CREATE INDEX known_devices_by_age ON known_devices (account_id, seen_at);

-- At most one waits for an account; a new one takes its place.
CREATE TABLE contact_changes (
    account_id  TEXT    PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL CHECK (kind IN ('phone_number', 'email')),
    value       TEXT    NOT NULL,   -- sealed; the new one
    value_index TEXT    NOT NULL,   -- to tell one change from the next
    created_at  INTEGER NOT NULL,
    expires_at  INTEGER NOT NULL
) STRICT;
CREATE INDEX contact_changes_by_age ON contact_changes (expires_at);
