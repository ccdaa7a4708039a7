-- For each port a storage endpoint that is on-link with it; overhead: what a ping adds to its size.
-- about: storage_endpoint
SELECT p.host, p.interface, p.subnet, p.family, min(e.address) AS address,
       CASE p.family WHEN 4 THEN 28 ELSE 48 END AS overhead
FROM storage_endpoint e
JOIN port_subnet s ON s.host = e.host AND holds(s.subnet, e.address)
JOIN port p ON p.host = s.host AND p.subnet = s.subnet
WHERE NOT e.own
GROUP BY p.host, p.interface, p.subnet, p.family
