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

-- What messages that anybody may cause have cost today: by recipient and by address (blind
-- indexes), and for all together ("day", "day/sms" …).
CREATE TABLE message_budgets (
    name        TEXT    PRIMARY KEY,
    day         INTEGER NOT NULL,   -- since 1970, by the clock of western Indonesia
    count       INTEGER NOT NULL,
    blocked_until INTEGER NOT NULL,
    warned      INTEGER NOT NULL DEFAULT 0  -- what admins were told: 1 runs low, 2 spent
) STRICT;
CREATE INDEX message_budgets_by_day ON message_budgets (day);
CREATE INDEX messages_by_state_channel ON messages (status, channel, created_at);
