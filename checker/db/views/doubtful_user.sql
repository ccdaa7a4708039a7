-- Users of an iSCSI portal whose iface record was not read, so that the port they are bound to is
-- not known.
-- about: iscsi_node, iscsi_session
SELECT DISTINCT n.host, n.address, coalesce(n.port, 3260) AS port, n.iface
FROM iscsi_node n
WHERE n.address IS NOT NULL AND n.iface NOT IN ('default', 'iser')
  AND coalesce(n.transport, 'tcp') = 'tcp'
  AND NOT coalesce(n.net_ifacename = '' AND n.hwaddress = '', 0)
  AND NOT EXISTS (SELECT 1 FROM iscsi_iface i WHERE i.host = n.host AND i.name = n.iface)
  AND NOT EXISTS (SELECT 1 FROM bound_port b WHERE b.host = n.host AND b.iface = n.iface)
UNION
SELECT s.host, s.address, coalesce(s.port, 3260), coalesce(s.iface, 'of a session')
FROM iscsi_session s JOIN host h ON h.host = s.host AND h.platform = 'linux'
WHERE s.address IS NOT NULL AND coalesce(s.iface, '') NOT IN ('default', 'iser')
  AND coalesce(s.transport, 'tcp') = 'tcp'
  AND coalesce(s.bound_interface, 'x') <> '' AND coalesce(s.netdev, 'x') <> ''
  AND NOT EXISTS (SELECT 1 FROM iscsi_iface i WHERE i.host = s.host AND i.name = s.iface)
  AND NOT EXISTS (SELECT 1 FROM bound_port b WHERE b.host = s.host AND b.iface = s.iface)
