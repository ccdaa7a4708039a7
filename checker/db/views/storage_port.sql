-- Storage ports: by the policy's roles; where they are silent, what iSCSI is bound to and what is on-link with an endpoint.
-- about: policy_role, bound_port, storage_endpoint
SELECT DISTINCT i.host, i.name AS interface, 'policy' AS because
FROM interface i JOIN policy_role r
WHERE r.role = 'storage'
  AND (i.name REGEXP r.interface_pattern OR i.portgroup REGEXP r.portgroup_pattern
       OR EXISTS (SELECT 1 FROM port p WHERE p.host = i.host AND p.interface = i.name AND in_subnet(p.address, r.subnet)))
UNION
SELECT b.host, b.interface, 'bound'
FROM bound_port b
WHERE NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'storage')
UNION
SELECT p.host, p.interface, 'on-link with ' || min(e.endpoint)
FROM storage_endpoint e JOIN port p ON p.host = e.host AND in_subnet(e.address, p.subnet)
WHERE NOT e.own AND coalesce(p.services, '') = '' AND p.kind IS NOT 'vswif'
  AND NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'storage')
  AND NOT EXISTS (SELECT 1 FROM management_port m WHERE m.host = p.host AND m.interface = p.interface)
GROUP BY p.host, p.interface
