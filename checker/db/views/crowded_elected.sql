-- Of the ports in a crowded subnet the one that unbound traffic to it leaves through.
-- about: crowded_subnet
WITH crowd AS (
  SELECT c.*, (SELECT v.vrf_table FROM interface v WHERE v.host = c.host AND v.name = c.stack) AS vrf_table
  FROM crowded_subnet c
)
SELECT c.*,
       coalesce(
         (SELECT r.interface FROM subnet_route r
          WHERE r.host = c.host AND r.dst = c.subnet AND r.gateway IS NULL
            AND coalesce(r.type, 'unicast') = 'unicast'
            AND coalesce(r.route_table, 'main') = coalesce(c.vrf_table, 'main')
            AND EXISTS (SELECT 1 FROM subnet_port p
                        WHERE p.host = c.host AND p.subnet = c.subnet AND p.interface = r.interface)
          ORDER BY coalesce(r.metric, 0), r.position LIMIT 1),
         (SELECT min(t.interface)
          FROM port_peer e JOIN path(e.host, e.peer, NULL, nullif(c.stack, '')) t
          WHERE e.host = c.host AND e.stack = c.stack AND e.subnet = c.subnet)) AS elected
FROM crowd c
