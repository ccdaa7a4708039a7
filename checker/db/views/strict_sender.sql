-- Who sends to a port with a strict reverse path filter, and whether the filter lets it pass.
-- about: strict_port
-- A neighbour in each of the port's subnets, and each portal that is asked for through it.  Where
-- not all portals or not all ways can be known, there is a sender without a name.
SELECT s.host, s.interface, s.sender,
       -- Any next hop of the route will do; of several default routes the filter sees the first.
       (SELECT some(CASE WHEN t.reachable IS NOT NULL
                         THEN coalesce(t.interface = s.interface, 0) AND NOT t.other_route END)
        FROM path(s.host, s.peer, s.address, nullif(s.stack, '')) t) AS fine,
       (SELECT coalesce(join_words(CASE WHEN NOT t.other_route THEN t.interface END), 'no port')
        FROM path(s.host, s.peer, s.address, nullif(s.stack, '')) t) AS returns_by
FROM (
  SELECT f.host, f.interface, f.stack, p.subnet AS sender, p.address, p.peer
  FROM strict_port f JOIN port_peer p ON p.host = f.host AND p.interface = f.interface
  WHERE p.family = 4
  UNION
  SELECT f.host, f.interface, f.stack, a.endpoint, a.source, a.address
  FROM strict_port f JOIN asked_endpoint a ON a.host = f.host AND a.interface = f.interface
) s
UNION ALL
SELECT f.host, f.interface, NULL, NULL, NULL
FROM strict_port f
JOIN port p ON p.host = f.host AND p.interface = f.interface AND p.family = 4
JOIN coverage c ON c.host = f.host AND c.state <> 'read'
WHERE c.fact IN ('iscsi_node', 'iscsi_iface', 'iscsi_session', 'routing_rule')
   OR c.fact = 'nexthop' AND EXISTS (SELECT 1 FROM route r
                                     WHERE r.host = f.host AND r.nexthops IS NOT NULL)
