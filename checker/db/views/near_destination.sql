-- Destinations of routes that lead to storage without a gateway, or by a port that is down.
-- about: subnet_route, route
SELECT r.host, r.dst FROM subnet_route r
WHERE r.is_default = 0 AND coalesce(r.type, 'unicast') = 'unicast'
UNION
SELECT r.host, r.dst
FROM interface i JOIN route r ON r.host = i.host AND r.interface = i.name AND r.is_default = 0
WHERE (i.admin = 0 OR i.carrier = 0) AND coalesce(r.type, 'unicast') = 'unicast'
