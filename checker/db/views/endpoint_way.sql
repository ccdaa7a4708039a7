-- How every user of a storage endpoint reaches it, unbound (bound NULL) or bound: see unbound_way,
-- bound_way.
-- about: storage_endpoint
SELECT host, platform, endpoint, kind, address, port, NULL AS bound, reachable, reason, interface,
       gateway, source, route_table, mtu, certain, doubt, sure
FROM unbound_way
UNION ALL
SELECT host, platform, endpoint, kind, address, port, bound, reachable, reason, interface,
       gateway, source, route_table, mtu, certain, doubt, sure
FROM bound_way
