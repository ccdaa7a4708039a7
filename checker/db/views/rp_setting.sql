-- The reverse path filter of each interface that is not known to be down: the larger of its setting
-- and that of all.
-- about: interface
WITH everywhere AS (
  SELECT h.host, (SELECT y.value FROM sysctl y
                  WHERE y.host = h.host AND y.family = 4 AND y.name = 'rp_filter'
                    AND y.interface = 'all') AS value
  FROM host h
)
SELECT i.host, i.name AS interface, coalesce(i.stack, '') AS stack, i.admin, i.origin,
       coalesce(max(y.value, z.value),
                CASE WHEN coalesce(y.value, z.value) >= 2
                     THEN coalesce(y.value, z.value) END) AS rp_filter
FROM interface i JOIN everywhere y ON y.host = i.host
LEFT JOIN sysctl z ON z.host = i.host AND z.family = 4 AND z.name = 'rp_filter'
  AND z.interface = i.name
WHERE coalesce(i.admin, 1)
