-- Records that a crowded subnet lacks: of each portal there by each port that could be bound, as
-- commands make them.
-- about: crowded_portal
-- Not where a management port is: storage there stays a fault, bound or not. Nor where an iface
-- record names a port that is missing: it is to be put right first.
-- last: the last port of a portal, behind whose login the unbound record goes; live: that record
-- has a session.
SELECT t.host, t.subnet, t.target, t.portal, t.address, b.port, b.iface, b.known, b.size,
       b.port = max(b.port) OVER (PARTITION BY t.host, t.target, t.portal) AS last,
       l.portal_group, l.startup, d.iface IS NOT NULL AS unbound, coalesce(d.live, 0) AS live
FROM crowded_portal t
JOIN port_to_bind b ON b.host = t.host AND b.address = t.address
JOIN (SELECT host, target, portal, min(portal_group) AS portal_group, max(startup) AS startup
      FROM node_login GROUP BY host, target, portal) l
  ON l.host = t.host AND l.target = t.target AND l.portal = t.portal
LEFT JOIN node_login d ON d.host = t.host AND d.target = t.target AND d.portal = t.portal
                      AND d.iface = 'default'
WHERE NOT EXISTS (SELECT 1 FROM management_subnet m
                  WHERE m.host = t.host AND m.subnet = t.subnet AND m.stack = t.stack)
  AND NOT EXISTS (SELECT 1 FROM crowded_portal c
                  JOIN iscsi_node n ON n.host = c.host AND n.address = c.address
                  JOIN iscsi_iface i ON i.host = n.host AND i.name = n.iface AND i.binds = 'missing'
                  WHERE c.host = t.host AND c.subnet = t.subnet)
  AND NOT EXISTS (SELECT 1 FROM iscsi_node n
                  JOIN bound_port p ON p.host = n.host AND p.iface = n.iface
                    AND p.interface = b.port
                  WHERE n.host = t.host AND n.target = t.target AND n.portal = t.portal)
