-- Ports that the policy gives a role: by their name, their port group, or a subnet.
-- about: policy_role
SELECT i.host, i.name AS interface, r.role
FROM policy_role r CROSS JOIN interface i
WHERE (r.interface_pattern IS NOT NULL OR r.portgroup_pattern IS NOT NULL)
  AND (i.name REGEXP r.interface_pattern OR i.portgroup REGEXP r.portgroup_pattern)
UNION
SELECT p.host, p.interface, r.role FROM port p JOIN policy_role r ON holds(r.subnet, p.address)
