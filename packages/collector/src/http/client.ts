import { isIP, type BlockList } from 'node:net';
import type { HttpBindings } from '@hono/node-server';
import type { Context } from 'hono';

/** Who is at the other end: used for rate limits in memory, never stored. */
export type Client = { address: string; country: string | null };

const countryHeaders = ['cf-ipcountry', 'x-vercel-ip-country', 'cloudfront-viewer-country', 'x-country'];

/**
 * Reads the client of a request. Forwarding and country headers are believed only when the peer is one
 * of `trusted`; the client is then the last address of X-Forwarded-For that is not a trusted proxy.
 */
export function createClientReader(trusted: BlockList) {
  const isTrusted = createTrust(trusted);
  return (c: Context): Client => {
    const peer = peerOf(c);
    if (!isTrusted(peer)) return { address: peer, country: null };
    const forwarded = (c.req.header('x-forwarded-for') ?? '').split(',').map(plainAddress).filter(isIP);
    const address = forwarded.findLast((hop) => !isTrusted(hop)) ?? forwarded[0] ?? peer;
    return { address, country: countryOf(c) };
  };
}

/** Reads under which host, with its port, the browser asked: as a trusted proxy says, else as the request does. */
export function createHostReader(trusted: BlockList) {
  const isTrusted = createTrust(trusted);
  return (c: Context): string => {
    const forwarded = isTrusted(peerOf(c)) ? c.req.header('x-forwarded-host')?.split(',', 1)[0]?.trim() : '';
    return forwarded || (c.req.header('host') ?? '');
  };
}

function createTrust(trusted: BlockList): (address: string) => boolean {
  const trustsSomebody = trusted.rules.length > 0;
  return (address) => {
    if (!trustsSomebody) return false;
    const family = isIP(address);
    return family !== 0 && trusted.check(address, family === 6 ? 'ipv6' : 'ipv4');
  };
}

const peerOf = (c: Context): string =>
  plainAddress((c.env as Partial<HttpBindings> | undefined)?.incoming?.socket.remoteAddress);

export type ClientReader = ReturnType<typeof createClientReader>;
export type HostReader = ReturnType<typeof createHostReader>;

/** IPv4 addresses arrive as `::ffff:1.2.3.4` on a dual-stack socket. */
function plainAddress(address: string | undefined): string {
  return (address ?? '').trim().replace(/^::ffff:(?=\d+\.)/i, '');
}

/** XX and T1 are Cloudflare's words for unknown and Tor. */
function countryOf(c: Context): string | null {
  for (const header of countryHeaders) {
    const country = c.req.header(header)?.trim().toUpperCase();
    if (country && /^[A-Z]{2}$/.test(country) && country !== 'XX' && country !== 'T1') return country;
  }
  return null;
}
