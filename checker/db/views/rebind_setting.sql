-- What to write into an iface record, in this order, so that it binds the interface that it means.
-- about: iscsi_iface, iface_user
-- open-iscsi takes no name beside a hardware address, so that goes first.
SELECT DISTINCT i.host, i.name AS iface, 1 AS place, 'iface.hwaddress' AS setting, '' AS value
FROM software_iface i JOIN iface_meant m ON m.host = i.host AND m.iface = i.name
WHERE i.hwaddress <> ''
UNION ALL
SELECT m.host, m.iface, 2, 'iface.net_ifacename', m.interface FROM iface_meant m
