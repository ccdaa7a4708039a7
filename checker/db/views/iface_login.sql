-- The live sessions of each open-iscsi iface that a node record can log in again: as a fix repeats its commands.
-- about: iscsi_session
SELECT l.host, l.iface,
       json_group_array(json_object('target', l.target, 'portal', l.portal, 'iface', l.iface)) AS sessions
FROM (SELECT DISTINCT s.host, s.iface, s.target, coalesce(s.persistent_portal, s.portal) AS portal
      FROM iscsi_session s WHERE s.iface IS NOT NULL AND s.target IS NOT NULL) l
WHERE l.portal IS NOT NULL
  AND EXISTS (SELECT 1 FROM iscsi_node n WHERE n.host = l.host AND n.target = l.target AND n.portal = l.portal AND n.iface = l.iface)
GROUP BY l.host, l.iface
