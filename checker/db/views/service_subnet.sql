-- Ports with a role, by the subnets of their addresses.
-- about: port_role
SELECT DISTINCT r.host, r.interface, r.role, p.subnet, p.origin
FROM port_role r JOIN port p ON p.host = r.host AND p.interface = r.interface
WHERE NOT p.is_host
