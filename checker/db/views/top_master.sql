-- The topmost master of each member of a bond, team or bridge; none where Open vSwitch is above it.
-- about: uplink, interface
WITH RECURSIVE above(host, interface, master, depth) AS (
  SELECT e.host, e.interface, e.master, 1 FROM enslaved e
  UNION
  SELECT a.host, a.interface, e.master, a.depth + 1
  FROM above a JOIN enslaved e ON e.host = a.host AND e.interface = a.master
  WHERE a.depth < 8
)
SELECT a.host, a.interface, min(a.master) AS master
FROM above a
WHERE NOT EXISTS (SELECT 1 FROM enslaved e WHERE e.host = a.host AND e.interface = a.master)
GROUP BY a.host, a.interface
HAVING NOT max(EXISTS (SELECT 1 FROM interface d WHERE d.host = a.host AND d.master = a.master
                       AND d.master_kind = 'openvswitch'))
