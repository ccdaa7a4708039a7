-- Each iSCSI initiator name of a host as written: of an adapter, an iface record or a session.
-- about: iscsi_adapter.initiator_name, iscsi_iface.initiator_name, iscsi_session.initiator_name
SELECT a.host, a.initiator_name AS name, a.name AS adapter, NULL AS iface, a.origin
FROM iscsi_adapter a WHERE a.initiator_name <> ''
UNION ALL
SELECT i.host, i.initiator_name, NULL, i.name, i.origin
FROM iscsi_iface i WHERE i.initiator_name <> '' AND NOT coalesce(i.builtin, 0)
UNION ALL
SELECT s.host, s.initiator_name, NULL, NULL, s.origin
FROM iscsi_session s WHERE s.initiator_name <> ''
