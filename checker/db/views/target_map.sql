-- Does a multipath map hold a target? NULL where some map's paths are of no known target.
-- about: iscsi_node, iscsi_session
-- `ways`: what leads to the target, its sessions or its records, whichever are more.
WITH way AS (
  SELECT n.host, n.target, count(DISTINCT n.portal || ' ' || n.iface) AS ways, 0 AS sessions
  FROM iscsi_node n GROUP BY n.host, n.target
  UNION ALL
  SELECT s.host, s.target, count(*), count(*) FROM iscsi_session s GROUP BY s.host, s.target
),
seen AS (
  SELECT p.host, max(p.iscsi) AS iscsi, count(*) > count(p.iscsi) AS vague
  FROM map_path p GROUP BY p.host
)
SELECT w.host, w.target, max(w.ways) AS ways, max(w.sessions) AS sessions,
       CASE WHEN EXISTS (SELECT 1 FROM map_path p
                         WHERE p.host = w.host AND p.target = w.target) THEN 1
            WHEN NOT coalesce(max(x.vague), 0) THEN 0 END AS mapped,
       coalesce(max(x.iscsi), 0) AS host_maps
FROM way w LEFT JOIN seen x ON x.host = w.host
WHERE w.target IS NOT NULL
GROUP BY w.host, w.target
