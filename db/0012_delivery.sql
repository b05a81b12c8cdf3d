-- Delivery: who took a message over, what became of it, and what stands in for it.

ALTER TABLE messages ADD COLUMN urgency INTEGER NOT NULL DEFAULT 1; -- 0: somebody waits for it
ALTER TABLE messages ADD COLUMN slot TEXT;          -- a newer message of the same slot voids it
ALTER TABLE messages ADD COLUMN email TEXT;         -- sealed: where it may go in the end
ALTER TABLE messages ADD COLUMN provider TEXT;      -- who was asked last
ALTER TABLE messages ADD COLUMN provider_id TEXT;   -- what it is called there
ALTER TABLE messages ADD COLUMN handed_at INTEGER;  -- set before the provider is asked; taken
                                                    -- back once it is certain that it has nothing
ALTER TABLE messages ADD COLUMN delivered_at INTEGER;   -- these three as receipts say
ALTER TABLE messages ADD COLUMN read_at INTEGER;
ALTER TABLE messages ADD COLUMN failed_at INTEGER;
ALTER TABLE messages ADD COLUMN wipe_at INTEGER;    -- sent, and kept for a receipt until then
ALTER TABLE messages ADD COLUMN fallback_of TEXT;   -- the message that this one stands in for

DROP INDEX messages_due;
CREATE INDEX messages_due ON messages (channel, urgency, next_at, number) WHERE status = 'queued';
CREATE INDEX messages_by_provider_id ON messages (provider_id) WHERE provider_id IS NOT NULL;
CREATE INDEX messages_by_slot ON messages (slot, number) WHERE slot IS NOT NULL;
CREATE INDEX messages_to_wipe ON messages (wipe_at) WHERE wipe_at IS NOT NULL;
CREATE INDEX messages_by_channel ON messages (channel, number);
CREATE UNIQUE INDEX messages_fallback ON messages (fallback_of) WHERE fallback_of IS NOT NULL;
