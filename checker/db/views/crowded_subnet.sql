-- Subnets that several ports are in.
-- about: subnet_use
SELECT host, stack, subnet FROM subnet_use WHERE ports > 1
