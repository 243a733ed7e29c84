// Decides which hosts, ports and addresses the app may connect to. Opens no connection itself.
import { lookup as lookupName } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

export interface ResolvedAddress {
  address: string;
  family: number;
}

/** All addresses of a host name; throws where there are none. */
export type ResolveName = (hostname: string) => Promise<ResolvedAddress[]>;

/** Names a host or address that must not be asked. */
export class BlockedAddress extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'BlockedAddress';
  }
}

export interface AddressGuard {
  /** Throws `BlockedAddress` for a literal address or a port that must not be asked. */
  checkUrl(url: URL): void;
  /** `port` may be empty, as it is in a URL with the protocol's own port. */
  isAllowListed(hostname: string, port: string, protocol: string): boolean;
  /** For `net.connect`: hands out a name's addresses only when every one of them is public. */
  publicLookup: LookupFunction;
  /** The same without the check, for allow-listed hosts. */
  openLookup: LookupFunction;
}

const GLOBAL_UNICAST_V6 = ipaddr.IPv6.parseCIDR('2000::/3');

/** True only for addresses that the public internet routes to one machine. */
export function isPublicAddress(address: string): boolean {
  // A zone (`fe80::1%eth0`) only ever belongs to a local address.
  if (address.includes('%') || !ipaddr.isValid(address)) return false;
  const parsed = ipaddr.parse(address);
  if (parsed.range() !== 'unicast') return false;
  // ipaddr.js also calls `::7f00:1` (IPv4-compatible, deprecated) unicast.
  return parsed instanceof ipaddr.IPv6 ? parsed.match(GLOBAL_UNICAST_V6) : true;
}

const bare = (hostname: string): string =>
  hostname
    .toLowerCase()
    .replace(/^\[|\]$/g, '')
    .replace(/\.$/, '');

const portOf = (port: string, protocol: string): string => port || (protocol === 'https:' ? '443' : '80');

async function resolveBySystem(hostname: string): Promise<ResolvedAddress[]> {
  return lookupName(hostname, { all: true });
}

/**
 * `allow` lists hosts (`feeds.internal`) and hosts with a port (`127.0.0.1:8080`, `[::1]:8080`) that may be asked
 * although they are private or use another port than 80 and 443.
 */
export function createAddressGuard(
  allow: readonly string[],
  resolve: ResolveName = resolveBySystem,
): AddressGuard {
  const allowed = new Set(allow.map(normaliseAllowed));
  const isAllowListed = (hostname: string, port: string, protocol: string): boolean =>
    allowed.has(bare(hostname)) || allowed.has(`${bare(hostname)} ${portOf(port, protocol)}`);

  return {
    isAllowListed,
    checkUrl(url) {
      if (isAllowListed(url.hostname, url.port, url.protocol)) return;
      const host = bare(url.hostname);
      // RFC 6761: whatever a resolver says, these names are this machine.
      const isLocalName = host === 'localhost' || host.endsWith('.localhost');
      if (isLocalName || (ipaddr.isValid(host) && !isPublicAddress(host))) {
        throw new BlockedAddress(`${url.host} is a private or special address`);
      }
      const port = portOf(url.port, url.protocol);
      if (port !== '80' && port !== '443') {
        throw new BlockedAddress(`${url.host} uses port ${port}; only 80 and 443 are asked`);
      }
    },
    publicLookup: lookupThrough(resolve, (hostname, addresses) => {
      const blocked = addresses.find(({ address }) => !isPublicAddress(address));
      if (blocked) throw new BlockedAddress(`${hostname} leads to the private address ${blocked.address}`);
    }),
    openLookup: lookupThrough(resolve, () => undefined),
  };
}

/** `host:port` → `host port`, so that the colons of an IPv6 address are never taken for a port's. */
function normaliseAllowed(entry: string): string {
  const match = /^(\[[^\]]+\]|[^:]+):(\d+)$/.exec(entry.trim());
  return match?.[1] ? `${bare(match[1])} ${match[2]}` : bare(entry.trim());
}

function lookupThrough(
  resolve: ResolveName,
  check: (hostname: string, addresses: ResolvedAddress[]) => void,
): LookupFunction {
  return (hostname, options, callback) => {
    const checked = resolve(hostname).then((addresses) => {
      check(hostname, addresses);
      const [first] = addresses;
      if (!first) throw new Error(`${hostname} has no address`);
      return { addresses, first };
    });
    checked.then(
      ({ addresses, first }) =>
        options.all ? callback(null, addresses) : callback(null, first.address, first.family),
      (error: NodeJS.ErrnoException) => callback(error, '', 0),
    );
  };
}
