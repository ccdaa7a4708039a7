-- Connected routes that have the metric of another port's, with a greater one that nobody has.
-- about: subnet_route
-- A port that the policy calls one for storage comes first, then the order of the host.
WITH connected AS (
  SELECT s.host, s.dst AS subnet, s.interface, coalesce(s.metric, 0) AS metric,
         min(s.position) AS position,
         max(coalesce(s.metric, 0)) OVER (PARTITION BY s.host, s.dst) AS most,
         EXISTS (SELECT 1 FROM policy_port p WHERE p.host = s.host AND p.interface = s.interface
                 AND p.role = 'storage') AS meant
  FROM subnet_route s
  WHERE coalesce(s.route_table, 'main') = 'main' AND coalesce(s.type, 'unicast') = 'unicast'
    AND s.gateway IS NULL AND s.interface IS NOT NULL
  GROUP BY s.host, s.dst, s.interface, coalesce(s.metric, 0)
),
ranked AS (
  SELECT c.*, row_number() OVER (PARTITION BY c.host, c.subnet, c.metric
                                 ORDER BY c.meant DESC, c.position) - 1 AS behind
  FROM connected c
)
SELECT r.host, r.subnet, r.interface, r.most + 100 * r.behind AS greater
FROM ranked r WHERE r.behind > 0
