-- Ports that an iSCSI adapter can be bound to as well, each with the NIC that is to be its own.
-- about: bind_candidate
-- arranged: that NIC is the only active one of its port group already; total: ports that are
-- bound in the end.
SELECT c.*, n.nic, t.switch_kind,
       count(*) OVER (PARTITION BY c.host, c.adapter)
         + (SELECT count(*) FROM binding b WHERE b.host = c.host
           AND b.adapter = c.adapter) AS total,
       coalesce(t.n_active = 1 AND t.n_standby = 0 AND t.active = n.nic, 0) AS arranged
FROM bind_candidate c
LEFT JOIN bound_nic n ON n.host = c.host AND n.portgroup = c.portgroup
LEFT JOIN portgroup_team t ON t.host = c.host AND t.portgroup = c.portgroup
