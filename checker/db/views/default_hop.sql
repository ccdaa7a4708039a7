-- Each way out of the host: the next hops of default routes.
-- about: subnet_route
SELECT r.host, coalesce(r.route_table, 'main') AS route_table, r.family,
       coalesce(r.metric, 0) AS metric, r.position, r.protocol, r.flags, r.nexthops,
       CASE WHEN r.nexthops IS NULL THEN r.interface ELSE n.interface END AS interface,
       CASE WHEN r.nexthops IS NULL THEN r.gateway ELSE n.gateway END AS gateway, r.origin
FROM subnet_route r
LEFT JOIN nexthop n ON n.host = r.host AND n.nexthops = r.nexthops
WHERE r.is_default AND coalesce(r.type, 'unicast') = 'unicast' AND coalesce(r.tos, 0) = 0
