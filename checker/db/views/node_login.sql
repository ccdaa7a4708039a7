-- Node records as a command names them; live: a session uses the record; automatic: one should.
-- about: iscsi_node
SELECT n.host, n.iface, n.target, n.portal, min(n.address) AS address,
       ip_family(min(n.address)) AS family,
       n.portal || coalesce(',' || nullif(max(n.tpgt), -1), '') AS portal_group,
       coalesce(max(n.startup), 'automatic') AS startup,
       max(coalesce(n.startup, '') = 'automatic') AS automatic,
       EXISTS (SELECT 1 FROM session_portal s WHERE s.host = n.host AND s.target = n.target
               AND s.shown = n.portal AND s.iface = n.iface) AS live
FROM iscsi_node n
WHERE n.iface IS NOT NULL AND n.target IS NOT NULL AND n.portal IS NOT NULL
GROUP BY n.host, n.iface, n.target, n.portal
