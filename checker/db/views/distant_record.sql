-- Node records of portals that no port is on-link with, while one is with another portal of the
-- same target.
-- about: iscsi_node
-- A target tells all its portals, those of a fabric too that this host has no port in.
SELECT DISTINCT n.host, n.target, n.portal, n.iface, n.address,
       EXISTS (SELECT 1 FROM session_portal s WHERE s.host = n.host AND s.target = n.target
               AND s.shown = n.portal AND s.iface = n.iface) AS live
FROM iscsi_node n
WHERE n.address IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM portal_near x WHERE x.host = n.host AND x.address = n.address)
  AND EXISTS (SELECT 1 FROM iscsi_node o
              JOIN portal_near x ON x.host = o.host AND x.address = o.address
              WHERE o.host = n.host AND o.target = n.target)
