-- Storage ports with the subnets of their addresses.
-- about: storage_port
SELECT DISTINCT p.host, p.interface, a.subnet, i.mtu, i.origin
FROM storage_port p
JOIN port a ON a.host = p.host AND a.interface = p.interface AND NOT a.is_host
JOIN interface i ON i.host = p.host AND i.name = p.interface
