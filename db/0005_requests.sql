-- Requests for access, and everything that happened to each.

CREATE TABLE requests (
    id          TEXT    PRIMARY KEY,
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    bundle_id   TEXT    NOT NULL REFERENCES bundles (id),
    status      TEXT    NOT NULL CHECK (status IN ('submitted', 'approved', 'rejected',
                            'revision_requested', 'revoked', 'withdrawn')),
    application_name TEXT NOT NULL,
    purpose     TEXT    NOT NULL,
    description TEXT,
    expected_calls_per_day INTEGER,
    contact_name  TEXT,             -- sealed
    contact_phone TEXT,             -- sealed
    letter_file_id TEXT NOT NULL REFERENCES files (id),
    note        TEXT,               -- of the last decision
    is_barred   INTEGER NOT NULL DEFAULT 0,     -- no new request for this bundle
    environments TEXT   NOT NULL DEFAULT '["development","production"]',    -- JSON, as approved
    rate_per_second INTEGER,
    quota_per_day   INTEGER,
    decided_by  TEXT,
    decided_at  INTEGER,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX requests_live ON requests (account_id, bundle_id)
    WHERE status IN ('submitted', 'revision_requested', 'approved');
CREATE INDEX requests_by_account ON requests (account_id, id);
CREATE INDEX requests_by_bundle ON requests (bundle_id, account_id, id);
CREATE INDEX requests_in_bundle ON requests (bundle_id, id);
CREATE INDEX requests_by_status ON requests (status, id);

CREATE TABLE request_events (
    id          TEXT    PRIMARY KEY,
    request_id  TEXT    NOT NULL REFERENCES requests (id) ON DELETE CASCADE,
    status      TEXT    NOT NULL,
    actor_id    TEXT,               -- account
    actor_role  TEXT    NOT NULL,
    note        TEXT,
    changes     TEXT,               -- sealed JSON: what a revision changed
    letter_file_id TEXT REFERENCES files (id),
    at          INTEGER NOT NULL
) STRICT;
CREATE INDEX request_events_by_request ON request_events (request_id, id);
