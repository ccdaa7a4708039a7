-- Ports that a user of a storage endpoint is sent or bound to although they are down (down = 1) or
-- have no carrier.
-- about: storage_endpoint
SELECT DISTINCT w.host, w.endpoint, i.name AS interface, i.admin = 0 AS down, v.esxcli
FROM endpoint_way w
JOIN interface i ON i.host = w.host AND i.name = coalesce(w.interface, w.bound)
LEFT JOIN vmk v ON v.host = i.host AND v.vmk = i.name
WHERE i.admin = 0 OR (i.carrier = 0 AND w.platform = 'linux')
