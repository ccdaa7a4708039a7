-- Enabled VMkernel ports by stack and subnet, with what they serve; bindings: these were read.
-- about: vmk_subnet
SELECT DISTINCT v.host, v.stack, v.subnet, v.vmk, v.admin, v.services, v.bound, v.version, v.esxcli, v.origin,
       EXISTS (SELECT 1 FROM management_port m WHERE m.host = v.host AND m.interface = v.vmk) AS management,
       EXISTS (SELECT 1 FROM port_role r
               WHERE r.host = v.host AND r.interface = v.vmk AND r.role = 'storage') AS storage,
       CASE WHEN v.services IS NOT NULL
            THEN v.services = 'vmotion' OR (v.services = '' AND v.stack = 'vmotion')
            WHEN v.stack = 'vmotion' THEN 1 END AS only_vmotion,
       EXISTS (SELECT 1 FROM coverage c
               WHERE c.host = v.host AND c.fact = 'binding' AND c.state = 'read') AS bindings
FROM vmk_subnet v
