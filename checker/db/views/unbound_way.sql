-- How a host reaches each storage endpoint that somebody asks for unbound: the answers of its own lookup.
-- about: storage_endpoint
-- A gateway that is the host's own address is none: VDSM writes its on-link routes so.
-- sure: all that the answer stands on was read. Where it was not, the default routing rules and
-- unbound users are assumed: such an answer can be a finding, and never compliant.
SELECT e.host, s.platform, e.endpoint, e.kind, e.address, e.port, t.reachable, t.reason,
       t.interface, CASE WHEN o.address IS NULL THEN t.gateway END AS gateway, t.source, t.route_table, t.mtu, t.on_link_fallback, t.certain,
       CASE WHEN s.platform <> 'linux' THEN t.certain AND (e.kind = 'nfs' OR s.bindings)
            ELSE s.rules AND NOT EXISTS (SELECT 1 FROM doubtful_user d
                                         WHERE d.host = e.host AND d.address = e.address
                                           AND d.port = e.port) END AS sure
FROM storage_endpoint e JOIN lookup_basis s ON s.host = e.host
JOIN path(e.host, e.address, NULL, NULL, e.port) t
LEFT JOIN own_address o ON o.host = e.host AND o.address = t.gateway
WHERE e.unbound
UNION ALL
SELECT DISTINCT e.host, 'linux', e.endpoint, e.kind, e.address, e.port, NULL,
       'the iface record ' || d.iface || ' was not read', NULL, NULL, NULL, NULL, NULL, NULL, 0, 0
FROM doubtful_user d
JOIN storage_endpoint e ON e.host = d.host AND e.address = d.address AND e.port = d.port
WHERE e.kind = 'iscsi' AND NOT e.unbound
