-- By which port a host should reach an endpoint; any of several.
-- about: storage_endpoint
-- The first kind that exists counts: a port that some user of this endpoint is bound to, and so on.
-- At last a port that the policy calls one for storage: that another endpoint is on-link by it
-- says nothing about this one.
WITH open AS (
  SELECT e.host, e.endpoint, e.address FROM storage_endpoint e
  WHERE NOT e.own
    AND NOT EXISTS (SELECT 1 FROM endpoint_user u
                    WHERE u.host = e.host AND u.endpoint = e.endpoint AND u.interface IS NOT NULL)
),
single AS (
  SELECT e.host, e.endpoint, min(s.first) AS interface
  FROM open e CROSS JOIN port_subnet s ON s.host = e.host AND holds(s.subnet, e.address)
  WHERE NOT EXISTS (SELECT 1 FROM unwired_bridge w
                    WHERE w.host = s.host AND w.interface IN (s.first, s.last))
  GROUP BY e.host, e.endpoint HAVING min(s.first) = max(s.last)
),
lost AS (
  SELECT e.host, e.endpoint FROM open e
  WHERE NOT EXISTS (SELECT 1 FROM storage_subnet s
                    WHERE s.host = e.host AND holds(s.subnet, e.address))
  EXCEPT SELECT host, endpoint FROM single
)
SELECT u.host, u.endpoint, u.interface, 'bound' AS because
FROM endpoint_user u
WHERE u.interface IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM storage_endpoint e
                  WHERE e.host = u.host AND e.endpoint = u.endpoint AND e.own)
UNION
SELECT e.host, e.endpoint, p.interface, 'storage port in its subnet'
FROM open e
CROSS JOIN storage_subnet s ON s.host = e.host AND holds(s.subnet, e.address)
CROSS JOIN port p ON p.host = s.host AND p.subnet = s.subnet
WHERE EXISTS (SELECT 1 FROM port_role r
              WHERE r.host = p.host AND r.interface = p.interface AND r.role = 'storage')
UNION
SELECT s.host, s.endpoint, s.interface, 'only port in its subnet' FROM single s
WHERE NOT EXISTS (SELECT 1 FROM port_role r
                  WHERE r.host = s.host AND r.interface = s.interface AND r.role = 'storage')
UNION
SELECT l.host, l.endpoint, r.interface, 'storage port by the roles'
FROM lost l JOIN port_role r ON r.host = l.host AND r.role = 'storage' AND r.because = 'policy'
