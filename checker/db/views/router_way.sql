-- Endpoints that a lookup sends to a router although a port, the bound one where one is, is on-link
-- with them.
-- about: storage_endpoint
-- table_name: where the route to the router is; the subnet belongs there through the port itself.
SELECT DISTINCT w.host, w.endpoint, w.address, w.port, w.bound, w.gateway, w.source,
       w.route_table AS table_name, o.interface, o.subnet, ip_family(w.address) AS family
FROM endpoint_way w
JOIN on_link_port o ON o.host = w.host AND o.endpoint = w.endpoint
                   AND o.interface = coalesce(w.bound, o.interface)
JOIN interface d ON d.host = w.host AND d.name = w.interface AND coalesce(d.stack, '') = o.stack
WHERE w.gateway IS NOT NULL AND w.platform = 'linux'
