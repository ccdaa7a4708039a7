-- The way out that is to stay when others go: management's, else the one of the least metric.
-- about: default_hop
WITH ranked AS (
  SELECT d.*, row_number() OVER (
           PARTITION BY d.host, d.route_table, d.family
           ORDER BY m.interface IS NULL, d.metric, d.position) AS place
  FROM default_hop d
  LEFT JOIN (SELECT DISTINCT host, interface FROM management_port) m
    ON m.host = d.host AND m.interface = d.interface
  WHERE d.gateway IS NOT NULL AND d.interface IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM apart_port a
                    WHERE a.host = d.host AND a.interface = d.interface)
)
SELECT host, route_table, family, interface, gateway FROM ranked WHERE place = 1
