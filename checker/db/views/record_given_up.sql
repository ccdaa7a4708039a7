-- Node records that go with an iface record that is spare, stray or of a reserved name.
-- about: iscsi_node
SELECT l.host, l.target, l.portal, l.iface
FROM iface_spare s JOIN node_login l ON l.host = s.host AND l.iface = s.iface
UNION
SELECT l.host, l.target, l.portal, l.iface
FROM iscsi_iface i JOIN node_login l ON l.host = i.host AND l.iface = i.name
WHERE i.stray AND i.file_name = i.name
  AND NOT EXISTS (SELECT 1 FROM stray_target t WHERE t.host = i.host AND t.iface = i.name)
UNION
SELECT m.host, m.target, m.portal, m.iface FROM record_move m
WHERE m.iface IN ('default', 'iser') AND (m.live OR m.automatic)
