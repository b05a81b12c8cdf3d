-- Every decision and security event, append-only; each row's digest covers the one before it.

CREATE TABLE audit (
    number      INTEGER PRIMARY KEY,
    id          TEXT    NOT NULL UNIQUE,
    at          INTEGER NOT NULL,
    actor       TEXT    NOT NULL,   -- account or client id, or "system"
    action      TEXT    NOT NULL,   -- such as request.approve
    subject     TEXT    NOT NULL,   -- id of what it happened to
    detail      TEXT    NOT NULL,   -- JSON, without secrets
    ip          TEXT    NOT NULL,
    previous    TEXT    NOT NULL,
    digest      TEXT    NOT NULL
) STRICT;
CREATE INDEX audit_by_time ON audit (at, number);
CREATE INDEX audit_by_actor ON audit (actor, at, number);
CREATE INDEX audit_by_action ON audit (action, at, number);
CREATE INDEX audit_by_subject ON audit (subject, at, number);

-- The last row, so that rows taken from the end are missed.
CREATE TABLE audit_head (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    number      INTEGER NOT NULL,
    digest      TEXT    NOT NULL
) STRICT;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
