-- The interface that an iface record with a wrong device most likely means.
-- about: iscsi_iface, iface_user
-- What the record names in another way comes first: an alternative name, the interface of an alias label,
-- the one port of several with its hardware address. Then the one port in its portals' subnet that is free.
WITH named AS (
  SELECT i.host, i.name AS iface, d.name AS interface
  FROM software_iface i JOIN interface d ON d.host = i.host
  WHERE i.hwaddress = ''
    AND (d.name = substr(i.net_ifacename_written, 1, instr(i.net_ifacename_written, ':') - 1)
         OR d.name = substr(i.net_ifacename, 1, instr(i.net_ifacename, ':') - 1)
         OR has_word(d.altnames, coalesce(i.net_ifacename_written, i.net_ifacename)))
  UNION
  SELECT i.host, i.name, d.name
  FROM software_iface i JOIN interface d ON d.host = i.host AND d.mac = lower(i.hwaddress)
  WHERE i.mac_matches > 1 AND d.kind IS NOT 'loopback'
    AND NOT EXISTS (SELECT 1 FROM enslaved e WHERE e.host = d.host AND e.interface = d.name)
    AND EXISTS (SELECT 1 FROM port p WHERE p.host = d.host AND p.interface = d.name)
    AND NOT EXISTS (SELECT 1 FROM iface_user u WHERE u.host = i.host AND u.iface = i.name
                    AND NOT EXISTS (SELECT 1 FROM port p WHERE p.host = u.host AND p.interface = d.name
                                    AND holds(p.subnet, u.address)))
),
single AS (
  SELECT n.host, n.iface, min(n.interface) AS interface FROM named n
  GROUP BY n.host, n.iface HAVING min(n.interface) = max(n.interface)
)
SELECT s.host, s.iface, s.interface FROM single s
UNION
SELECT f.host, f.iface, f.interface FROM iface_fit f
WHERE NOT EXISTS (SELECT 1 FROM named n WHERE n.host = f.host AND n.iface = f.iface)
