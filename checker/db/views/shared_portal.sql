-- iSCSI portals of node records in subnets of several ports: there the ports can be bound.
SELECT DISTINCT s.host, s.stack, s.subnet, m.target, m.portal, m.iface = 'default' AS unbound,
       m.portal || CASE WHEN m.tpgt >= 0 THEN ',' || m.tpgt ELSE '' END AS recorded
FROM iscsi_node m JOIN shared_subnet s ON s.host = m.host AND holds(s.subnet, m.address)
WHERE s.stack = '' AND coalesce(m.transport, 'tcp') = 'tcp'
