-- Ports that a portal can be bound to: up, in its subnet by the longest prefix, one for each NIC.
-- about: iface_user
-- Members of a bond, team or bridge have no traffic of their own, and a port that stands on another
-- port of the subnet (macvlan, VRRP) is that NIC again. `linked`: not known to lack carrier.
WITH portal AS (
  SELECT DISTINCT u.host, u.address FROM iface_user u
  WHERE u.address IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM address a WHERE a.host = u.host AND a.address = u.address)
),
near AS (
  SELECT t.host, t.address, p.stack, p.interface, p.subnet, coalesce(p.carrier, 1) AS linked,
         rank() OVER (PARTITION BY t.host, t.address, p.stack ORDER BY p.prefixlen DESC) AS place
  FROM portal t CROSS JOIN port p ON p.host = t.host AND holds(p.subnet, t.address)
  WHERE coalesce(p.admin, 1)
    AND NOT EXISTS (SELECT 1 FROM enslaved m WHERE m.host = p.host AND m.interface = p.interface)
),
above AS (
  SELECT DISTINCT n.host, n.address, n.interface
  FROM near n
  JOIN stacked_on s ON s.host = n.host AND s.upper = n.interface AND s.lower <> n.interface
  JOIN near o ON o.host = s.host AND o.interface = s.lower AND o.address = n.address
             AND o.place = 1
)
SELECT DISTINCT n.host, n.address, n.stack, n.interface, n.subnet, n.linked
FROM near n
LEFT JOIN above a ON a.host = n.host AND a.address = n.address AND a.interface = n.interface
WHERE n.place = 1 AND a.host IS NULL
