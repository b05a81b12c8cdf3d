-- Limits: of keys, beside those of bundles and grants; and what the quotas have counted.

ALTER TABLE keys ADD COLUMN rate_per_second INTEGER;
ALTER TABLE keys ADD COLUMN quota_per_day INTEGER;

-- A row a grant (its bundle) or a key that has a quota. Periods are numbered as in
-- domain/limits/period.h; told is what the member was told of: 0, 80 or 100 per cent.
CREATE TABLE quota_counts (
    account_id  TEXT    NOT NULL REFERENCES accounts (id) ON DELETE CASCADE,
    subject_id  TEXT    NOT NULL,
    day         INTEGER NOT NULL,
    day_calls   INTEGER NOT NULL,
    day_told    INTEGER NOT NULL DEFAULT 0,
    month       INTEGER NOT NULL,
    month_calls INTEGER NOT NULL,
    month_told  INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (account_id, subject_id)
) STRICT;
CREATE INDEX quota_counts_by_month ON quota_counts (month);
