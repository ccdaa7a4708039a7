-- The gateway of ESXi's management port, where one only is known: its own, or one in its subnet.
-- about: management_port
SELECT k.host, k.family, min(k.gateway) AS gateway
FROM (SELECT i.host, CASE WHEN instr(i.gateway, ':') THEN 6 ELSE 4 END AS family, i.gateway
      FROM management_port m JOIN interface i ON i.host = m.host AND i.name = m.interface
      UNION
      SELECT p.host, p.family, g.gateway
      FROM management_port m
      JOIN port p ON p.host = m.host AND p.interface = m.interface
      JOIN gateway g ON g.host = p.host AND holds(p.subnet, g.gateway)
      WHERE p.stack = '') k
GROUP BY k.host, k.family HAVING min(k.gateway) = max(k.gateway)
