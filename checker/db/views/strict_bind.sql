-- Ports where a strict reverse path filter drops the answers to bound sessions: they share a
-- subnet.
-- about: port
SELECT p.host, p.interface
FROM sharing_port p
LEFT JOIN sysctl y ON y.host = p.host AND y.family = 4 AND y.name = 'rp_filter'
  AND y.interface = 'all'
LEFT JOIN sysctl z ON z.host = p.host AND z.family = 4 AND z.name = 'rp_filter'
  AND z.interface = p.interface
WHERE coalesce(max(y.value, z.value), y.value, z.value) = 1
