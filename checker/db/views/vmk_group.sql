-- Enabled VMkernel ports of a stack in one subnet, and the one that unbound traffic to it leaves
-- through. lonely: the only unbound port; besides: what denies that they carry vMotion alone.
-- about: vmk_use
WITH grouped AS (
  SELECT u.host, u.stack, u.subnet, join_words(u.vmk) AS ports, count(DISTINCT u.vmk) AS n,
         count(DISTINCT CASE WHEN u.admin THEN u.vmk END) AS n_enabled,
         count(DISTINCT CASE WHEN NOT u.bound THEN u.vmk END) AS n_unbound,
         min(CASE WHEN NOT u.bound THEN u.vmk END) AS lonely, join_words(u.besides) AS besides,
         join_words(CASE WHEN u.bound THEN u.vmk END) AS bound_ports,
         join_words(CASE WHEN has_word(u.services, 'vmotion') OR has_word(u.services, 'ft')
                         THEN u.vmk END) AS tagged,
         min(u.bound OR NOT (u.bindings OR u.never_bound)) AS perhaps_bound,
         max(u.never_bound) AS some_serve, min(coalesce(u.only_vmotion, 0)) AS all_vmotion,
         min(coalesce(u.only_vmotion, 1)) AS perhaps_vmotion,
         min(u.version) AS version, max(u.esxcli) AS esxcli, max(u.pings_from) AS pings_from,
         u.stack REGEXP '^(vxlan|nsx|hyperbus)' AS overlay, min(u.origin) AS origin,
         min(e.peer) AS peer, min(e.address) AS own
  FROM vmk_use u
  JOIN port_peer e ON e.host = u.host AND e.interface = u.vmk AND e.subnet = u.subnet
  GROUP BY u.host, u.stack, u.subnet
)
SELECT g.*, t.interface AS elected, t.certain,
       (SELECT join_words(u.vmk) FROM vmk_use u
        WHERE u.host = g.host AND u.stack = g.stack AND u.subnet = g.subnet AND NOT u.bound
          AND u.vmk <> t.interface
          AND NOT EXISTS (SELECT 1 FROM nfs_mount m WHERE m.host = u.host AND m.interface = u.vmk))
         AS idle
FROM grouped g JOIN path(g.host, g.peer, g.own, NULL) t
