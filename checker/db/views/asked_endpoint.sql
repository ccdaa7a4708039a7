-- IPv4 storage endpoints by the port that they are asked for through, on hosts with a strict
-- reverse path filter.
-- about: endpoint_user
SELECT u.host, u.interface, u.endpoint, u.address, t.source
FROM endpoint_user u JOIN path(u.host, u.address, NULL, u.interface, u.port) t
WHERE u.interface IS NOT NULL AND ip_family(u.address) = 4 AND t.reachable
  AND NOT t.on_link_fallback
  AND t.interface = u.interface
  AND EXISTS (SELECT 1 FROM sysctl y
              WHERE y.host = u.host AND y.family = 4 AND y.name = 'rp_filter' AND y.value = 1)
