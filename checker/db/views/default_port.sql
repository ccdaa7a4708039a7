-- The port of the default route that counts: lowest metric, then first; every port of a multipath
-- one. IPv4 before IPv6.
-- about: subnet_route
WITH best AS (
  SELECT r.host, r.interface, r.nexthops, r.family,
         row_number() OVER (PARTITION BY r.host, r.family
                            ORDER BY coalesce(r.metric, 0), r.position) AS place
  FROM subnet_route r
  WHERE r.is_default AND coalesce(r.type, 'unicast') = 'unicast'
    AND coalesce(r.route_table, 'main') IN ('main', 'defaultTcpipStack')
),
hop AS (
  SELECT b.host, b.family, b.interface FROM best b WHERE b.place = 1 AND b.nexthops IS NULL
  UNION
  SELECT b.host, b.family, n.interface FROM best b
  JOIN nexthop n ON n.host = b.host AND n.nexthops = b.nexthops
  WHERE b.place = 1
)
SELECT host, interface
FROM (SELECT h.*, min(h.family) OVER (PARTITION BY h.host) AS first FROM hop h)
WHERE interface IS NOT NULL AND family = first
