-- Since when calls are told that a version, or a bundle, will end; and how often a version's
-- document has changed, so that nobody writes over what they have not seen.

ALTER TABLE bundle_versions ADD COLUMN deprecated_at INTEGER;
ALTER TABLE bundle_versions ADD COLUMN revision INTEGER NOT NULL DEFAULT 1;
ALTER TABLE bundles ADD COLUMN deprecated_at INTEGER;
UPDATE bundles SET deprecated_at = updated_at WHERE status = 'deprecated';
