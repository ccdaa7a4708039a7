-- Ports with a role, by the subnets of their addresses.
-- about: port_role
SELECT DISTINCT r.host, r.interface, r.role, r.service, p.subnet, p.origin
FROM service_word r JOIN port p ON p.host = r.host AND p.interface = r.interface
WHERE NOT p.is_host
