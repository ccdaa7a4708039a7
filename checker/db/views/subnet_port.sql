-- Global addresses of ports that are not known to be down, by the subnets that they are in, with
-- the NIC below.
-- about: address
-- own_port: no master of a kind that is not known may carry what is sent here.
SELECT DISTINCT a.host, coalesce(i.stack, '') AS stack, a.subnet, a.interface,
       coalesce(n.nic, a.interface) AS nic, a.address, a.prefixlen, i.admin,
       coalesce(a.secondary, 0) AS secondary,
       NOT coalesce(has_word(a.flags, 'temporary'), 0)
         AND coalesce(a.method, 'static') NOT IN ('dhcp', 'slaac') AS lasting,
       NOT EXISTS (SELECT 1 FROM doubtful_member d
                   WHERE d.host = a.host AND d.interface = a.interface) AS own_port,
       i.origin
FROM address a JOIN interface i ON i.host = a.host AND i.name = a.interface
LEFT JOIN port_nic n ON n.host = a.host AND n.interface = a.interface
WHERE coalesce(a.scope, 'global') = 'global' AND i.kind IS NOT 'loopback'
  AND a.peer IS NULL AND a.prefixlen < CASE a.family WHEN 4 THEN 32 ELSE 128 END
  AND coalesce(i.admin, 1) = 1 AND NOT ip_is_link_local(a.address)
