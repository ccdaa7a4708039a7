-- Portals of node records in a crowded subnet: there the ports can be bound.
-- about: crowded_subnet
SELECT DISTINCT c.host, c.stack, c.subnet, m.target, m.portal, m.address
FROM iscsi_node m CROSS JOIN crowded_subnet c ON c.host = m.host AND holds(c.subnet, m.address)
WHERE c.stack = '' AND coalesce(m.transport, 'tcp') = 'tcp'
