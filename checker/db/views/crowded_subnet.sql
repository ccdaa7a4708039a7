-- Subnets that several NICs are in, and the port that the kernel elects for unbound traffic to
-- them.
-- about: subnet_use
-- settled: its connected routes have different metrics, so that the order of startup decides
-- nothing.
-- guess: what was not read, and so was taken as the kernel makes it by itself.
SELECT u.host, u.stack, u.subnet, min(t.interface) AS elected,
       min(coalesce(n.nic, t.interface)) AS elected_nic,
       CASE WHEN NOT b.routes THEN ' (a guess: the routes were not all read)'
            WHEN NOT b.rules THEN ' (by the routes alone: the routing rules were not read)'
            ELSE '' END AS guess,
       (SELECT count(*) > 0 AND count(*) = count(DISTINCT coalesce(s.metric, 0))
        FROM (SELECT DISTINCT interface, metric FROM subnet_route
              WHERE host = u.host AND dst = u.subnet AND gateway IS NULL
                AND coalesce(type, 'unicast') = 'unicast'
                AND coalesce(route_table, 'main') = coalesce(v.vrf_table, 'main')) s) AS settled
FROM subnet_use u
JOIN lookup_basis b ON b.host = u.host
LEFT JOIN interface v ON v.host = u.host AND v.name = u.stack
CROSS JOIN (SELECT host, stack, subnet, min(peer) AS peer FROM port_peer
            GROUP BY host, stack, subnet) e
  ON e.host = u.host AND e.stack = u.stack AND e.subnet = u.subnet
CROSS JOIN path(u.host, e.peer, NULL, nullif(u.stack, '')) t
LEFT JOIN port_nic n ON n.host = u.host AND n.interface = t.interface
WHERE u.nics > 1
GROUP BY u.host, u.stack, u.subnet, v.vrf_table, b.routes, b.rules
