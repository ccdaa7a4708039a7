-- Addresses in a crowded subnet that nobody would miss: nothing elects, binds, names or asks for
-- their port.
-- about: crowded_port
-- An address that DHCP or a router gave comes back, so it cannot be taken away here.
SELECT p.host, p.stack, p.subnet, p.interface, p.address || '/' || p.prefixlen AS address,
       CASE ip_family(p.address) WHEN 4 THEN p.address ELSE '[' || p.address || ']' END AS source,
       CASE ip_family(p.address) WHEN 4 THEN 'ipv4' ELSE 'ipv6' END AS family, p.secondary
FROM crowded_port p
WHERE p.guess = '' AND p.nic <> p.elected_nic AND p.nic = p.interface AND p.own_way = 0
  AND NOT p.bound AND NOT p.member AND p.lasting AND p.twice IS NULL
  AND NOT EXISTS (SELECT 1 FROM policy_port r
                  WHERE r.host = p.host AND r.interface = p.interface)
  AND NOT EXISTS (SELECT 1 FROM crowded_portal t
                  WHERE t.host = p.host AND t.stack = p.stack AND t.subnet = p.subnet)
  AND NOT EXISTS (SELECT 1 FROM intended_port i
                  WHERE i.host = p.host AND i.interface = p.interface)
  AND NOT EXISTS (SELECT 1 FROM port_nic n WHERE n.host = p.host AND n.nic = p.interface)
  AND NOT EXISTS (SELECT 1 FROM route r
                  WHERE r.host = p.host AND r.interface = p.interface
                    AND r.family = ip_family(p.address)
                    AND coalesce(r.type, 'unicast') = 'unicast'
                    AND (r.gateway IS NOT NULL OR r.is_default
                         OR prefix_len(r.dst) = CASE r.family WHEN 4 THEN 32 ELSE 128 END))
  AND NOT EXISTS (SELECT 1 FROM nexthop h WHERE h.host = p.host AND h.interface = p.interface)
  AND NOT EXISTS (SELECT 1 FROM routing_rule q
                  WHERE q.host = p.host AND holds(q.src, p.address) AND prefix_len(q.src) > 0)
  AND NOT EXISTS (SELECT 1 FROM iscsi_session s
                  WHERE s.host = p.host AND s.local_address = p.address)
  AND NOT EXISTS (SELECT 1 FROM nfs_mount m WHERE m.host = p.host AND m.clientaddr = p.address)
