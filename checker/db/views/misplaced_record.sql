-- Node records that bind a port outside the portal's subnet while another port is in it.
-- about: bound_port, iscsi_node
SELECT DISTINCT n.host, n.target, n.portal, n.iface, n.address, b.interface AS port
FROM iscsi_node n JOIN bound_port b ON b.host = n.host AND b.iface = n.iface
WHERE n.address IS NOT NULL
  AND EXISTS (SELECT 1 FROM portal_port p
              WHERE p.host = n.host AND p.address = n.address AND p.own_port)
  AND NOT EXISTS (SELECT 1 FROM portal_near x WHERE x.host = n.host AND x.address = n.address
                  AND x.interface = b.interface)
