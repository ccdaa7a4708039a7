-- VMkernel ports that an iSCSI adapter can be bound to besides those that it is bound to.
-- about: iscsi_target
-- They serve nothing else, have a port group for themselves, and all portals of the adapter are in
-- their subnet: a bound adapter reaches no other.
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
total AS (SELECT host, adapter, count(*) AS n FROM portal GROUP BY host, adapter),
near AS (
  SELECT p.host, p.adapter, s.subnet, count(*) AS n, min(p.address) AS portal
  FROM portal p CROSS JOIN port_subnet s ON s.host = p.host AND holds(s.subnet, p.address)
  GROUP BY p.host, p.adapter, s.subnet
)
SELECT u.host, n.adapter, u.subnet, u.vmk, u.portgroup, u.vswitch, u.esxcli, n.portal,
       CASE WHEN u.pings_from THEN u.vmk END AS ping_from,
       coalesce(u.mtu - CASE u.family WHEN 4 THEN 28 ELSE 48 END, 56) AS size
FROM near n JOIN total t ON t.host = n.host AND t.adapter = n.adapter AND t.n = n.n
JOIN vmk_use u ON u.host = n.host AND u.subnet = n.subnet
WHERE u.stack = '' AND u.free AND NOT u.bound
  AND NOT EXISTS (SELECT 1 FROM interface o WHERE o.host = u.host AND o.portgroup = u.portgroup
                  AND o.name <> u.vmk)
