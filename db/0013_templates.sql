-- Words of messages as admins have edited them, and what messages for strangers have cost lately.

-- A row without words stands for the built-in ones; it stays so that versions only ever grow.
CREATE TABLE message_templates (
    name        TEXT    NOT NULL,
    language    TEXT    NOT NULL CHECK (language IN ('id', 'en')),
    subject     TEXT,
    text        TEXT,
    version     INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL,
    updated_by  TEXT    NOT NULL,   -- account id
    PRIMARY KEY (name, language)
) STRICT;
