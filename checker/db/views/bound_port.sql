-- Ports that iSCSI is bound to: by an iface record in use on Linux, by port binding on ESXi.
SELECT DISTINCT i.host, i.device AS interface, i.name AS iface
FROM iscsi_iface i
WHERE i.device IS NOT NULL
  AND (EXISTS (SELECT 1 FROM iscsi_node n WHERE n.host = i.host AND n.iface = i.name)
       OR EXISTS (SELECT 1 FROM iscsi_session s WHERE s.host = i.host AND s.iface = i.name))
UNION
SELECT b.host, b.vmknic, b.adapter FROM binding b
