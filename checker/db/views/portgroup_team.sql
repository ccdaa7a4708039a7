-- The effective failover order of each port group. Counts are NULL where the role of an uplink is
-- not known, or may have been cut off the list.
-- about: portgroup, uplink
WITH named AS (
  SELECT p.host, p.name FROM portgroup p
  UNION SELECT u.host, u.team FROM uplink u WHERE u.team_kind = 'portgroup'
),
counted AS (
  SELECT n.host, n.name, count(u.interface) AS n_all, count(u.interface) > count(u.role) AS vague,
         count(CASE WHEN u.role = 'active' THEN 1 END) AS active,
         count(CASE WHEN u.role = 'standby' THEN 1 END) AS standby,
         count(CASE WHEN u.role = 'unused' THEN 1 END) AS unused,
         join_words(CASE WHEN u.role = 'active' THEN u.interface END) AS active_list,
         join_words(CASE WHEN u.role = 'standby' THEN u.interface END) AS standby_list,
         join_words(CASE WHEN u.role = 'unused' THEN u.interface END) AS unused_list,
         join_words(u.interface) AS all_list
  FROM named n
  LEFT JOIN uplink u ON u.host = n.host AND u.team = n.name AND u.team_kind = 'portgroup'
  GROUP BY n.host, n.name
),
judged AS (
  SELECT c.*, p.vswitch, p.vlan_id, p.load_balancing, p.failure_detection, p.vms, p.vmkernel,
         coalesce(v.kind, CASE WHEN c.name REGEXP '/[^/]+$' THEN 'distributed'
                               ELSE 'standard' END) AS switch_kind,
         p.lag,
         CASE WHEN c.vague THEN 0
              WHEN EXISTS (SELECT 1 FROM coverage k WHERE k.host = c.host AND k.fact = 'uplink'
                           AND k.state = 'partial') THEN p.active_uplinks IS NOT NULL
              WHEN c.n_all THEN 1
              ELSE p.overrides IS NOT NULL OR v.uplinks = '' END AS known
  FROM counted c LEFT JOIN portgroup p ON p.host = c.host AND p.name = c.name
  LEFT JOIN vswitch v ON v.host = p.host AND v.name = p.vswitch
)
SELECT host, name AS portgroup, vswitch, vlan_id, load_balancing, failure_detection, vms, vmkernel,
       switch_kind,
       CASE WHEN lag IS NULL AND switch_kind = 'standard' THEN 0 ELSE lag END AS lag,
       CASE WHEN known THEN active END AS n_active, CASE WHEN known THEN standby END AS n_standby,
       CASE WHEN known THEN unused END AS n_unused, active_list AS active, standby_list AS standby,
       unused_list AS unused, all_list AS uplinks
FROM judged
