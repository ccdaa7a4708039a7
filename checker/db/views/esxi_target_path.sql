-- Targets of ESX and ESXi with the least and the most paths that are configured and logged in.
-- about: iscsi_target, iscsi_session
-- A path is a bound port with a portal that it meets; without a binding, a portal. Where targets or
-- bindings were not read there may be more of them.
WITH
portal AS (
  SELECT DISTINCT t.host, t.target, t.adapter, t.portal, t.address, t.origin
  FROM iscsi_target t JOIN esx_version h ON h.host = t.host
  WHERE t.target IS NOT NULL AND t.portal IS NOT NULL
),
path AS (
  SELECT p.host, p.target, p.adapter, p.portal, p.origin, 1 AS recorded, 0 AS sure, 0 AS possible,
         CASE WHEN b.vmknic IS NULL THEN 1 ELSE max(coalesce(in_subnet(p.address, q.subnet), 0)) END AS meets,
         b.vmknic IS NOT NULL AND count(q.subnet) = 0 AS vague
  FROM portal p
  LEFT JOIN binding b ON b.host = p.host AND b.adapter = coalesce(p.adapter, b.adapter)
  LEFT JOIN port q ON q.host = b.host AND q.interface = b.vmknic
  GROUP BY p.host, p.target, p.adapter, p.portal, p.origin, b.adapter, b.vmknic
  UNION ALL
  SELECT s.host, s.target, s.adapter, coalesce(s.persistent_portal, s.portal), s.origin, 0,
         coalesce(s.logged_in, 0), coalesce(s.logged_in, 1), 0, 0
  FROM iscsi_session s JOIN esx_version h ON h.host = s.host WHERE s.target IS NOT NULL
),
counted AS (
  SELECT p.host, p.target, min(p.adapter) AS adapter, max(p.recorded) AS recorded,
         max(p.sure) AS sure, max(p.possible) AS possible, sum(p.meets) AS recorded_least,
         sum(p.meets OR p.vague) AS recorded_most, sum(p.sure) AS live_least,
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
