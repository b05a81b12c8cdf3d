-- What leaves by WhatsApp, SMS and e-mail (the transactional outbox), and what is told in the app.

CREATE TABLE messages (
    number      INTEGER PRIMARY KEY,    -- in the order of sending
    id          TEXT    NOT NULL UNIQUE,
    account_id  TEXT,
    channel     TEXT    NOT NULL CHECK (channel IN ('whatsapp', 'sms', 'email')),
    recipient   TEXT    NOT NULL,   -- sealed
    recipient_index TEXT NOT NULL,
    template    TEXT    NOT NULL,
    language    TEXT    NOT NULL,
    subject     TEXT,               -- sealed, and wiped with the next three after delivery
    text        TEXT,               -- sealed
    code        TEXT,               -- sealed
    link        TEXT,               -- sealed
    status      TEXT    NOT NULL CHECK (status IN ('queued', 'sent', 'dead')),
    attempts    INTEGER NOT NULL DEFAULT 0,
    last_error  TEXT,
    next_at     INTEGER NOT NULL,
    expires_at  INTEGER,            -- no use after that; NULL: for ever
    created_at  INTEGER NOT NULL,
    sent_at     INTEGER
) STRICT;
CREATE INDEX messages_due ON messages (next_at) WHERE status = 'queued';
CREATE INDEX messages_by_recipient ON messages (recipient_index, number);
CREATE INDEX messages_by_status ON messages (status, number);
CREATE INDEX messages_by_age ON messages (created_at);

CREATE TABLE notifications (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    kind        TEXT    NOT NULL,   -- the words for it stand in the program, in both languages
    params      TEXT    NOT NULL,   -- JSON: what the words name
    link        TEXT    NOT NULL,   -- a path of the web app
    created_at  INTEGER NOT NULL,
    read_at     INTEGER
) STRICT;
CREATE INDEX notifications_by_account ON notifications (account_id, id);
CREATE INDEX notifications_unread ON notifications (account_id) WHERE read_at IS NULL;
