-- Multipath maps of targets with two or more sessions; covered: each session has a path, or NULL.
-- about: multipath
-- Too few paths say no. Where all SCSI hosts are known, they say which session has no path.
WITH session AS (
  SELECT s.host, s.target, s.scsi_host, s.portal, count(*) OVER t AS sessions,
         count(s.scsi_host) OVER t = count(*) OVER t AS known
  FROM iscsi_session s WHERE s.logged_in WINDOW t AS (PARTITION BY s.host, s.target)
),
vague AS (
  SELECT p.host, p.device, count(*) AS paths FROM map_path p WHERE p.iscsi IS NULL
  GROUP BY p.host, p.device
),
map AS (
  SELECT p.host, p.device, p.target, count(*) AS paths, coalesce(max(v.paths), 0) AS vague,
         count(p.scsi_host) = count(*) AS known, min(p.origin) AS origin
  FROM map_path p LEFT JOIN vague v ON v.host = p.host AND v.device = p.device
  WHERE p.target IS NOT NULL GROUP BY p.host, p.device, p.target
)
SELECT s.host, s.target, m.device,
       join_words(CASE WHEN s.known AND m.known AND x.scsi_host IS NULL
                       THEN s.portal END) AS missing,
       CASE WHEN m.paths + m.vague < s.sessions THEN 0
            WHEN s.known AND m.known AND max(x.scsi_host IS NULL) THEN nullif(m.vague > 0, 1)
            WHEN m.paths >= s.sessions THEN 1 END AS covered, m.origin
FROM session s
JOIN map m ON m.host = s.host AND m.target = s.target
LEFT JOIN (SELECT DISTINCT p.host, p.device, p.scsi_host FROM map_path p) x
  ON x.host = m.host AND x.device = m.device AND x.scsi_host = s.scsi_host
WHERE s.sessions > 1
GROUP BY s.host, s.target, m.device
