-- Subnets of ports that iSCSI is bound to.
-- about: bound_port
SELECT DISTINCT p.host, p.subnet
FROM bound_port b JOIN port p ON p.host = b.host AND p.interface = b.interface
