-- Who uses an open-iscsi iface: each target portal that a node record or a session reaches by it.
-- about: iscsi_node, iscsi_session
SELECT n.host, n.iface, n.target, n.portal, n.address FROM iscsi_node n
UNION
SELECT s.host, s.iface, s.target, s.portal, s.address FROM iscsi_session s
