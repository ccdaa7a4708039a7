-- The iface record to bind each port with; known: it exists, else the name is free for a new one.
-- about: port, iscsi_iface
-- A record counts that binds the port, and else one that a fix will bind to it.
WITH fit AS (
  SELECT i.host, i.name, i.device, i.binds, i.mac_matches FROM software_iface i
  WHERE coalesce(i.file_name, i.name) = i.name AND length(i.name) <= 64 AND NOT coalesce(i.stray, 0)
    AND i.name NOT IN ('default', 'iser') AND coalesce(i.initiator_name, '') = ''
),
own AS (SELECT f.host, f.device, min(f.name) AS name FROM fit f GROUP BY f.host, f.device),
future AS (
  SELECT m.host, m.interface, min(m.iface) AS name
  FROM iface_meant m JOIN fit f ON f.host = m.host AND f.name = m.iface
  LEFT JOIN enslaved e ON e.host = f.host AND e.interface = f.device
  WHERE f.binds IN ('missing', 'nothing', 'altname') OR f.mac_matches > 1 OR e.master IS NOT NULL
  GROUP BY m.host, m.interface
)
SELECT p.host, p.interface, coalesce(o.name, f.name) IS NOT NULL AS known,
       coalesce(o.name, f.name,
                CASE WHEN EXISTS (SELECT 1 FROM iscsi_iface x WHERE x.host = p.host
                                  AND x.name = 'st-' || p.interface)
                     THEN 'iscsi-' ELSE 'st-' END || p.interface) AS iface
FROM (SELECT q.host, q.interface FROM port q
      UNION SELECT i.host, i.device FROM software_iface i WHERE i.device IS NOT NULL) p
LEFT JOIN own o ON o.host = p.host AND o.device = p.interface
LEFT JOIN future f ON f.host = p.host AND f.interface = p.interface
