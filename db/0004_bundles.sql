-- Bundles of APIs: what the marketplace shows and the gateway serves.

CREATE TABLE bundles (
    id          TEXT    PRIMARY KEY,
    slug        TEXT    NOT NULL UNIQUE,
    name        TEXT    NOT NULL,
    name_key    TEXT    NOT NULL,   -- folded: what lists are sorted by
    summary     TEXT    NOT NULL,
    description TEXT    NOT NULL,
    provider    TEXT    NOT NULL,
    version     TEXT    NOT NULL,
    status      TEXT    NOT NULL CHECK (status IN ('draft', 'published', 'deprecated', 'retired')),
    sunset_at   INTEGER,
    document    TEXT,               -- OpenAPI as JSON
    limits      TEXT    NOT NULL DEFAULT '{}',  -- JSON
    created_by  TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    published_at INTEGER
) STRICT;
CREATE INDEX bundles_by_name ON bundles (name_key, id);
CREATE INDEX bundles_by_age ON bundles (created_at, id);
CREATE INDEX bundles_listed_by_name ON bundles (name_key, id)
    WHERE status IN ('published', 'deprecated');
CREATE INDEX bundles_listed_by_age ON bundles (published_at, id)
    WHERE status IN ('published', 'deprecated');

-- What bundles are found by: the folded words of name, summary, description and tags, each tag
-- as a whole behind a '#', and the status behind a '='.
CREATE TABLE bundle_terms (
    bundle_id   TEXT    NOT NULL REFERENCES bundles (id) ON DELETE CASCADE,
    term        TEXT    NOT NULL,
    PRIMARY KEY (bundle_id, term)
) STRICT;
CREATE UNIQUE INDEX bundle_terms_by_term ON bundle_terms (term, bundle_id);

CREATE TABLE bundle_tags (
    bundle_id   TEXT    NOT NULL REFERENCES bundles (id) ON DELETE CASCADE,
    tag         TEXT    NOT NULL,
    PRIMARY KEY (bundle_id, tag)
) STRICT;

-- How many listed bundles have the tag; a row goes when the last one does.
CREATE TABLE tags (
    tag         TEXT    PRIMARY KEY,
    bundles     INTEGER NOT NULL
) STRICT;

CREATE TABLE bundle_upstreams (
    bundle_id   TEXT    NOT NULL REFERENCES bundles (id) ON DELETE CASCADE,
    environment TEXT    NOT NULL CHECK (environment IN ('development', 'production')),
    url         TEXT    NOT NULL,
    header_name TEXT,
    header_value TEXT,              -- sealed
    connect_timeout_ms INTEGER NOT NULL,
    answer_timeout_ms  INTEGER NOT NULL,
    PRIMARY KEY (bundle_id, environment)
) STRICT;

CREATE TABLE bundle_endpoints (
    id          TEXT    PRIMARY KEY,
    bundle_id   TEXT    NOT NULL REFERENCES bundles (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    method      TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    tag         TEXT    NOT NULL,
    summary     TEXT    NOT NULL,
    description TEXT    NOT NULL,
    is_deprecated INTEGER NOT NULL,
    parameters  TEXT    NOT NULL,   -- JSON
    request_body TEXT,              -- JSON
    responses   TEXT    NOT NULL    -- JSON
) STRICT;
CREATE UNIQUE INDEX bundle_endpoints_once ON bundle_endpoints (bundle_id, method, path);
CREATE INDEX bundle_endpoints_by_bundle ON bundle_endpoints (bundle_id, position);
