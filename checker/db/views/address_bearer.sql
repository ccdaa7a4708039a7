-- Addresses of ports that are not known to be down, by stack; local_only: nobody outside the host hears them.
-- about: port
SELECT p.host, p.stack, p.interface, p.address, p.origin,
       CASE WHEN p.kind IN ('bridge', 'dummy', 'tun', 'wireguard')
            THEN NOT EXISTS (SELECT 1 FROM wired_interface w
                             WHERE w.host = p.host AND w.name = p.interface)
                 AND NOT (p.kind = 'bridge'
                          AND EXISTS (SELECT 1 FROM coverage c WHERE c.host = p.host
                                      AND c.fact = 'uplink' AND c.state = 'absent'))
            ELSE 0 END AS local_only
FROM port p WHERE NOT p.is_host AND coalesce(p.admin, 1)
