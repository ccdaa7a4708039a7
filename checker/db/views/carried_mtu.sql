-- What carries what, with the MTU below, what each interface above needs of it, and what would fit.
-- about: interface.lower, uplink, vswitch
-- VXLAN puts 50 bytes before each frame, over IPv6 70: the kernel lets the former pass.
SELECT l.host, l.name AS lower, i.name AS upper, 'parent' AS how, l.mtu AS lower_mtu, l.max_mtu,
       i.mtu AS upper_mtu,
       i.mtu + CASE WHEN i.kind = 'vxlan' THEN 50 WHEN i.kind IS NOT NULL THEN 0 END AS needs,
       l.mtu - CASE i.kind WHEN 'vxlan' THEN 70 ELSE 0 END AS fits, l.origin
FROM interface i JOIN interface l ON l.host = i.host AND l.name = i.lower
WHERE i.link_netns IS NULL
  AND coalesce(i.kind IN ('vlan', 'macvlan', 'macvtap', 'ipvlan', 'ipvtap', 'vxlan'), 1)
UNION ALL
SELECT m.host, m.name, t.name, u.team_kind, m.mtu, m.max_mtu, t.mtu, t.mtu, m.mtu, m.origin
FROM uplink u
JOIN interface t ON t.host = u.host AND t.name = u.team
JOIN interface m ON m.host = u.host AND m.name = u.interface
WHERE u.team_kind IN ('bond', 'team', 'bridge')
UNION ALL
SELECT v.host, v.name, i.vmk, 'vswitch', v.mtu, NULL, i.mtu, i.mtu, v.mtu, v.origin
FROM vmk i JOIN vswitch v ON v.host = i.host AND v.name = i.vswitch
UNION ALL
SELECT n.host, n.name, v.name, 'nic', n.mtu, n.max_mtu, v.mtu, v.mtu, n.mtu, n.origin
FROM vswitch v
JOIN uplink u ON u.host = v.host AND u.team = v.name AND u.team_kind = 'vswitch'
JOIN interface n ON n.host = u.host AND n.name = u.interface
