-- A year of calls: SERIES series of thirty bundles, ten endpoints, three statuses; a day's rows for
-- 365 days, an hour's for 14 days, a minute's for an hour. The first twenty series are budi's, a
-- third of the bundles penerbit's. The histogram is the demo history's.
PRAGMA synchronous = OFF;
BEGIN;
CREATE TEMP TABLE before AS SELECT max(id) AS id FROM usage_series;
CREATE TEMP TABLE shape AS SELECT durations, upstreams FROM usage_hours WHERE calls > 30 LIMIT 1;
INSERT INTO usage_series (publisher_id, bundle_id, endpoint, key_id, account_id, environment, status,
                          made_at)
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < :series - 1)
SELECT CASE i % 3 WHEN 0 THEN (SELECT id FROM accounts WHERE username = 'penerbit') ELSE 'usr_x' END,
       'bdl_' || (i % 30), 'GET /data/' || (i / 30 % 10), 'key_' || (i / 10),
       CASE i / 20 WHEN 0 THEN (SELECT id FROM accounts WHERE username = 'budi')
                   ELSE 'usr_' || (i / 20) END,
       'production', CASE i % 10 WHEN 0 THEN 404 WHEN 1 THEN 502 ELSE 200 END,
       unixepoch() - 366 * 86400 FROM n;
CREATE TEMP TABLE filled AS SELECT id FROM usage_series WHERE id > (SELECT id FROM before);
INSERT INTO usage_days
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 364)
SELECT ((unixepoch() + 25200) / 86400 - i) * 86400 - 25200, id, 500, 5000000, 500, 4000000,
       durations, upstreams FROM n, filled, shape ORDER BY 1, 2;
INSERT INTO usage_hours
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 335)
SELECT (unixepoch() / 3600 - 1 - i) * 3600, id, 50, 500000, 50, 400000, durations, upstreams
  FROM n, filled, shape ORDER BY 1, 2;
INSERT INTO usage_minutes
WITH RECURSIVE n (i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < 59)
SELECT (unixepoch() / 60 - 2 - i) * 60, id, 2, 20000, 2, 18000, durations, upstreams
  FROM n, filled, shape ORDER BY 1, 2;
UPDATE usage_rolled SET until_at = (unixepoch() / 60 - 2) * 60;
COMMIT;
SELECT (SELECT count(*) FROM usage_minutes) || ' minutes, '
       || (SELECT count(*) FROM usage_hours) || ' hours, '
       || (SELECT count(*) FROM usage_days) || ' days';
