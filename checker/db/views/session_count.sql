-- Sessions of each target and portal, and how many of them show no iface; portal NULL: not known.
-- about: iscsi_session
SELECT s.host, s.target, coalesce(s.persistent_portal, s.portal) AS portal, count(*) AS count,
       sum(s.iface IS NULL) AS nameless
FROM iscsi_session s GROUP BY 1, 2, 3
