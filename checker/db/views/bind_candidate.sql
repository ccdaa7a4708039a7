-- VMkernel ports that an iSCSI adapter can be bound to besides those that it is bound to.
-- about: iscsi_target, binding
-- They serve nothing else, have a port group for themselves, and are in the subnet of the bound
-- ones; of an unbound adapter, in the one subnet that holds all its portals: bound, it would reach
-- no other.
WITH
hba AS (
  SELECT a.host, a.adapter FROM software_adapter a WHERE coalesce(a.enabled, 1)
  UNION
  SELECT t.host, t.adapter
  FROM iscsi_target t LEFT JOIN iscsi_adapter a ON a.host = t.host AND a.name = t.adapter
  WHERE t.adapter LIKE 'vmhba%' AND a.name IS NULL
),
portal AS (
  SELECT DISTINCT h.host, h.adapter, t.address
  FROM hba h JOIN iscsi_target t ON t.host = h.host AND coalesce(t.adapter, h.adapter) = h.adapter
  WHERE t.address IS NOT NULL
),
near AS (
  SELECT p.host, p.adapter, s.subnet, count(*) AS n, min(p.address) AS portal
  FROM portal p CROSS JOIN port_subnet s ON s.host = p.host AND holds(s.subnet, p.address)
  GROUP BY p.host, p.adapter, s.subnet
),
place AS (
  SELECT h.host, h.adapter, min(p.subnet) AS subnet
  FROM hba h JOIN binding b ON b.host = h.host AND b.adapter = h.adapter
  JOIN port p ON p.host = b.host AND p.interface = b.vmknic
  GROUP BY h.host, h.adapter HAVING min(p.subnet) = max(p.subnet)
  UNION
  SELECT n.host, n.adapter, n.subnet FROM near n
  WHERE n.n = (SELECT count(*) FROM portal p WHERE p.host = n.host AND p.adapter = n.adapter)
    AND NOT EXISTS (SELECT 1 FROM binding b WHERE b.host = n.host AND b.adapter = n.adapter)
)
SELECT u.host, l.adapter, u.subnet, u.vmk, u.portgroup, u.vswitch, u.esxcli, n.portal,
       CASE WHEN u.pings_from AND n.portal IS NOT NULL THEN u.vmk END AS ping_from,
       coalesce(u.mtu - CASE u.family WHEN 4 THEN 28 ELSE 48 END, 56) AS size
FROM place l JOIN vmk_use u ON u.host = l.host AND u.subnet = l.subnet
LEFT JOIN near n ON n.host = l.host AND n.adapter = l.adapter AND n.subnet = l.subnet
WHERE u.stack = '' AND u.free AND NOT u.bound
  AND NOT EXISTS (SELECT 1 FROM interface o WHERE o.host = u.host AND o.portgroup = u.portgroup
                  AND o.name <> u.vmk)
