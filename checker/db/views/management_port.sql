-- Management ports: by the policy, else by the service tag, else by the default route.
-- about: interface, subnet_route
SELECT DISTINCT i.host, i.name AS interface, 'policy' AS because
FROM interface i JOIN policy_role r
WHERE r.role = 'management'
  AND (i.name REGEXP r.interface_pattern OR i.portgroup REGEXP r.portgroup_pattern
       OR EXISTS (SELECT 1 FROM port p WHERE p.host = i.host AND p.interface = i.name AND in_subnet(p.address, r.subnet)))
UNION
SELECT i.host, i.name, 'service'
FROM interface i
WHERE (has_word(i.services, 'management') OR i.kind = 'vswif')
  AND NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'management')
UNION
SELECT d.host, d.interface, 'default route'
FROM default_port d
WHERE NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'management')
  AND NOT EXISTS (SELECT 1 FROM interface i
                  WHERE i.host = d.host AND (has_word(i.services, 'management') OR i.kind = 'vswif'))
