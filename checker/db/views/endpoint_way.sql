-- How each user of a storage endpoint reaches it: the answers of the host's own lookup, unbound (bound NULL) or bound.
-- about: storage_endpoint
-- sure: all that the answer stands on was read. Where it was not, the default routing rules and
-- unbound users are assumed: then an answer can be a finding, and never compliant.
WITH basis AS (
  SELECT h.host, h.platform, r.state = 'read' AS rules, b.state <> 'absent' AS bindings
  FROM host h JOIN coverage r ON r.host = h.host AND r.fact = 'routing_rule'
  JOIN coverage b ON b.host = h.host AND b.fact = 'binding'
),
asked AS (
  SELECT DISTINCT u.host, u.endpoint, u.kind, u.address, u.port, u.interface AS bound
  FROM endpoint_user u
)
SELECT a.host, s.platform, a.endpoint, a.kind, a.address, a.port, a.bound, t.reachable, t.reason,
       t.interface, t.gateway, t.source, t.route_table, t.mtu, t.on_link_fallback, t.certain,
       CASE WHEN s.platform <> 'linux' THEN t.certain AND (a.kind = 'nfs' OR s.bindings)
            ELSE s.rules AND (a.bound IS NOT NULL
                              OR NOT EXISTS (SELECT 1 FROM doubtful_user d
                                             WHERE d.host = a.host AND d.address = a.address
                                               AND d.port = a.port)) END AS sure
FROM asked a JOIN basis s ON s.host = a.host
JOIN path(a.host, a.address, NULL, a.bound, a.port) t
UNION ALL
SELECT DISTINCT e.host, 'linux', e.endpoint, e.kind, e.address, e.port, NULL, NULL,
       'the iface record ' || d.iface || ' was not read', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0
FROM doubtful_user d JOIN storage_endpoint e ON e.host = d.host AND e.address = d.address AND e.port = d.port
WHERE e.kind = 'iscsi' AND NOT e.unbound
