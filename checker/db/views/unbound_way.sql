-- How a host reaches each storage endpoint that somebody asks for unbound: the answers of its own
-- lookup.
-- about: storage_endpoint
-- A gateway that is the host's own address is none: VDSM writes its on-link routes so.
-- doubt: what the answer stands on and was not read; the default routing rules and unbound users
-- are assumed then. Such an answer can be a finding, and never compliant: sure is 0.
WITH way AS (
  SELECT e.host, s.platform, e.endpoint, e.kind, e.address, e.port, t.reachable, t.reason,
         t.interface, CASE WHEN o.address IS NULL THEN t.gateway END AS gateway, t.source,
         t.route_table, t.mtu, t.certain,
         CASE WHEN t.reachable IS NULL THEN t.reason
              WHEN s.platform = 'linux' AND NOT s.rules
              THEN 'the routing rules were not read (`ip rule`)'
              WHEN s.platform = 'linux' AND EXISTS (SELECT 1 FROM doubtful_user d
                                                    WHERE d.host = e.host AND d.address = e.address
                                                      AND d.port = e.port)
              THEN 'what an iface record of its sessions binds was not read'
              WHEN s.platform <> 'linux' AND NOT t.certain
              THEN 'no route table says which port is used'
              WHEN s.platform <> 'linux' AND e.kind = 'iscsi' AND NOT s.bindings
              THEN 'the port bindings were not read' END AS doubt
  FROM storage_endpoint e JOIN lookup_basis s ON s.host = e.host
  JOIN path(e.host, e.address, NULL, NULL, e.port) t
  LEFT JOIN own_address o ON o.host = e.host AND o.address = t.gateway
  WHERE e.unbound
)
SELECT w.*, w.doubt IS NULL AS sure FROM way w
UNION ALL
SELECT DISTINCT e.host, 'linux', e.endpoint, e.kind, e.address, e.port, NULL, NULL, NULL, NULL,
       NULL, NULL, NULL, 0, 'what iface record ' || d.iface || ' binds was not read', 0
FROM doubtful_user d
JOIN storage_endpoint e ON e.host = d.host AND e.address = d.address AND e.port = d.port
WHERE e.kind = 'iscsi' AND NOT e.unbound
