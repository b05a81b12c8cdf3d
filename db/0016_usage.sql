-- What the gateway's calls add up to.

-- What is told apart; "" where it is not known. The endpoint is method and path of the document.
CREATE TABLE usage_series (
    id          INTEGER PRIMARY KEY,
    publisher_id TEXT   NOT NULL,   -- whose bundle it is
    bundle_id   TEXT    NOT NULL,
    endpoint    TEXT    NOT NULL,
    key_id      TEXT    NOT NULL,
    account_id  TEXT    NOT NULL,
    environment TEXT    NOT NULL,
    status      INTEGER NOT NULL,
    made_at     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX usage_series_once
    ON usage_series (key_id, bundle_id, endpoint, environment, status, account_id);
CREATE INDEX usage_series_by_account ON usage_series (account_id);
CREATE INDEX usage_series_by_bundle ON usage_series (bundle_id);
CREATE INDEX usage_series_by_publisher ON usage_series (publisher_id);

-- at: the first second of the minute, hour or day. Times are sums of microseconds; the histograms
-- are written as in usage/histogram.h. Rows of one time lie together, because they are written
-- together.
CREATE TABLE usage_minutes (
    at          INTEGER NOT NULL,
    series_id   INTEGER NOT NULL,
    calls       INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    upstream_calls INTEGER NOT NULL,
    upstream_us INTEGER NOT NULL,
    durations   BLOB    NOT NULL,
    upstreams   BLOB    NOT NULL,
    PRIMARY KEY (at, series_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_minutes_by_series ON usage_minutes (series_id, at);

CREATE TABLE usage_hours (
    at          INTEGER NOT NULL,
    series_id   INTEGER NOT NULL,
    calls       INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    upstream_calls INTEGER NOT NULL,
    upstream_us INTEGER NOT NULL,
    durations   BLOB    NOT NULL,
    upstreams   BLOB    NOT NULL,
    PRIMARY KEY (at, series_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_hours_by_series ON usage_hours (series_id, at);

CREATE TABLE usage_days (
    at          INTEGER NOT NULL,
    series_id   INTEGER NOT NULL,
    calls       INTEGER NOT NULL,
    duration_us INTEGER NOT NULL,
    upstream_calls INTEGER NOT NULL,
    upstream_us INTEGER NOT NULL,
    durations   BLOB    NOT NULL,
    upstreams   BLOB    NOT NULL,
    PRIMARY KEY (at, series_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX usage_days_by_series ON usage_days (series_id, at);

-- Minutes before this one are in hours and days.
CREATE TABLE usage_rolled (
    id          INTEGER PRIMARY KEY CHECK (id = 1),
    until_at    INTEGER NOT NULL
) STRICT;
INSERT INTO usage_rolled (id, until_at) VALUES (1, 0);
