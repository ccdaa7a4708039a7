-- Ports that may have no traffic of their own in their stack: whether they have a master, or of what
-- kind that is, is not known.
-- about: interface
SELECT i.host, i.name AS interface
FROM interface i LEFT JOIN interface m ON m.host = i.host AND m.name = i.master
WHERE coalesce(i.master, '') <> '' AND i.master_kind IS NULL AND m.kind IS NULL
UNION ALL
SELECT i.host, i.name
FROM coverage v JOIN interface i ON i.host = v.host
WHERE v.fact = 'interface' AND instr(v.missing, 'masters') AND i.master IS NULL
