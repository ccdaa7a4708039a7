-- Targets of ESX and ESXi with the least and the most paths that are configured and logged in.
-- about: iscsi_target, iscsi_session
-- A path is a bound port with a portal that it meets; without a binding, a portal. Where targets or
-- bindings were not read there may be more of them. An adapter that is not told is '': any.
WITH
portal AS (
  SELECT t.host, t.target, coalesce(t.adapter, '') AS adapter, t.portal, min(t.address) AS address,
         min(t.origin) AS origin
  FROM iscsi_target t JOIN esx_version h ON h.host = t.host
  WHERE t.target IS NOT NULL AND t.portal IS NOT NULL
  GROUP BY t.host, t.target, t.adapter, t.portal
),
bound AS (
  SELECT DISTINCT b.host, b.adapter, b.vmknic, q.subnet
  FROM binding b LEFT JOIN port q ON q.host = b.host AND q.interface = b.vmknic
),
each_bound AS (
  SELECT host, adapter, vmknic, subnet FROM bound UNION SELECT host, '', vmknic, subnet FROM bound
),
adapter AS (
  SELECT host, adapter, sum(subnet IS NULL) AS vague FROM each_bound GROUP BY host, adapter
),
place AS (
  SELECT host, adapter, subnet, count(*) AS n FROM each_bound WHERE subnet IS NOT NULL
  GROUP BY host, adapter, subnet
),
met AS (
  SELECT p.host, p.target, p.adapter, p.portal, sum(l.n) AS n
  FROM portal p CROSS JOIN port_subnet s ON s.host = p.host AND holds(s.subnet, p.address)
  JOIN place l ON l.host = s.host AND l.adapter = p.adapter AND l.subnet = s.subnet
  GROUP BY p.host, p.target, p.adapter, p.portal
),
path AS (
  SELECT p.host, p.target, nullif(p.adapter, '') AS adapter, p.portal, p.origin, 1 AS recorded,
         0 AS sure, 0 AS possible, CASE WHEN a.host IS NULL THEN 1 ELSE coalesce(m.n,
           0) END AS meets,
         coalesce(a.vague, 0) AS vague
  FROM portal p
  LEFT JOIN adapter a ON a.host = p.host AND a.adapter = p.adapter
  LEFT JOIN met m ON m.host = p.host AND m.target = p.target AND m.adapter = p.adapter
                 AND m.portal = p.portal
  UNION ALL
  SELECT s.host, s.target, s.adapter, coalesce(s.persistent_portal, s.portal), s.origin, 0,
         coalesce(s.logged_in, 0), coalesce(s.logged_in, 1), 0, 0
  FROM iscsi_session s JOIN esx_version h ON h.host = s.host WHERE s.target IS NOT NULL
),
counted AS (
  SELECT p.host, p.target, min(p.adapter) AS adapter, max(p.recorded) AS recorded,
         max(p.sure) AS sure, max(p.possible) AS possible, sum(p.meets) AS recorded_least,
         sum(p.meets + p.vague) AS recorded_most, sum(p.sure) AS live_least,
         sum(p.possible) AS live_most, join_words(p.portal) AS portals, min(p.origin) AS origin
  FROM path p WHERE p.recorded OR p.possible GROUP BY p.host, p.target
)
SELECT c.host, c.target, c.adapter, c.recorded, c.sure, c.possible, c.recorded_least,
       CASE WHEN t.host IS NULL OR b.host IS NULL THEN max(c.recorded_most, 2)
            ELSE c.recorded_most END AS recorded_most,
       c.live_least, c.live_most, 0 AS loopback, c.portals, c.origin
FROM counted c
LEFT JOIN coverage t ON t.host = c.host AND t.fact = 'iscsi_target' AND t.state = 'read'
LEFT JOIN coverage b ON b.host = c.host AND b.fact = 'binding' AND b.state = 'read'
