-- Subnets of ports that hold storage endpoints: the least address, and the least endpoint but own
-- ones.
-- about: storage_endpoint
SELECT s.host, s.subnet, min(e.address) AS address, max(e.kind = 'iscsi') AS iscsi,
       min(CASE WHEN NOT e.own THEN e.endpoint END) AS endpoint
FROM storage_endpoint e JOIN port_subnet s ON s.host = e.host AND holds(s.subnet, e.address)
GROUP BY s.host, s.subnet
