-- Addresses of ports in a crowded subnet, and whether what is sent from them leaves through their
-- own NIC.
-- about: crowded_subnet
WITH way AS (
  SELECT p.host, p.interface, p.address, max(t.route_table) AS own_table,
         every(CASE WHEN t.reachable IS NULL THEN NULL
                    WHEN coalesce(n.nic, t.interface, '') <> p.nic THEN 0
                    WHEN c.guess = '' THEN 1 END) AS own_way
  FROM crowded_subnet c
  JOIN subnet_port p ON p.host = c.host AND p.stack = c.stack AND p.subnet = c.subnet
  JOIN port_peer x ON x.host = p.host AND x.interface = p.interface AND x.address = p.address
                   AND x.subnet = p.subnet
  JOIN path(p.host, x.peer, p.address, nullif(p.stack, '')) t
  LEFT JOIN port_nic n ON n.host = p.host AND n.interface = t.interface
  GROUP BY p.host, p.interface, p.address
)
SELECT p.host, p.stack, p.subnet, p.interface, p.nic, p.address, p.prefixlen, p.admin, p.secondary,
       p.own_port, p.lasting, p.origin, c.elected, c.elected_nic, c.guess, c.settled, w.own_way,
       w.own_table,
       EXISTS (SELECT 1 FROM bound_port b
               WHERE b.host = p.host AND b.interface IN (p.interface, p.nic)) AS bound,
       EXISTS (SELECT 1 FROM policy_port r WHERE r.host = p.host AND r.interface = p.interface
               AND r.role = 'storage') AS for_storage,
       EXISTS (SELECT 1 FROM uplink u WHERE u.host = p.host AND u.interface = p.interface
               AND u.team_kind IN ('bond', 'team', 'bridge')) AS member,
       CASE WHEN EXISTS (SELECT 1 FROM subnet_port q
                         WHERE q.host = p.host AND q.stack = p.stack AND q.address = p.address
                           AND q.subnet = p.subnet AND q.interface <> p.interface)
            THEN p.address END AS twice
FROM crowded_subnet c
JOIN subnet_port p ON p.host = c.host AND p.stack = c.stack AND p.subnet = c.subnet
LEFT JOIN way w ON w.host = p.host AND w.interface = p.interface AND w.address = p.address
