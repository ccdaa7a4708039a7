-- Node records that no fix deletes; live: a session uses it (or NULL), automatic: login at boot.
-- about: iscsi_node
SELECT l.host, l.target, l.portal, l.iface, l.live, n.automatic
FROM record_login l
JOIN (SELECT n.host, n.target, n.portal, n.iface, max(n.startup = 'automatic') AS automatic
      FROM iscsi_node n GROUP BY n.host, n.target, n.portal, n.iface) n
  ON n.host = l.host AND n.target = l.target AND n.portal = l.portal AND n.iface = l.iface
WHERE NOT EXISTS (SELECT 1 FROM record_to_delete d WHERE d.host = l.host AND d.target = l.target
                  AND d.portal = l.portal AND d.iface = l.iface)
