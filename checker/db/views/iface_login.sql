-- The live sessions of each open-iscsi iface, by the names of their node records: as a fix repeats its commands.
SELECT l.host, l.iface,
       json_group_array(json_object('target', l.target, 'portal', l.portal, 'iface', l.iface)) AS sessions
FROM (SELECT DISTINCT s.host, s.iface, s.target, coalesce(s.persistent_portal, s.portal) AS portal
      FROM iscsi_session s WHERE s.iface IS NOT NULL AND s.target IS NOT NULL) l
WHERE l.portal IS NOT NULL
GROUP BY l.host, l.iface
