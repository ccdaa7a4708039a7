-- Ports of shared subnets: which is elected, which are bound or have a table of their own.
WITH choice AS MATERIALIZED (
  SELECT s.*,
         (SELECT r.interface FROM subnet_route r
          WHERE r.host = s.host AND r.dst = s.subnet AND r.gateway IS NULL
            AND coalesce(r.type, 'unicast') = 'unicast'
            AND coalesce(r.route_table, 'main') = coalesce(s.vrf_table, 'main')
            AND EXISTS (SELECT 1 FROM subnet_port p WHERE p.host = s.host AND p.subnet = s.subnet
                        AND p.interface = r.interface)
          ORDER BY coalesce(r.metric, 0), r.position LIMIT 1) AS by_route,
         (SELECT min(t.interface) FROM port_peer e JOIN path(e.host, e.peer, NULL, nullif(s.stack, '')) t
          WHERE e.host = s.host AND e.stack = s.stack AND e.subnet = s.subnet) AS by_lookup
  FROM shared_subnet s
)
SELECT p.*, coalesce(e.by_route, e.by_lookup) AS elected,
       (SELECT every(t.interface = p.interface AND t.route_table NOT IN ('main', coalesce(e.vrf_table, 'main')))
        FROM port_peer x JOIN path(x.host, x.peer, p.address, nullif(p.stack, '')) t
        WHERE x.host = p.host AND x.interface = p.interface AND x.address = p.address) AS routed,
       (SELECT max(t.route_table) FROM port_peer x JOIN path(x.host, x.peer, p.address, nullif(p.stack, '')) t
        WHERE x.host = p.host AND x.interface = p.interface AND x.address = p.address) AS own_table,
       EXISTS (SELECT 1 FROM bound_port b WHERE b.host = p.host AND b.interface = p.interface) AS bound,
       EXISTS (SELECT 1 FROM uplink u WHERE u.host = p.host AND u.interface = p.interface
               AND u.team_kind IN ('bond', 'team', 'bridge')) AS member,
       EXISTS (SELECT 1 FROM shared_portal t
               WHERE t.host = p.host AND t.stack = p.stack AND t.subnet = p.subnet) AS bindable,
       CASE WHEN EXISTS (SELECT 1 FROM subnet_port q
                         WHERE q.host = p.host AND q.stack = p.stack AND q.address = p.address
                           AND q.subnet = p.subnet AND q.interface <> p.interface)
            THEN p.address END AS twice
FROM choice e CROSS JOIN subnet_port p ON p.host = e.host AND p.stack = e.stack AND p.subnet = e.subnet
