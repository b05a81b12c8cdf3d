-- Versions: what may be called of a bundle, version by version, one of them current.

CREATE TABLE bundle_versions (
    id          TEXT    PRIMARY KEY,
    bundle_id   TEXT    NOT NULL REFERENCES bundles (id) ON DELETE CASCADE,
    version     TEXT    NOT NULL,
    address     TEXT    NOT NULL,       -- the version as calls name it: slug@address
    status      TEXT    NOT NULL CHECK (status IN ('current', 'previous', 'retired')),
    sunset_at   INTEGER,
    head        TEXT    NOT NULL,       -- JSON: openapi and info of its document
    tags        TEXT    NOT NULL,       -- JSON: name and description, in their order
    origin      TEXT    NOT NULL,       -- JSON: format, servers, security_schemes as imported
    reader      INTEGER NOT NULL,       -- which reader took the document apart; 0: none yet
    created_by  TEXT,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX bundle_versions_by_address ON bundle_versions (bundle_id, address);
CREATE UNIQUE INDEX bundle_versions_current ON bundle_versions (bundle_id)
    WHERE status = 'current';

INSERT INTO bundle_versions (id, bundle_id, version, address, status, head, tags, origin, reader,
    created_by, created_at, updated_at)
SELECT 'ver_' || substr(id, 5), id, version, 'v' || substr(id, 5), 'current', '{}', '[]', '{}', 0,
    created_by, created_at, updated_at FROM bundles;

-- The document's text but for its head, cut into pieces.
CREATE TABLE version_documents (
    version_id  TEXT    NOT NULL REFERENCES bundle_versions (id) ON DELETE CASCADE,
    position    INTEGER NOT NULL,
    piece       TEXT    NOT NULL,
    PRIMARY KEY (version_id, position)
) STRICT;

INSERT INTO version_documents (version_id, position, piece)
SELECT 'ver_' || substr(id, 5), 0, document FROM bundles WHERE document IS NOT NULL;
ALTER TABLE bundles DROP COLUMN document;

-- An operation keeps its id from version to version.
CREATE TABLE version_endpoints (
    version_id  TEXT    NOT NULL REFERENCES bundle_versions (id) ON DELETE CASCADE,
    id          TEXT    NOT NULL,
    position    INTEGER NOT NULL,
    method      TEXT    NOT NULL,
    path        TEXT    NOT NULL,
    tag         TEXT    NOT NULL,
    summary     TEXT    NOT NULL,
    is_deprecated INTEGER NOT NULL,
    description TEXT    NOT NULL,
    parameters  TEXT    NOT NULL,       -- JSON
    request_body TEXT,                  -- JSON
    responses   TEXT    NOT NULL,       -- JSON
    more        TEXT    NOT NULL,       -- JSON
    PRIMARY KEY (version_id, id)
) STRICT;
CREATE UNIQUE INDEX version_endpoints_once ON version_endpoints (version_id, method, path);
CREATE INDEX version_endpoints_by_position ON version_endpoints (version_id, position);

INSERT INTO version_endpoints (version_id, id, position, method, path, tag, summary, is_deprecated,
    description, parameters, request_body, responses, more)
SELECT 'ver_' || substr(bundle_id, 5), id, position, method, path, tag, summary, is_deprecated,
    description, parameters, request_body, responses, '{}' FROM bundle_endpoints;
DROP TABLE bundle_endpoints;

-- Schemas that endpoints refer to by name.
CREATE TABLE version_schemas (
    version_id  TEXT    NOT NULL REFERENCES bundle_versions (id) ON DELETE CASCADE,
    name        TEXT    NOT NULL,
    schema      TEXT    NOT NULL,       -- JSON
    PRIMARY KEY (version_id, name)
) STRICT;

-- Where calls of a version that is no longer current go; those of the current one go where
-- bundle_upstreams says.
CREATE TABLE version_upstreams (
    version_id  TEXT    NOT NULL REFERENCES bundle_versions (id) ON DELETE CASCADE,
    environment TEXT    NOT NULL CHECK (environment IN ('development', 'production')),
    url         TEXT    NOT NULL,
    header_name TEXT,
    header_value TEXT,                  -- sealed
    connect_timeout_ms INTEGER NOT NULL,
    answer_timeout_ms INTEGER NOT NULL,
    PRIMARY KEY (version_id, environment)
) STRICT;
