-- Portals of node records, with the ports that are on-link with them.
-- about: iscsi_node
SELECT DISTINCT n.host, n.address, p.interface
FROM iscsi_node n JOIN port p ON p.host = n.host AND in_subnet(n.address, p.subnet)
WHERE n.address IS NOT NULL
