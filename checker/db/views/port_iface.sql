-- The iface record to bind each port with; known: it exists, else the name is free for a new one.
-- about: port, iscsi_iface
WITH own AS (
  SELECT i.host, i.device, min(i.name) AS name FROM software_iface i
  WHERE coalesce(i.file_name, i.name) = i.name AND length(i.name) <= 64 AND NOT coalesce(i.stray, 0)
    AND i.name NOT IN ('default', 'iser') AND coalesce(i.initiator_name, '') = ''
  GROUP BY i.host, i.device
)
SELECT p.host, p.interface, o.name IS NOT NULL AS known,
       coalesce(o.name, CASE WHEN EXISTS (SELECT 1 FROM iscsi_iface x WHERE x.host = p.host
                                          AND x.name = 'st-' || p.interface)
                             THEN 'iscsi-' ELSE 'st-' END || p.interface) AS iface
FROM (SELECT q.host, q.interface FROM port q
      UNION SELECT i.host, i.device FROM software_iface i WHERE i.device IS NOT NULL) p
LEFT JOIN own o ON o.host = p.host AND o.device = p.interface
