-- Addresses of ports in a crowded subnet, and what becomes of the traffic that leaves from them.
-- about: crowded_subnet
SELECT p.*, c.elected,
       (SELECT every(t.interface = p.interface
                     AND t.route_table NOT IN ('main', coalesce(c.vrf_table, 'main')))
        FROM port_peer x JOIN path(x.host, x.peer, p.address, nullif(p.stack, '')) t
        WHERE x.host = p.host AND x.interface = p.interface AND x.address = p.address) AS routed,
       (SELECT max(t.route_table)
        FROM port_peer x JOIN path(x.host, x.peer, p.address, nullif(p.stack, '')) t
        WHERE x.host = p.host AND x.interface = p.interface AND x.address = p.address) AS own_table,
       EXISTS (SELECT 1 FROM bound_port b WHERE b.host = p.host AND b.interface = p.interface) AS bound,
       EXISTS (SELECT 1 FROM uplink u WHERE u.host = p.host AND u.interface = p.interface
               AND u.team_kind IN ('bond', 'team', 'bridge')) AS member,
       EXISTS (SELECT 1 FROM crowded_portal t
               WHERE t.host = p.host AND t.stack = p.stack AND t.subnet = p.subnet) AS bindable,
       CASE WHEN EXISTS (SELECT 1 FROM subnet_port q
                         WHERE q.host = p.host AND q.stack = p.stack AND q.address = p.address
                           AND q.subnet = p.subnet AND q.interface <> p.interface)
            THEN p.address END AS twice
FROM crowded_elected c
JOIN subnet_port p ON p.host = c.host AND p.stack = c.stack AND p.subnet = c.subnet
