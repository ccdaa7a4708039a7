-- By which port a host should reach an endpoint; any of several.
-- about: storage_endpoint
-- The first kind that exists counts: a port that some user of this endpoint is bound to, and so on.
-- At last a port that the policy calls one for storage: that another endpoint is on-link by it says nothing about this one.
WITH candidate AS (
  SELECT u.host, u.endpoint, u.interface, 1 AS place, 'bound' AS because
  FROM endpoint_user u WHERE u.interface IS NOT NULL
  UNION
  SELECT e.host, e.endpoint, p.interface, 2, 'storage port in its subnet'
  FROM storage_endpoint e
  JOIN port p ON p.host = e.host AND in_subnet(e.address, p.subnet)
  WHERE EXISTS (SELECT 1 FROM port_role r
                WHERE r.host = p.host AND r.interface = p.interface AND r.role = 'storage')
  UNION
  SELECT e.host, e.endpoint, min(p.interface), 3, 'only port in its subnet'
  FROM storage_endpoint e JOIN port p ON p.host = e.host AND in_subnet(e.address, p.subnet)
  GROUP BY e.host, e.endpoint HAVING count(DISTINCT p.interface) = 1
  UNION
  SELECT e.host, e.endpoint, r.interface, 4, 'storage port by the roles'
  FROM storage_endpoint e JOIN port_role r ON r.host = e.host AND r.role = 'storage' AND r.because = 'policy'
),
best AS (
  SELECT c.host, c.endpoint, min(c.place) AS place FROM candidate c
  WHERE NOT EXISTS (SELECT 1 FROM storage_endpoint e WHERE e.host = c.host AND e.endpoint = c.endpoint AND e.own)
  GROUP BY c.host, c.endpoint
)
SELECT c.host, c.endpoint, c.interface, c.because
FROM best b JOIN candidate c ON c.host = b.host AND c.endpoint = b.endpoint AND c.place = b.place
