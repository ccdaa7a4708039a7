-- Subnets of ports that hold iSCSI targets: the least address.
-- about: iscsi_target
SELECT s.host, s.subnet, min(t.address) AS address
FROM iscsi_target t JOIN port_subnet s ON s.host = t.host AND holds(s.subnet, t.address)
GROUP BY s.host, s.subnet
