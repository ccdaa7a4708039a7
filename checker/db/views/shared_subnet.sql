-- Subnets of several ports that are up, by stack; vrf_table: of the stack, if it is a VRF.
SELECT p.host, p.stack, p.subnet,
       (SELECT v.vrf_table FROM interface v WHERE v.host = p.host AND v.name = p.stack) AS vrf_table
FROM subnet_port p
GROUP BY p.host, p.stack, p.subnet HAVING min(p.interface) <> max(p.interface)
