#!/usr/bin/perl
# SPDX-License-Identifier: GPL-2.0-or-later
# connect.pl: real connections. Reads lines "family from interface mark destination" and
# writes for each: "fail ERROR", or the interface and source of its first packet
# ("?" where none was seen, as on a device without carrier).  Needs CAP_NET_RAW.
use strict;
use warnings;
use Socket qw(:DEFAULT inet_pton inet_ntop pack_sockaddr_in6 unpack_sockaddr_in6);
use Errno qw(EINPROGRESS ECONNREFUSED);

use constant { AF_PACKET => 17, ETH_P_ALL => 0x0300, OUTGOING => 4, TCP => 6, SO_MARK => 36, BINDTODEVICE => 25 };

socket(my($tap), AF_PACKET, SOCK_DGRAM, ETH_P_ALL) or die "packet socket: $!";
setsockopt($tap, SOL_SOCKET, 33, pack('i', 1 << 22)); # SO_RCVBUFFORCE
my %device;
for (qx(ip -o link)) { $device{$1} = $2 if /^(\d+): ([^:@]+)/ }
my %seen; # by the port that was asked for

sub drain {
	my $data = '';
	while (defined(my $from = recv($tap, $data, 256, 0x40))) { # MSG_DONTWAIT
		my (undef, $protocol, $index, undef, $type) = unpack('S n l S C', $from);
		next if $type != OUTGOING;
		my ($at, $source, $is_tcp);
		if ($protocol == 0x800) {
			$at = (ord($data) & 15) * 4;
			$is_tcp = ord(substr($data, 9, 1)) == TCP;
			$source = inet_ntop(AF_INET, substr($data, 12, 4));
		} elsif ($protocol == 0x86dd) {
			$at = 40;
			$is_tcp = ord(substr($data, 6, 1)) == TCP;
			$source = inet_ntop(AF_INET6, substr($data, 8, 16));
		}
		next if !$is_tcp || length($data) < $at + 14;
		my $port = unpack('x2 n', substr($data, $at, 4));
		# The first of a connection: SYN without ACK.
		$seen{$port} //= [ $device{$index}, $source ] if (ord(substr($data, $at + 13, 1)) & 0x12) == 2;
	}
}

sub address {
	my ($family, $text, $port) = @_;
	return $family == 4 ? pack_sockaddr_in($port, inet_pton(AF_INET, $text))
			    : pack_sockaddr_in6($port, inet_pton(AF_INET6, $text));
}

my $port = 10000;
while (<STDIN>) {
	my ($family, $from, $interface, $mark, $destination) = split;
	socket(my($s), $family == 4 ? AF_INET : AF_INET6, SOCK_STREAM | 0x800, 0) or die "socket: $!"; # SOCK_NONBLOCK
	$port++;
	setsockopt($s, SOL_SOCKET, BINDTODEVICE, "$interface\0") if $interface ne '-';
	setsockopt($s, SOL_SOCKET, SO_MARK, pack('L', oct($mark =~ /^0/ ? $mark : sprintf '0x%x', $mark))) if $mark ne '-';
	if ($from ne '-' && !bind($s, address($family, $from, 0))) {
		print "unbound\n"; # an address that is not, or not yet, the host's
		next;
	}
	if (!connect($s, address($family, $destination, $port)) && $! != EINPROGRESS && $! != ECONNREFUSED) {
		print 'fail ', $!, "\n";
		next;
	}
	my $name = getsockname($s);
	my $own = $family == 4 ? inet_ntop(AF_INET, (unpack_sockaddr_in($name))[1])
			       : inet_ntop(AF_INET6, (unpack_sockaddr_in6($name))[1]);
	drain();
	if (!$seen{$port}) { select(undef, undef, undef, 0.003); drain() }
	my ($by, $source) = $seen{$port} ? @{ $seen{$port} } : ('?', $own);
	$source =~ s/^::ffff:(?=\d+\.)//;
	print "$by $source\n";
}
