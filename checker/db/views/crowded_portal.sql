-- Portals of node records in a crowded subnet: there the ports can be bound.
-- about: crowded_subnet
SELECT DISTINCT c.host, c.stack, c.subnet, m.target, m.portal, m.iface = 'default' AS unbound,
       m.portal || CASE WHEN m.tpgt >= 0 THEN ',' || m.tpgt ELSE '' END AS recorded
FROM crowded_subnet c JOIN iscsi_node m ON m.host = c.host AND in_subnet(m.address, c.subnet)
WHERE c.stack = '' AND coalesce(m.transport, 'tcp') = 'tcp'
