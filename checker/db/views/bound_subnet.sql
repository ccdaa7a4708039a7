-- Subnets of ports that iSCSI is bound to.
SELECT DISTINCT p.host, p.subnet
FROM bound_port b JOIN port p ON p.host = b.host AND p.interface = b.interface
