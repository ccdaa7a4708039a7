-- IPv4 addresses of ports that share their subnet with another port of their stack; neither is known to be down.
-- about: port
SELECT DISTINCT p.host, p.interface, p.subnet, p.address, p.origin
FROM port p JOIN port q ON q.host = p.host AND q.subnet = p.subnet
WHERE p.family = 4 AND NOT p.is_host AND q.interface <> p.interface AND q.stack = p.stack
  AND coalesce(p.admin, 1) AND coalesce(q.admin, 1)
