-- Subnets of ports: the least and the greatest of their ports.
-- about: port
SELECT p.host, p.subnet, min(p.interface) AS first, max(p.interface) AS last
FROM port p GROUP BY p.host, p.subnet
