-- Ports that iSCSI is bound to: by an iface record in use on Linux, by port binding on ESXi.
-- about: iscsi_node, iscsi_session, binding
-- Where the iface record was not read, the copy in the node record speaks, or the live socket.
SELECT DISTINCT i.host, i.device AS interface, i.name AS iface
FROM iscsi_iface i
WHERE i.device IS NOT NULL
  AND (EXISTS (SELECT 1 FROM iscsi_node n WHERE n.host = i.host AND n.iface = i.name)
       OR EXISTS (SELECT 1 FROM iscsi_session s WHERE s.host = i.host AND s.iface = i.name))
UNION
SELECT n.host, d.name, n.iface
FROM iscsi_node n JOIN interface d ON d.host = n.host AND d.name = n.net_ifacename
WHERE coalesce(n.transport, 'tcp') = 'tcp'
  AND NOT EXISTS (SELECT 1 FROM iscsi_iface i WHERE i.host = n.host AND i.name = n.iface)
UNION
SELECT s.host, s.bound_interface, s.iface
FROM iscsi_session s
WHERE s.bound_interface IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM iscsi_iface i WHERE i.host = s.host AND i.name = s.iface)
UNION
SELECT b.host, b.vmknic, b.adapter FROM binding b
