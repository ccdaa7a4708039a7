-- Multipath maps of iSCSI targets; covered: each session of the target has a path, or NULL.
-- about: multipath
-- Fewer paths than sessions say no; else SCSI hosts say whose paths they are, as far as known.
WITH session AS (
  SELECT s.host, s.target, s.scsi_host, s.portal, count(*) OVER t AS sessions
  FROM iscsi_session s WHERE s.logged_in WINDOW t AS (PARTITION BY s.host, s.target)
),
vague AS (
  SELECT p.host, p.device, count(*) AS paths FROM map_path p WHERE p.iscsi IS NULL
  GROUP BY p.host, p.device
),
map AS (
  SELECT p.host, p.device, p.target, count(*) + coalesce(max(v.paths), 0) AS paths,
         count(p.scsi_host) = count(*) AND max(v.paths) IS NULL AS known, min(p.origin) AS origin
  FROM map_path p LEFT JOIN vague v ON v.host = p.host AND v.device = p.device
  WHERE p.target IS NOT NULL GROUP BY p.host, p.device, p.target
),
pair AS (
  SELECT m.host, m.target, m.device, m.paths, m.origin, s.sessions, s.portal,
         CASE WHEN x.scsi_host IS NOT NULL THEN 1
              WHEN m.known AND s.scsi_host IS NOT NULL THEN 0 END AS covered
  FROM session s
  JOIN map m ON m.host = s.host AND m.target = s.target
  LEFT JOIN (SELECT DISTINCT p.host, p.device, p.scsi_host FROM map_path p) x
    ON x.host = m.host AND x.device = m.device AND x.scsi_host = s.scsi_host
)
SELECT host, target, device, join_words(CASE WHEN NOT covered THEN portal END) AS missing,
       CASE WHEN paths < sessions THEN 0 ELSE every(covered) END AS covered, origin
FROM pair GROUP BY host, target, device, paths, sessions
