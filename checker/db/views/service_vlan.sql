-- VMkernel ports with a role, with their port group, its switch and VLAN.
-- about: port_role
SELECT DISTINCT r.host, r.interface, r.role, r.service, v.portgroup, v.vswitch, v.vlan_id, v.origin,
       (SELECT min(p.subnet) FROM port p WHERE p.host = r.host
         AND p.interface = r.interface) AS subnet
FROM service_word r JOIN vmk v ON v.host = r.host AND v.vmk = r.interface
