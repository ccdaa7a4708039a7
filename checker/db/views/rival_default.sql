-- Default routes on Linux that are not to have the metric that they share with another port's.
-- about: default_hop
-- Management's route keeps its metric, else the first; a storage port's is to go altogether.
-- greater: a metric that no default route of the table has.
WITH ranked AS (
  SELECT d.*, m.interface IS NOT NULL AS managed, a.interface IS NOT NULL AS apart,
         max(d.metric) OVER (PARTITION BY d.host, d.route_table, d.family) AS most,
         first_value(d.interface) OVER w AS kept, first_value(d.gateway) OVER w AS kept_gateway,
         row_number() OVER (PARTITION BY d.host, d.route_table, d.family
                            ORDER BY d.metric, d.position) AS place
  FROM default_hop d
  LEFT JOIN (SELECT DISTINCT host, interface FROM management_port) m
    ON m.host = d.host AND m.interface = d.interface
  LEFT JOIN (SELECT DISTINCT host, interface FROM apart_port) a
    ON a.host = d.host AND a.interface = d.interface AND d.route_table = 'main'
  WINDOW w AS (PARTITION BY d.host, d.route_table, d.family, d.metric
               ORDER BY m.interface IS NULL, a.interface IS NOT NULL, d.position)
)
SELECT r.host, r.route_table, r.family, r.metric, r.interface, r.gateway, r.kept, r.kept_gateway,
       CASE r.family WHEN 4 THEN '-4' ELSE '-6' END AS flag, coalesce(r.protocol, '') = 'ra' AS ra,
       r.most + 100 * r.place AS greater
FROM ranked r
WHERE r.interface <> r.kept AND NOT r.managed AND NOT r.apart AND r.nexthops IS NULL
  AND r.gateway IS NOT NULL AND NOT coalesce(has_word(r.flags, 'onlink'), 0)
