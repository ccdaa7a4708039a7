-- Bonds and teams below storage ports.
-- about: bond
SELECT DISTINCT b.host, b.name, b.driver, b.mode, b.hash_policy, b.lacp_rate, p.interface, b.origin
FROM storage_port p
CROSS JOIN stacked_on s ON s.host = p.host AND s.upper = p.interface
CROSS JOIN bond b ON b.host = s.host AND b.name = s.lower
