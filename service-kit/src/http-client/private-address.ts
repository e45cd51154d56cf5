import { BlockList, isIP } from 'node:net';

/** Addresses that are not of the public internet (IANA special-purpose registries for IPv4 and IPv6). */
const REFUSED: readonly (readonly [network: string, prefix: number])[] = [
  ['0.0.0.0', 8], // this network
  ['10.0.0.0', 8], // private
  ['100.64.0.0', 10], // carrier-grade NAT
  ['127.0.0.0', 8], // loopback
  ['169.254.0.0', 16], // link-local; metadata services of clouds
  ['172.16.0.0', 12], // private
  ['192.0.0.0', 24], // protocol assignments
  ['192.0.2.0', 24], // documentation
  ['192.88.99.0', 24], // 6to4 relays
  ['192.168.0.0', 16], // private
  ['198.18.0.0', 15], // benchmarks
  ['198.51.100.0', 24], // documentation
  ['203.0.113.0', 24], // documentation
  ['224.0.0.0', 4], // multicast
  ['240.0.0.0', 4], // reserved, broadcast
  ['::', 96], // unspecified, loopback, IPv4-compatible
  ['64:ff9b::', 96], // NAT64
  ['64:ff9b:1::', 48], // NAT64, local use
  ['100::', 64], // discard
  ['2001::', 23], // protocol assignments, Teredo
  ['2001:db8::', 32], // documentation
  ['2002::', 16], // 6to4
  ['3fff::', 20], // documentation
  ['fc00::', 7], // unique local
  ['fe80::', 10], // link-local
  ['fec0::', 10], // site-local
  ['ff00::', 8], // multicast
];

const refused = new BlockList();
for (const [network, prefix] of REFUSED) refused.addSubnet(network, prefix, network.includes(':') ? 'ipv6' : 'ipv4');

/**
 * Whether an IP address (without brackets) is outside the public internet. An IPv4 address written as IPv6
 * (`::ffff:10.0.0.1`) is judged as the IPv4 address. False for text that is no IP address.
 */
export function isPrivateAddress(address: string): boolean {
  const [plain = ''] = address.split('%'); // without the zone of a link-local address (fe80::1%eth0)
  const family = isIP(plain);
  return family !== 0 && refused.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}
