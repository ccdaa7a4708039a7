-- Portals of node records, with the ports that are on-link with them.
-- about: iscsi_node
SELECT DISTINCT n.host, n.address, p.interface
FROM iscsi_node n JOIN port p ON p.host = n.host AND holds(p.subnet, n.address)
WHERE n.address IS NOT NULL
