-- What an open-iscsi iface could be bound to: the one port that is on-link with its portals and
-- that no other iface binds.
-- about: iface_user
WITH candidate AS (
  SELECT u.host, u.iface, s.first, s.last
  FROM iface_user u JOIN free_subnet s ON s.host = u.host AND holds(s.subnet, u.address)
  UNION
  SELECT u.host, u.iface, p.interface, p.interface
  FROM iface_user u
  JOIN bound_port b ON b.host = u.host AND b.iface = u.iface
  JOIN port p ON p.host = b.host AND p.interface = b.interface AND holds(p.subnet, u.address)
  WHERE NOT EXISTS (SELECT 1 FROM bound_port o
                    WHERE o.host = b.host AND o.interface = b.interface AND o.iface <> u.iface)
)
SELECT c.host, c.iface, min(c.first) AS interface
FROM candidate c
GROUP BY c.host, c.iface HAVING min(c.first) = max(c.last)
