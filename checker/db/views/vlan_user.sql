-- What uses a VLAN of a virtual switch: VMkernel ports with a role, and virtual machines ('vm').
-- about: port_role, portgroup
SELECT s.host, s.vswitch, s.vlan_id, s.role, s.service || ' (' || s.interface || ')' AS shown
FROM service_vlan s
UNION
SELECT p.host, p.vswitch, p.vlan_id, 'vm', 'virtual machines (' || p.name || ')' FROM portgroup p
WHERE p.vms > 0 OR (p.vmkernel = 0 AND p.vms IS NULL)
