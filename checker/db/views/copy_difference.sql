-- What the iface record has otherwise than a node record's copy: settings, in the order to set
-- them.
-- about: iface_copy
SELECT p.host, p.target, p.portal, p.iface, 1 AS place, 'iface.hwaddress' AS setting, '' AS value
FROM iface_copy p WHERE NOT p.same_mac AND p.hwaddress = ''
UNION
SELECT p.host, p.target, p.portal, p.iface, 2, 'iface.net_ifacename', '' FROM iface_copy p
WHERE NOT p.same_name AND p.net_ifacename = ''
UNION
SELECT p.host, p.target, p.portal, p.iface, 3, 'iface.hwaddress', p.hwaddress FROM iface_copy p
WHERE NOT p.same_mac AND p.hwaddress <> ''
UNION
SELECT p.host, p.target, p.portal, p.iface, 4, 'iface.net_ifacename', p.net_ifacename
FROM iface_copy p
WHERE NOT p.same_name AND p.net_ifacename <> ''
UNION
SELECT p.host, p.target, p.portal, p.iface, 5, 'iface.ipaddress', p.ipaddress_written
FROM iface_copy p
WHERE NOT p.same_address
UNION
SELECT p.host, p.target, p.portal, p.iface, 6, 'iface.initiatorname', p.initiator_name
FROM iface_copy p
WHERE NOT p.same_initiator
