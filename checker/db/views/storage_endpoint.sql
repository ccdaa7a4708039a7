-- Every storage address that a host uses or is expected to reach: one row per host, kind, address and port.
SELECT host, 'iscsi' AS kind, address, coalesce(port, 3260) AS port FROM iscsi_node WHERE address IS NOT NULL
UNION SELECT host, 'iscsi', address, coalesce(port, 3260) FROM iscsi_session WHERE address IS NOT NULL
UNION SELECT host, 'iscsi', address, coalesce(port, 3260) FROM iscsi_target WHERE address IS NOT NULL
UNION SELECT host, 'nfs', coalesce(server_ip, ip(server)), NULL FROM nfs_mount
WHERE coalesce(server_ip, ip(server)) IS NOT NULL
UNION SELECT host, kind, address, port FROM policy_expect
