-- Interfaces that the reverse path filter is strict on.
-- about: rp_setting
SELECT s.host, s.interface, s.stack FROM rp_setting s WHERE s.rp_filter = 1
