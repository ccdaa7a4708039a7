-- Software iSCSI adapters, which VMkernel ports are bound to.
-- about: iscsi_adapter
SELECT a.host, a.name AS adapter, a.enabled, a.origin
FROM iscsi_adapter a WHERE a.kind = 'software' OR (a.kind IS NULL AND a.driver = 'iscsi_vmk')
