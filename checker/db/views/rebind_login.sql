-- The node records of an iface record, as they are logged in through the port that it means.
-- about: iscsi_node
SELECT m.host, m.iface, m.interface AS port, l.target, l.portal, l.address, z.size, l.live,
       l.automatic
FROM iface_meant m
JOIN node_login l ON l.host = m.host AND l.iface = m.iface
JOIN ping_size z ON z.host = m.host AND z.interface = m.interface AND z.family = l.family
JOIN kept_record k ON k.host = l.host AND k.target = l.target AND k.portal = l.portal
  AND k.iface = l.iface
