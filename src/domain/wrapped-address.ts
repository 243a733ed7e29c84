// What an address carries inside itself: a forwarder's target, an AMP cache's page, an archive's original. Pure.

const isWeb = (url: URL): boolean => url.protocol === 'http:' || url.protocol === 'https:';

/** Forwarding addresses: the parameters, in order, that hold where they lead. */
const FORWARDERS = new Map<string, { path: RegExp; parameters: string[] }>([
  ['google.com', { path: /^\/url$/, parameters: ['q', 'url'] }],
  ['l.facebook.com', { path: /^\/l\.php$/, parameters: ['u'] }],
  ['lm.facebook.com', { path: /^\/l\.php$/, parameters: ['u'] }],
  ['out.reddit.com', { path: /^\//, parameters: ['url'] }],
  ['linkedin.com', { path: /^\/redir\//, parameters: ['url'] }],
  ['link.zhihu.com', { path: /^\//, parameters: ['target'] }],
  ['link.juejin.cn', { path: /^\//, parameters: ['target'] }],
  ['youtube.com', { path: /^\/redirect$/, parameters: ['q'] }],
  ['slack-redir.net', { path: /^\/link$/, parameters: ['url'] }],
  ['medium.com', { path: /^\/m\/global-identity/, parameters: ['redirectUrl'] }],
  ['duckduckgo.com', { path: /^\/l\//, parameters: ['uddg'] }],
]);

/** Google's own site in any country. */
const GOOGLE = /^google\.(?:com?\.)?[a-z]{2,3}$/;

/** The next address inside, or `null`. Each is shorter than what carries it. */
export function wrappedAddress(url: URL): URL | null {
  const host = url.hostname.replace(/^www\./, '').replace(GOOGLE, 'google.com');
  const forwarder = FORWARDERS.get(host);
  if (forwarder?.path.test(url.pathname)) {
    for (const name of forwarder.parameters) {
      const target = URL.parse(url.searchParams.get(name) ?? '');
      if (target && isWeb(target)) return target;
    }
  }
  if (host === 'youtube.com' && url.pathname === '/attribution_link') {
    // A path of YouTube's own.
    const target = URL.parse(url.searchParams.get('u') ?? '', 'https://youtube.com');
    return target?.hostname === 'youtube.com' && target.pathname !== '/' ? target : null;
  }
  return cachedAddress(url, host);
}

function cachedAddress(url: URL, host: string): URL | null {
  const path = url.pathname + url.search;
  const amp =
    host === 'google.com'
      ? /^\/amp\/(s\/)?(.+)$/.exec(path)
      : /(?:^|\.)(?:cdn\.ampproject\.org|bing-amp\.com)$/.test(host)
        ? /^\/[civ](?:\/s)?\/(s\/)?(.+)$/.exec(path)
        : null;
  if (amp?.[2]) return webOrNull(`https://${amp[2]}`);
  if (host === 'web.archive.org') {
    const original = /^\/web\/\d+(?:[a-z]{2}_)?\/(.+)$/.exec(path)?.[1];
    return original ? webOrNull(/^https?:/i.test(original) ? original : `https://${original}`) : null;
  }
  return null;
}

function webOrNull(address: string): URL | null {
  // A pathname keeps `https:/host`, as some archives write it.
  const url = URL.parse(address.replace(/^(https?:)\/(?!\/)/i, '$1//'));
  return url && isWeb(url) ? url : null;
}
