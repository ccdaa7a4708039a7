-- Recorded portals with the ports that are in their subnet, and whether their records are bound.
-- about: iscsi_node
WITH reached AS (
  SELECT n.host, n.target, n.portal, n.address, every(n.iface = 'default') AS only_default,
         max(n.iface = 'default') AS by_default, join_words(n.iface) AS ifaces,
         min(n.origin) AS origin
  FROM iscsi_node n WHERE n.target IS NOT NULL AND n.portal IS NOT NULL
  GROUP BY n.host, n.target, n.portal, n.address
)
SELECT r.host, r.target, r.portal, r.address, r.only_default, r.by_default, r.ifaces, r.origin,
       min(p.subnet) AS subnet, count(DISTINCT p.interface) AS ports,
       count(DISTINCT CASE WHEN p.own_port THEN p.interface END) AS own_ports,
       join_words(p.interface) AS interfaces,
       min(EXISTS (SELECT 1 FROM bound_port b
                   WHERE b.host = p.host AND b.interface = p.interface)) AS all_bound
FROM reached r JOIN portal_port p ON p.host = r.host AND p.address = r.address
WHERE p.stack = ''
GROUP BY r.host, r.target, r.portal, r.address
