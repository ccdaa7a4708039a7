-- Node records that move from an iface with an unfit name to a record that binds the port meant.
-- about: iscsi_node
-- The port is on-link with the portal. The other iface exists where `known`, has the node record
-- already where `made`, and a session where `moved`.
SELECT DISTINCT i.host, i.name AS iface, i.device AS port, n.iface AS new_iface, n.known, l.target,
       l.portal, l.portal_group, l.address, z.size, l.startup, l.automatic, l.live,
       m.iface IS NOT NULL AS made, coalesce(m.live, 0) AS moved
FROM software_iface i
JOIN port_iface n ON n.host = i.host AND n.interface = i.device
JOIN node_login l ON l.host = i.host AND l.iface = i.name
JOIN ping_size z ON z.host = i.host AND z.interface = i.device AND z.family = l.family
JOIN port p ON p.host = i.host AND p.interface = i.device AND holds(p.subnet, l.address)
LEFT JOIN node_login m ON m.host = l.host AND m.target = l.target AND m.portal = l.portal
  AND m.iface = n.iface
WHERE i.name IN ('default', 'iser') OR i.stray AND i.file_name = i.name
