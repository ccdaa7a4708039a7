-- Iface records whose port another one binds for the same initiator name and all the same portals.
-- about: iscsi_iface.device
-- Of several the first one stays that is used. Nothing is spare where node records were not read.
WITH own AS (
  SELECT i.host, i.device, i.name, coalesce(i.initiator_name, '') AS initiator,
         t.iface IS NOT NULL AS used
  FROM software_iface i
  JOIN covered v ON v.host = i.host AND v.fact = 'iscsi_node'
  LEFT JOIN iface_target t ON t.host = i.host AND t.iface = i.name
  WHERE i.device IS NOT NULL AND i.software AND NOT coalesce(i.stray, 0)
    AND i.name NOT IN ('default', 'iser')
),
kept AS (
  SELECT o.*, first_value(o.name) OVER (PARTITION BY o.host, o.device, o.initiator
                                        ORDER BY o.used DESC, o.name) AS kept
  FROM own o
)
SELECT DISTINCT k.host, k.name AS iface, k.device AS interface, k.kept
FROM kept k
WHERE k.name <> k.kept
  -- A copy in a node record that binds another port shows that somebody changed the iface record.
  AND NOT EXISTS (SELECT 1 FROM iscsi_node n
                  JOIN software_iface i ON i.host = n.host AND i.name = n.iface
                  WHERE n.host = k.host AND n.iface = k.name
                    AND (lower(n.hwaddress) <> lower(i.hwaddress)
                         OR n.net_ifacename <> i.net_ifacename))
  AND NOT EXISTS (SELECT 1 FROM session_portal s
                  WHERE s.host = k.host AND s.iface = k.name
                    AND NOT EXISTS (SELECT 1 FROM node_login l
                                    WHERE l.host = s.host AND l.iface = s.iface
                                      AND l.target = s.target AND l.portal = s.shown))
  AND NOT EXISTS (SELECT 1 FROM node_login l WHERE l.host = k.host AND l.iface = k.name
                  AND NOT EXISTS (SELECT 1 FROM node_login m
                                  WHERE m.host = l.host AND m.iface = k.kept
                                    AND m.target = l.target AND m.portal = l.portal))
