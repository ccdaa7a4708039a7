-- Management ports: by the policy, else by the service tag, else by the default route.
-- about: interface, subnet_route
WITH tagged AS MATERIALIZED (
  SELECT i.host, i.name FROM interface i
  WHERE has_word(i.services, 'management') OR i.kind = 'vswif'
)
SELECT p.host, p.interface, 'policy' AS because FROM policy_port p WHERE p.role = 'management'
UNION
SELECT t.host, t.name, 'service' FROM tagged t
WHERE NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'management')
UNION
SELECT d.host, d.interface, 'default route'
FROM default_port d LEFT JOIN (SELECT DISTINCT host FROM tagged) t ON t.host = d.host
WHERE t.host IS NULL AND NOT EXISTS (SELECT 1 FROM policy_role r WHERE r.role = 'management')
