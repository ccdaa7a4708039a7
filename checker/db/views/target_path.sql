-- Targets of open-iscsi with the least and the most paths that are recorded and logged in.
-- about: iscsi_node, iscsi_session
-- A row without iface or portal may be a path of its own or not, and so may a session in an
-- unknown state. `loopback`: the target is on this host.
WITH path AS (
  SELECT n.host, n.target, n.portal || ' ' || n.iface AS path, n.portal, n.address,
         1 AS recorded, 0 AS sure, 0 AS possible, n.origin
  FROM iscsi_node n
  UNION ALL
  SELECT s.host, s.target, coalesce(s.persistent_portal, s.portal) || ' ' || s.iface,
         coalesce(s.persistent_portal, s.portal), s.address, 0, coalesce(s.logged_in, 0),
         coalesce(s.logged_in, 1), s.origin
  FROM iscsi_session s WHERE s.adapter IS NULL OR s.adapter NOT LIKE 'vmhba%'
)
SELECT p.host, p.target, max(p.recorded) AS recorded, max(p.sure) AS sure,
       max(p.possible) AS possible,
       count(DISTINCT CASE WHEN p.recorded THEN coalesce(p.path, p.portal) END) AS recorded_least,
       count(DISTINCT CASE WHEN p.recorded THEN p.path END)
         + sum(p.recorded AND p.path IS NULL) AS recorded_most,
       count(DISTINCT CASE WHEN p.sure THEN coalesce(p.path, p.portal) END) AS live_least,
       count(DISTINCT CASE WHEN p.possible THEN p.path END)
         + sum(p.possible AND p.path IS NULL) AS live_most,
       every(coalesce(in_subnet(p.address, '127.0.0.0/8') OR p.address = '::1', 0)) AS loopback,
       coalesce(join_words(CASE WHEN p.recorded THEN p.portal END),
                join_words(CASE WHEN p.possible THEN p.portal END)) AS portals,
       coalesce(min(CASE WHEN p.recorded THEN p.origin END), min(p.origin)) AS origin
FROM path p WHERE p.target IS NOT NULL AND (p.recorded OR p.possible)
GROUP BY p.host, p.target
