-- Storage ports: by the policy's roles; where they are silent, what iSCSI is bound to and what is
-- on-link with an endpoint.
-- about: policy_role, bound_port, storage_endpoint
-- Not so the second NIC of a LAN that holds the management port, nor the bridge of containers, both
-- on Linux.
SELECT p.host, p.interface, 'policy' AS because FROM policy_port p WHERE p.role = 'storage'
UNION
SELECT b.host, b.interface, 'bound'
FROM bound_port b
WHERE NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'storage')
UNION
SELECT p.host, p.interface, 'on-link with ' || min(e.endpoint)
FROM endpoint_subnet e JOIN port p ON p.host = e.host AND p.subnet = e.subnet
WHERE coalesce(p.services, '') = '' AND p.kind IS NOT 'vswif'
  AND NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'storage')
  AND NOT EXISTS (SELECT 1 FROM management_port m
                  WHERE m.host = p.host AND m.interface = p.interface)
  AND NOT EXISTS (SELECT 1 FROM management_subnet m
                  WHERE m.host = p.host AND m.subnet = p.subnet AND m.stack = p.stack
                    AND p.kind IS NOT 'vmknic')
  AND NOT EXISTS (SELECT 1 FROM unwired_bridge w
                  WHERE w.host = p.host AND w.interface = p.interface)
GROUP BY p.host, p.interface HAVING min(e.endpoint) IS NOT NULL
