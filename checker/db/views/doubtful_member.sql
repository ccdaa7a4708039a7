-- Ports that may have no traffic of their own in their stack: of what kind their master is, is not known.
-- about: interface
SELECT i.host, i.name AS interface
FROM interface i LEFT JOIN interface m ON m.host = i.host AND m.name = i.master
WHERE coalesce(i.master, '') <> '' AND i.master_kind IS NULL AND m.kind IS NULL
