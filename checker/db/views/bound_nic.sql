-- The one NIC that each port group of iSCSI should have: of bound ports, and of those that can be.
-- about: binding, iscsi_target
-- First the NIC that it was bound with, or uses alone; then what is left, in order.
WITH
iscsi AS MATERIALIZED (
  SELECT host, vswitch, portgroup, vmknic AS vmk, recorded, own_nic, n_active, active
         FROM bound_team
  WHERE portgroup IS NOT NULL
  UNION
  SELECT c.host, c.vswitch, c.portgroup, c.vmk, NULL, NULL, t.n_active, t.active
  FROM bind_candidate c JOIN portgroup_team t ON t.host = c.host AND t.portgroup = c.portgroup
),
own AS (
  SELECT b.host, b.vswitch, b.portgroup, u.interface AS nic
  FROM iscsi b JOIN uplink u ON u.host = b.host AND u.team = b.portgroup
  WHERE u.team_kind = 'portgroup'
  UNION
  SELECT b.host, b.vswitch, b.portgroup, u.interface
  FROM iscsi b JOIN uplink u ON u.host = b.host AND u.team = b.vswitch
  WHERE u.team_kind = 'vswitch'
),
usable AS (
  SELECT o.*, coalesce(i.carrier, 1) AS link
  FROM own o LEFT JOIN interface i ON i.host = o.host AND i.name = o.nic
),
-- A NIC that another port group uses alone is not taken from it.
alone AS (
  SELECT host, active, min(portgroup) AS first, max(portgroup) AS last
  FROM iscsi WHERE n_active = 1 GROUP BY host, active
),
wish AS (
  SELECT b.host, b.vswitch, b.portgroup, min(b.vmk) AS port, max(b.active) AS active,
         coalesce(min(b.own_nic), min(u.nic), min(CASE WHEN b.n_active = 1
           THEN b.active END)) AS nic
  FROM iscsi b
  LEFT JOIN alone a ON a.host = b.host AND a.active = b.recorded
  LEFT JOIN usable u ON u.host = b.host AND u.portgroup = b.portgroup AND u.nic = b.recorded
                    AND u.link AND coalesce(a.first = b.portgroup AND a.last = b.portgroup, 1)
  GROUP BY b.host, b.vswitch, b.portgroup
),
placed AS (
  SELECT w.*, row_number() OVER (PARTITION BY w.host, w.nic
                                 ORDER BY w.active <> w.nic, length(w.port), w.port) AS turn
  FROM wish w
),
kept AS (SELECT host, vswitch, portgroup, nic FROM placed WHERE turn = 1 AND nic IS NOT NULL),
waiting AS (
  SELECT p.host, p.vswitch, p.portgroup,
         row_number() OVER (PARTITION BY p.host, p.vswitch ORDER BY length(p.port), p.port) AS place
  FROM placed p WHERE p.turn > 1 OR p.nic IS NULL
),
free AS (
  SELECT u.host, u.vswitch, u.nic,
         row_number() OVER (PARTITION BY u.host, u.vswitch
                            ORDER BY u.link DESC, length(u.nic), u.nic) AS place
  FROM (SELECT DISTINCT host, vswitch, nic, link FROM usable) u
  LEFT JOIN kept k ON k.host = u.host AND k.nic = u.nic
  WHERE k.nic IS NULL
)
SELECT host, portgroup, nic FROM kept
UNION ALL
SELECT w.host, w.portgroup, f.nic
FROM waiting w JOIN free f ON f.host = w.host AND f.vswitch IS w.vswitch AND f.place = w.place
