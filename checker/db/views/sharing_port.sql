-- Ports with an address in a subnet where another port of their stack has one too.
-- about: port
SELECT DISTINCT p.host, p.interface
FROM (SELECT q.host, q.stack, q.subnet FROM port q
      GROUP BY q.host, q.stack, q.subnet HAVING min(q.interface) <> max(q.interface)) g
CROSS JOIN port p ON p.host = g.host AND p.stack = g.stack AND p.subnet = g.subnet
