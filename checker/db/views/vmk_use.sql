-- Enabled VMkernel ports by stack and subnet, with what they serve; bindings: these were read.
-- about: vmk_subnet
-- besides: by what it carries something else than vMotion; never_bound: it is no iSCSI port, so it
-- is not bound though no binding was read; free: it serves nothing but iSCSI, if that.
WITH named AS (
  SELECT v.*,
         v.label REGEXP '(?i)nfs|vsan|management|fault.?tolerance|\b(mgmt|nas|ft)(\b|\d|_)'
           AS other,
         v.label REGEXP '(?i)iscsi|storage|\bsan(\b|\d|_)' AS storage,
         v.label REGEXP '(?i)vmotion' AS moves,
         (SELECT join_words(r.role) FROM port_role r
          WHERE r.host = v.host AND r.interface = v.vmk AND r.role <> 'vmotion') AS roles,
         (SELECT join_words(r.role) FROM port_role r
          WHERE r.host = v.host AND r.interface = v.vmk AND r.role <> 'storage') AS serves
  FROM vmk_subnet v
)
SELECT DISTINCT v.host, v.stack, v.subnet, v.family, v.vmk, v.admin, v.mtu, v.services, v.bound,
       v.portgroup, v.vswitch, v.version, v.esxcli, v.pings_from, v.origin,
       coalesce(has_word(v.serves, 'management'), 0) AS management,
       CASE WHEN v.roles IS NOT NULL THEN v.vmk || ' serves ' || v.roles
            WHEN v.services <> 'vmotion' AND v.services <> '' THEN v.vmk || ' serves ' || v.services
            WHEN v.services IS NULL AND (v.other OR v.storage)
            THEN v.vmk || ' is in port group ' || v.label
            END AS besides,
       CASE WHEN v.services IS NOT NULL
            THEN v.services = 'vmotion' OR (v.services = '' AND v.stack = 'vmotion')
            WHEN v.stack = 'vmotion' THEN 1 END AS only_vmotion,
       NOT v.bound AND (v.serves IS NOT NULL OR coalesce(v.services, '') <> ''
                        OR coalesce(v.other OR v.moves, 0)) AS never_bound,
       v.serves IS NULL AND NOT coalesce(v.other OR v.moves, 0)
         AND (v.services = '' OR (v.services IS NULL AND v.label REGEXP '(?i)iscsi')) AS free,
       EXISTS (SELECT 1 FROM coverage c
               WHERE c.host = v.host AND c.fact = 'binding' AND c.state = 'read') AS bindings
FROM named v
