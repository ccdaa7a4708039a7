-- Ports in a subnet of a target's portals that carry no session of it; not on a NIC that does.
-- about: iface_user
WITH used AS (
  SELECT DISTINCT s.host, s.target, coalesce(s.interface, p.interface) AS interface
  FROM iscsi_session s LEFT JOIN port p ON p.host = s.host AND p.address = s.local_address
),
candidate AS (
  SELECT u.host, u.target, p.interface
  FROM iface_user u JOIN portal_port p ON p.host = u.host AND p.address = u.address
  EXCEPT SELECT u.host, u.target, u.interface FROM used u
)
SELECT c.host, c.target, join_words(c.interface) AS others FROM candidate c
WHERE NOT EXISTS (SELECT 1 FROM used u
                  JOIN stacked_on a ON a.host = u.host AND a.upper = u.interface
                  JOIN stacked_on b ON b.host = a.host AND b.lower = a.lower
                  WHERE u.host = c.host AND u.target = c.target AND b.upper = c.interface)
GROUP BY c.host, c.target
