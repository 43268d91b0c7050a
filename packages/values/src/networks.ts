import { BlockList, isIP } from 'node:net';

/** What a network is written as; completes the sentence "it must be …". */
export const CIDR_WORDS = 'a network such as 203.0.113.0/24 or 2001:db8::/48, one address as 203.0.113.7/32';

export function isCidr(text: string): boolean {
  const [network = '', bits = '', ...rest] = text.split('/');
  const most = isIP(network) === 6 ? 128 : 32;
  return isIP(network) !== 0 && /^\d{1,3}$/.test(bits) && Number(bits) <= most && rest.length === 0;
}

export function networksOf(cidrs: readonly string[]): BlockList {
  const list = new BlockList();
  for (const cidr of cidrs) {
    const [network = '', bits] = cidr.split('/');
    list.addSubnet(network, Number(bits), isIP(network) === 6 ? 'ipv6' : 'ipv4');
  }
  return list;
}

/** Whether an address lies in one of the networks. An IPv4 address in IPv6 form is that address. */
export function isIn(networks: BlockList, address: string): boolean {
  const plain = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address.split('%')[0] ?? '';
  const version = isIP(plain);
  return version !== 0 && networks.check(plain, version === 6 ? 'ipv6' : 'ipv4');
}
