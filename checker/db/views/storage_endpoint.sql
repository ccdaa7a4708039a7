-- Every iSCSI portal and NFS server that a host uses, or that the policy expects it to reach.
-- about: iscsi_node, iscsi_session, iscsi_target, nfs_mount, policy_expect
-- `unbound`: somebody asks for it without a port of its own; not so a record whose port is missing
-- or not known.
-- `own`: it is an address of the host itself, so no port is needed.
SELECT host, kind, address, port, min(name) AS name, max(unbound) AS unbound, min(own) AS own,
       CASE ip_family(address) WHEN 6 THEN '[' || address || ']' ELSE address END
         || ':' || port AS endpoint,
       min(origin) AS origin
FROM (SELECT u.*, u.origin,
             EXISTS (SELECT 1 FROM address a
                     WHERE a.host = u.host AND a.address = u.address) AS own FROM (
  SELECT n.host, 'iscsi' AS kind, n.address, coalesce(n.port, 3260) AS port, n.target AS name,
         NOT EXISTS (SELECT 1 FROM bound_port b WHERE b.host = n.host AND b.iface = n.iface)
           AND NOT EXISTS (SELECT 1 FROM iscsi_iface i WHERE i.host = n.host AND i.name = n.iface
                           AND i.binds IN ('missing', 'offload'))
           AND NOT EXISTS (SELECT 1 FROM doubtful_user d
                           WHERE d.host = n.host AND d.iface = n.iface)
           AS unbound, n.origin
  FROM iscsi_node n
  UNION ALL
  SELECT s.host, 'iscsi', s.address, coalesce(s.port, 3260), s.target,
         NOT EXISTS (SELECT 1 FROM bound_port b WHERE b.host = s.host AND b.iface = s.iface)
           AND NOT EXISTS (SELECT 1 FROM bound_port b WHERE b.host = s.host AND b.iface = s.adapter)
           AND NOT EXISTS (SELECT 1 FROM doubtful_user d
                           WHERE d.host = s.host AND d.iface = s.iface),
         s.origin
  FROM iscsi_session s
  WHERE NOT EXISTS (SELECT 1 FROM iscsi_adapter a
                    WHERE a.host = s.host AND a.name = s.adapter AND a.kind = 'independent')
  UNION ALL
  SELECT t.host, 'iscsi', t.address, coalesce(t.port, 3260), t.target,
         CASE WHEN t.adapter LIKE 'vmhba%'
              THEN NOT EXISTS (SELECT 1 FROM bound_port b
                               WHERE b.host = t.host AND b.iface = t.adapter)
              ELSE NOT EXISTS (SELECT 1 FROM bound_port b
                               WHERE b.host = t.host AND b.iface IS NOT NULL)
              END, t.origin
  FROM iscsi_target t
  WHERE NOT EXISTS (SELECT 1 FROM iscsi_adapter a
                    WHERE a.host = t.host AND a.name = t.adapter AND a.kind = 'independent')
  UNION ALL
  SELECT m.host, 'nfs', coalesce(m.server_ip, ip(m.server)), coalesce(m.port, 2049),
         m.server || ':' || coalesce(m.share, ''), m.interface IS NULL, m.origin
  FROM nfs_mount m
  UNION ALL
  SELECT e.host, e.kind, e.address,
         coalesce(e.port, CASE e.kind WHEN 'nfs' THEN 2049 ELSE 3260 END), NULL,
         e.kind = 'nfs' OR NOT EXISTS (SELECT 1 FROM bound_subnet b
                                       WHERE b.host = e.host AND holds(b.subnet, e.address)), NULL
  FROM policy_expect e
) u)
WHERE address IS NOT NULL
GROUP BY host, kind, address, port
