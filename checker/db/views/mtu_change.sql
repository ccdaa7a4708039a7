-- Devices on Linux whose MTU is to be set, by place, for each lower one that is too small.
-- about: carried_mtu
-- The lower one is raised where it is a bond's member, or where the policy wants the larger MTU,
-- and where it can be.
WITH small AS (
  SELECT c.host, c.lower, max(c.needs) AS needed,
         max(c.how IN ('bond', 'team') OR p.interface IS NOT NULL
           AND c.upper_mtu IS param('storage_mtu'))
           AND max(coalesce(nullif(c.max_mtu, 0), c.needs) >= c.needs) AS raises
  FROM carried_mtu c LEFT JOIN storage_port p ON p.host = c.host AND p.interface = c.upper
  WHERE c.how NOT IN ('vswitch', 'nic') AND c.needs > c.lower_mtu
  GROUP BY c.host, c.lower
)
SELECT s.host, s.lower, i.name AS device, s.needed AS mtu, 1 AS raised, -o.depth AS place
FROM small s
JOIN stacked_on o ON o.host = s.host AND o.upper = s.lower
JOIN interface i ON i.host = o.host AND i.name = o.lower
WHERE s.raises AND i.mtu < s.needed
UNION ALL
SELECT c.host, c.lower, c.upper, c.fits, 0, 0
FROM small s JOIN carried_mtu c ON c.host = s.host AND c.lower = s.lower AND c.needs > c.lower_mtu
WHERE NOT s.raises
