-- iSCSI initiator names of a host, in lower case; in_use: a session or a record exists.
-- about: iscsi_adapter.initiator_name, iscsi_iface.initiator_name, iscsi_session.initiator_name
SELECT g.host, g.name, EXISTS (SELECT 1 FROM iface_user u WHERE u.host = g.host) AS in_use,
       min(g.origin) AS origin
FROM (SELECT a.host, lower(a.initiator_name) AS name, a.origin FROM iscsi_adapter a
      WHERE a.initiator_name <> ''
      UNION ALL
      SELECT i.host, lower(i.initiator_name), i.origin FROM iscsi_iface i
      WHERE i.initiator_name <> '' AND NOT coalesce(i.builtin, 0)
      UNION ALL
      SELECT s.host, lower(s.initiator_name), s.origin FROM iscsi_session s
      WHERE s.initiator_name <> '') g
GROUP BY g.host, g.name
