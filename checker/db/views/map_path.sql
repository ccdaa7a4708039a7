-- Paths of multipath maps with their iSCSI target; iscsi: 0 where no path of the map is iSCSI.
-- about: multipath
-- NULL where that is not known: not every session shows its SCSI host, or the list of them was cut.
WITH owner AS (
  SELECT s.host, s.scsi_host, count(*) AS sessions,
         CASE WHEN count(s.target) = count(*) AND min(s.target) = max(s.target)
              THEN min(s.target) END AS target
  FROM iscsi_session s GROUP BY s.host, s.scsi_host
),
-- A session whose SCSI host is not known may share that of another: of software each has its own.
unplaced AS (
  SELECT DISTINCT s.host FROM iscsi_session s
  WHERE s.scsi_host IS NULL AND coalesce(s.transport, '') NOT IN ('tcp', 'iser')
),
listed AS (
  SELECT v.host FROM coverage v WHERE v.fact = 'iscsi_session' AND v.state = 'read'
  EXCEPT SELECT s.host FROM iscsi_session s WHERE s.scsi_host IS NULL
),
path AS (
  SELECT m.host, m.device, m.path, m.portal, m.scsi_host, m.state, m.origin,
         coalesce(m.target, CASE WHEN u.host IS NULL THEN o.target END) AS target,
         m.scsi_host IS NULL OR o.sessions IS NOT NULL OR l.host IS NULL AS may_be
  FROM multipath m
  LEFT JOIN owner o ON o.host = m.host AND o.scsi_host = m.scsi_host
  LEFT JOIN listed l ON l.host = m.host
  LEFT JOIN unplaced u ON u.host = m.host
)
SELECT host, device, path, portal, scsi_host, state, origin, target,
       CASE WHEN target IS NOT NULL THEN 1
            WHEN NOT may_be AND count(target) OVER (PARTITION BY host, device) = 0
            THEN 0 END AS iscsi
FROM path
