-- IPv4 addresses of ports that share their subnet with another port of their stack; neither is known to be down.
-- about: port
SELECT DISTINCT p.host, p.interface, p.subnet, p.address, p.origin
FROM (SELECT q.host, q.stack, q.subnet FROM port q
      WHERE q.family = 4 AND NOT q.is_host AND coalesce(q.admin, 1)
      GROUP BY q.host, q.stack, q.subnet HAVING min(q.interface) <> max(q.interface)) g
JOIN port p ON p.host = g.host AND p.subnet = g.subnet AND p.stack = g.stack
WHERE p.family = 4 AND NOT p.is_host AND coalesce(p.admin, 1)
