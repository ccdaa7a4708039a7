-- Live sessions by each portal that they name: the one logged in to and the one discovered.
-- about: iscsi_session
SELECT s.host, s.target, s.portal, coalesce(s.persistent_portal, s.portal) AS shown, s.iface, s.tpgt
FROM iscsi_session s WHERE s.portal IS NOT NULL
UNION
SELECT s.host, s.target, s.persistent_portal, s.persistent_portal, s.iface, s.tpgt
FROM iscsi_session s WHERE s.persistent_portal IS NOT NULL
