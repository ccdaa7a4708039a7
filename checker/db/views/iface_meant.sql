-- The interface that an iface record with a wrong device most likely means.
-- about: iscsi_iface, iface_user
-- First what it names in another way: an alternative name, the interface of an alias label. Then
-- the port beside or above the wrong one, the topmost master of a member, and the one free port in
-- the subnet of its portals.
WITH ranked(host, iface, interface, rank) AS (
  SELECT i.host, i.name, i.device, 4 FROM software_iface i
  WHERE i.binds = 'altname'
    AND NOT EXISTS (SELECT 1 FROM enslaved e WHERE e.host = i.host AND e.interface = i.device)
  UNION ALL
  SELECT i.host, i.name, d.name, 4
  FROM software_iface i JOIN interface d ON d.host = i.host
    AND d.name = substr(i.net_ifacename, 1, instr(i.net_ifacename, ':') - 1)
  WHERE i.hwaddress = ''
  UNION ALL
  SELECT i.host, i.name, d.name, 4
  FROM software_iface i JOIN interface d ON d.host = i.host
    AND has_word(d.altnames, i.net_ifacename_written)
  WHERE i.hwaddress = '' AND length(CAST(i.net_ifacename_written AS BLOB)) > 15
  UNION ALL
  SELECT b.host, b.iface, b.interface, 3 FROM iface_beside b
  UNION ALL
  SELECT i.host, i.name, t.master, 2
  FROM software_iface i JOIN top_master t ON t.host = i.host AND t.interface = i.device
  UNION ALL
  SELECT f.host, f.iface, f.interface, 1 FROM iface_fit f
)
SELECT r.host, r.iface, min(r.interface) AS interface
FROM (SELECT x.*, max(x.rank) OVER (PARTITION BY x.host, x.iface) AS highest FROM ranked x) r
WHERE r.rank = r.highest
GROUP BY r.host, r.iface HAVING min(r.interface) = max(r.interface)
