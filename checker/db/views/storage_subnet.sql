-- Subnets of storage ports.
-- about: port_role
SELECT DISTINCT p.host, p.subnet
FROM port_role r JOIN port p ON p.host = r.host AND p.interface = r.interface
WHERE r.role = 'storage'
