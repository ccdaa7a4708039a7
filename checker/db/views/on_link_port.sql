-- Ports that could reach a storage endpoint on-link: in its subnet, with a wire, not known to be
-- down; linked: with carrier.
-- about: storage_endpoint
SELECT e.host, e.endpoint, e.address, p.interface, p.stack, p.subnet,
       coalesce(p.carrier, 1) AS linked
FROM storage_endpoint e CROSS JOIN port p ON p.host = e.host AND holds(p.subnet, e.address)
WHERE NOT e.own AND NOT p.is_host AND coalesce(p.admin, 1)
  AND NOT EXISTS (SELECT 1 FROM unwired_bridge w
                  WHERE w.host = p.host AND w.interface = p.interface)
