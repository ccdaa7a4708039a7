-- Devices on Linux whose MTU is to be set, by place, for each lower one that is too small.
-- about: carried_mtu
-- The lower one is raised where it is a bond's member, or where the policy wants more of a storage
-- port than it takes, and where it can be.
WITH upper AS (
  SELECT c.*, p.interface IS NOT NULL AND param('storage_mtu') > c.lower_mtu AS wanted,
         CASE WHEN p.interface IS NOT NULL THEN min(c.fits, param('storage_mtu')) END AS policy_mtu
  FROM carried_mtu c
  LEFT JOIN (SELECT DISTINCT host, interface FROM storage_port) p
    ON p.host = c.host AND p.interface = c.upper
  WHERE c.how NOT IN ('vswitch', 'nic') AND c.needs > c.lower_mtu
),
small AS (
  SELECT u.host, u.lower, max(max(u.needs, CASE WHEN u.wanted THEN param('storage_mtu') ELSE 0 END))
           AS needed,
         max(u.how IN ('bond', 'team') OR coalesce(u.wanted, 0)) AS meant,
         min(nullif(u.max_mtu, 0)) AS most
  FROM upper u GROUP BY u.host, u.lower
),
decided AS (
  SELECT s.*, s.meant AND coalesce(s.most >= s.needed, 1) AS raises FROM small s
)
SELECT s.host, s.lower, i.name AS device, s.needed AS mtu, 1 AS raised, -o.depth AS place
FROM decided s
JOIN stacked_on o ON o.host = s.host AND o.upper = s.lower
JOIN interface i ON i.host = o.host AND i.name = o.lower
WHERE s.raises AND i.mtu < s.needed
UNION ALL
SELECT u.host, u.lower, u.upper, coalesce(u.policy_mtu, u.fits), 0, 0
FROM decided s JOIN upper u ON u.host = s.host AND u.lower = s.lower
WHERE NOT s.raises
