-- Addresses of ports that are not known to be down, by stack; local_only: nobody outside the host
-- hears them.
-- about: port
-- An address of VRRP is on every router of its group at one time or another.
SELECT p.host, p.stack, p.interface, p.address, p.origin,
       CASE WHEN p.kind = 'bridge'
            THEN EXISTS (SELECT 1 FROM unwired_bridge w
                         WHERE w.host = p.host AND w.interface = p.interface)
            WHEN p.kind IN ('dummy', 'tun', 'wireguard') THEN 1
            ELSE EXISTS (SELECT 1 FROM interface i WHERE i.host = p.host AND i.name = p.interface
                         AND i.kind IS NOT 'physical' AND i.mac REGEXP '^00:00:5e:00:0[12]:')
       END AS local_only
FROM port p WHERE NOT p.is_host AND coalesce(p.admin, 1)
