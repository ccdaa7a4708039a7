-- How an endpoint is asked for: unbound (interface NULL), or by a port that a session or record is
-- bound to.
-- about: storage_endpoint
SELECT DISTINCT host, endpoint, kind, address, port, interface, iface, target, portal FROM (
  SELECT e.host, e.endpoint, e.kind, e.address, e.port, NULL AS interface, NULL AS iface,
         NULL AS target, NULL AS portal
  FROM storage_endpoint e WHERE e.unbound
  UNION ALL
  SELECT e.host, e.endpoint, e.kind, e.address, e.port, b.interface, b.iface, n.target, n.portal
  FROM storage_endpoint e
  JOIN iscsi_node n ON n.host = e.host AND n.address = e.address AND coalesce(n.port, 3260) = e.port
  JOIN bound_port b ON b.host = n.host AND b.iface = n.iface
  WHERE e.kind = 'iscsi'
  UNION ALL
  SELECT e.host, e.endpoint, e.kind, e.address, e.port, b.interface, b.iface, s.target, s.portal
  FROM storage_endpoint e
  JOIN iscsi_session s ON s.host = e.host AND s.address = e.address
    AND coalesce(s.port, 3260) = e.port
  JOIN bound_port b ON b.host = s.host AND b.iface = s.iface
  WHERE e.kind = 'iscsi'
    AND NOT EXISTS (SELECT 1 FROM iscsi_node n
                    WHERE n.host = s.host AND n.address = s.address AND n.iface = s.iface)
  UNION ALL
  SELECT e.host, e.endpoint, e.kind, e.address, e.port, b.vmknic, b.adapter, NULL, NULL
  FROM storage_endpoint e
  JOIN iscsi_target t ON t.host = e.host AND t.address = e.address
    AND coalesce(t.port, 3260) = e.port
  JOIN binding b ON b.host = t.host AND b.adapter = t.adapter
  WHERE e.kind = 'iscsi'
  UNION ALL
  SELECT e.host, e.endpoint, e.kind, e.address, e.port, b.interface, b.iface, NULL, NULL
  FROM storage_endpoint e
  JOIN policy_expect x ON x.host = e.host AND x.kind = e.kind AND x.address = e.address
                      AND coalesce(x.port, 3260) = e.port
  CROSS JOIN port p ON p.host = e.host AND holds(p.subnet, e.address)
  CROSS JOIN bound_port b ON b.host = p.host AND b.interface = p.interface
  WHERE e.kind = 'iscsi'
    AND NOT EXISTS (SELECT 1 FROM iscsi_node n WHERE n.host = e.host AND n.address = e.address)
    AND NOT EXISTS (SELECT 1 FROM iscsi_target t WHERE t.host = e.host AND t.address = e.address)
  UNION ALL
  SELECT e.host, e.endpoint, e.kind, e.address, e.port, m.interface, NULL, NULL, NULL
  FROM nfs_mount m
  CROSS JOIN storage_endpoint e ON e.host = m.host
    AND e.address = coalesce(m.server_ip, ip(m.server))
  WHERE e.kind = 'nfs' AND m.interface IS NOT NULL
)
