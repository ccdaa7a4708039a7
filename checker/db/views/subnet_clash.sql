-- Subnets of ports that lie inside a wider one of another port, with the storage endpoints and
-- gateways in both.
-- about: wider_length
WITH in_use AS (
  SELECT e.host, e.address FROM storage_endpoint e
  UNION SELECT g.host, g.gateway FROM gateway g
),
used AS (
  SELECT s.host, s.subnet, join_words(u.address) AS addresses
  FROM in_use u CROSS JOIN port_subnet s ON s.host = u.host AND holds(s.subnet, u.address)
  GROUP BY s.host, s.subnet
)
SELECT n.host, n.stack, n.interface AS narrow_port, n.subnet AS narrow, w.interface AS wide_port,
       w.subnet AS wide, min(n.interface, w.interface) AS a, max(n.interface, w.interface) AS b,
       n.origin,
       u.addresses AS in_overlap
FROM primary_port n
JOIN wider_length l ON l.host = n.host AND l.stack = n.stack AND l.family = n.family
                   AND l.prefixlen = n.prefixlen
JOIN primary_port w ON w.host = n.host AND w.stack = n.stack
  AND w.subnet = subnet(n.address, l.wider)
                   AND w.prefixlen = l.wider
LEFT JOIN used u ON u.host = n.host AND u.subnet = n.subnet
WHERE w.interface <> n.interface
