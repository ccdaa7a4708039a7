-- What an open-iscsi iface could be bound to: the one port that is on-link with its portals and that no other iface binds.
-- about: iface_user
SELECT u.host, u.iface, min(p.interface) AS interface
FROM iface_user u JOIN port p ON p.host = u.host AND in_subnet(u.address, p.subnet)
WHERE NOT EXISTS (SELECT 1 FROM bound_port b
                  WHERE b.host = p.host AND b.interface = p.interface AND b.iface <> u.iface)
GROUP BY u.host, u.iface HAVING count(DISTINCT p.interface) = 1
