-- Devices to set, by place, so that a storage port on Linux gets the MTU of the policy.
-- about: storage_port
SELECT DISTINCT p.host, p.interface, i.name AS device, -s.depth AS place
FROM storage_port p
JOIN host h ON h.host = p.host AND h.platform = 'linux'
JOIN stacked_on s ON s.host = p.host AND s.upper = p.interface
JOIN interface i ON i.host = s.host AND i.name = s.lower
WHERE i.mtu < param('storage_mtu') OR i.name = p.interface
