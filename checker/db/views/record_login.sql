-- Node records with the session that each has: NULL where a session may be that of another record.
-- about: iscsi_node
WITH record AS (
  SELECT n.host, n.target, n.portal, n.iface,
         EXISTS (SELECT 1 FROM session_portal s WHERE s.host = n.host AND s.target = n.target
                 AND s.portal = n.portal AND s.iface = n.iface) AS named
  FROM iscsi_node n WHERE n.target IS NOT NULL AND n.portal IS NOT NULL
  GROUP BY n.host, n.target, n.portal, n.iface
),
counted AS (
  SELECT r.*, sum(NOT r.named) OVER (PARTITION BY r.host, r.target, r.portal) AS without
  FROM record r
)
SELECT c.host, c.target, c.portal, c.iface,
       CASE WHEN c.named OR s.nameless >= c.without THEN 1
            WHEN s.nameless OR (c.iface IS NULL AND s.count)
                 OR EXISTS (SELECT 1 FROM session_count x WHERE x.host = c.host
                            AND x.target = c.target AND x.portal IS NULL) THEN NULL
            WHEN EXISTS (SELECT 1 FROM coverage v WHERE v.host = c.host
                         AND v.fact = 'iscsi_session' AND v.state = 'read') THEN 0 END AS live
FROM counted c
LEFT JOIN session_count s ON s.host = c.host AND s.target = c.target AND s.portal = c.portal
