-- Subnets of management ports.
-- about: management_port
SELECT DISTINCT p.host, p.stack, p.subnet
FROM management_port m JOIN port p ON p.host = m.host AND p.interface = m.interface
WHERE NOT p.is_host
