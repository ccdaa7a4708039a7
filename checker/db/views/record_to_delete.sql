-- Node records that a fix of some rule deletes, so that no other fix changes them or logs them in.
-- about: iscsi_node
SELECT m.host, m.target, m.portal, m.iface, 'node-on-right-subnet' AS by_rule
FROM misplaced_record m
WHERE NOT EXISTS (SELECT 1 FROM enslaved t WHERE t.host = m.host AND t.interface = m.port)
UNION
SELECT n.host, n.target, n.portal, n.iface, 'node-iface-exists'
FROM iscsi_node n
JOIN lost_iface x ON x.host = n.host AND x.iface = n.iface AND x.known
JOIN record_login l ON l.host = n.host AND l.target = n.target AND l.portal = n.portal
  AND l.iface = n.iface
WHERE n.hwaddress = '' AND n.net_ifacename = '' AND n.path IS NOT NULL AND l.live = 0
UNION
SELECT d.host, d.target, d.portal, d.iface, 'storage-not-routed' FROM distant_record d
UNION
SELECT n.host, n.target, n.portal, n.iface, 'iface-stray-file'
FROM iscsi_iface i JOIN iscsi_node n ON n.host = i.host AND n.iface = i.name WHERE i.stray
UNION
SELECT n.host, n.target, n.portal, n.iface, 'iface-device-unique'
FROM iface_spare s JOIN iscsi_node n ON n.host = s.host AND n.iface = s.iface
UNION
SELECT r.host, r.target, r.portal, 'default', 'one-nic-per-subnet or portal-bound'
FROM portal_reach r
WHERE r.ports > 1 AND (r.only_default OR (r.by_default AND NOT r.all_bound))
UNION
SELECT g.host, g.target, g.portal, g.iface, 'iface-device-unique and its like'
FROM record_given_up g
