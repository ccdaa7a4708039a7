-- Subnets with ports that no iface binds: the least and the greatest of these.
-- about: port
SELECT p.host, p.subnet, min(p.interface) AS first, max(p.interface) AS last
FROM port p
WHERE NOT EXISTS (SELECT 1 FROM bound_port b WHERE b.host = p.host AND b.interface = p.interface
                  AND b.iface IS NOT NULL)
GROUP BY p.host, p.subnet
