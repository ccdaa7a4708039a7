-- Ports up in the subnet of a portal, but for members; place 1: longest prefix of their stack.
-- about: iface_user
-- `linked`: not known to lack carrier. A portal of this host itself has none.
WITH portal AS (
  SELECT DISTINCT u.host, u.address FROM iface_user u
  WHERE u.address IS NOT NULL
    AND NOT EXISTS (SELECT 1 FROM address a WHERE a.host = u.host AND a.address = u.address)
)
SELECT t.host, t.address, p.stack, p.interface, p.subnet, coalesce(p.carrier, 1) AS linked,
       rank() OVER (PARTITION BY t.host, t.address, p.stack ORDER BY p.prefixlen DESC) AS place
FROM portal t CROSS JOIN port p ON p.host = t.host AND holds(p.subnet, t.address)
WHERE coalesce(p.admin, 1)
  AND NOT EXISTS (SELECT 1 FROM enslaved m WHERE m.host = p.host AND m.interface = p.interface)
