-- The node records of an iface record, as they are logged in through the interface that it binds.
-- about: iscsi_node
SELECT DISTINCT i.host, i.name AS iface, i.device AS port, l.target, l.portal, l.address, z.size,
       l.live, l.automatic
FROM software_iface i
JOIN node_login l ON l.host = i.host AND l.iface = i.name
JOIN ping_size z ON z.host = i.host AND z.interface = i.device AND z.family = l.family
JOIN kept_record k ON k.host = l.host AND k.target = l.target AND k.portal = l.portal
  AND k.iface = l.iface
