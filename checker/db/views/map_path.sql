-- Paths of multipath maps with their iSCSI target; iscsi: 0 where the path is of no session.
-- about: multipath
-- NULL where that is not known: not every session shows its SCSI host.
WITH owner AS (
  SELECT s.host, s.scsi_host, min(s.target) AS target FROM iscsi_session s
  GROUP BY s.host, s.scsi_host
  HAVING count(s.target) = count(*) AND min(s.target) = max(s.target)
),
listed AS (
  SELECT v.host FROM coverage v WHERE v.fact = 'iscsi_session' AND v.state = 'read'
  EXCEPT SELECT s.host FROM iscsi_session s WHERE s.scsi_host IS NULL
)
SELECT m.host, m.device, m.path, m.portal, m.scsi_host, m.state, m.origin,
       coalesce(m.target, o.target) AS target,
       CASE WHEN coalesce(m.target, o.target) IS NOT NULL THEN 1
            WHEN l.host IS NOT NULL AND m.scsi_host IS NOT NULL
                 AND NOT EXISTS (SELECT 1 FROM iscsi_session s WHERE s.host = m.host
                                 AND s.scsi_host = m.scsi_host) THEN 0 END AS iscsi
FROM multipath m
LEFT JOIN owner o ON o.host = m.host AND o.scsi_host = m.scsi_host
LEFT JOIN listed l ON l.host = m.host
