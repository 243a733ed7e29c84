// One address for one article: what is true of addresses in general. Single sites' rules are in site-addresses.ts.
// Pure: no I/O.
import normalizeUrl from 'normalize-url';
import { siteAddress } from './site-addresses.ts';
import { wrappedAddress } from './wrapped-address.ts';

/** Query parameters that say where a reader came from, not what they read. */
const TRACKING = [
  /^(?:utm|mtm|hsa)_\w+$/i,
  /^(?:pk|piwik|matomo|at)_(?:campaign|kwd|keyword|source|medium|content)$/i,
  /^(?:fbclid|gclid|gclsrc|gbraid|wbraid|dclid|msclkid|yclid|twclid|ttclid|li_fat_id|igshid|igsh|mibextid|rdt_cid|srsltid)$/i,
  /^gad_(?:source|campaignid)$/i,
  /^(?:mc_cid|mc_eid|_hsenc|_hsmi|__hs\w+|hsctatracking|mkt_tok|vero_id|s_cid|s_kwcid|_bhlid|_branch_match_id|ck_subscriber_id|__s)$/i,
  /^(?:nr_email_referer|ocid|ncid|cvid|smid|smtyp|sr_share|wt\.mc_id|guccounter|guce_referrer|guce_referrer_sig|xtor)$/i,
  /^(?:ref|ref_src|ref_url|referrer|source|cmpid|share|sharetype|share_source|trk|trkcampaign|spm|spm_id_from|vd_source|_ga|_gl)$/i,
  /^(?:_?amp|amp_\w+|outputtype)$/i,
];

/** Rules meet what other rules leave; far more rounds than any address needs. */
const MOST_ROUNDS = 50;

/**
 * One address for one article: https, no `www.`, no `m.`, no AMP, no fragment but a route, no tracking parameters,
 * parameters sorted; papers, videos, repositories and others that sites show under many addresses under one of them.
 * Throws `TypeError` on anything but http(s). Gives a canonical address itself back.
 */
export function canonicalUrl(address: string): string {
  let url = new URL(address.trim());
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    throw new TypeError(`Only http and https addresses can be articles, and this is ${url.protocol}`);
  }
  let canonical = '';
  for (let round = 0; round < MOST_ROUNDS; round += 1) {
    const inner = wrappedAddress(url)?.href ?? siteAddress(url);
    const desktop = inner === null ? withoutVariant(url) : url;
    const plain = inner === null ? canonicalPlain(desktop) : null;
    // Nothing that another rule could take further.
    if (plain !== null && desktop === url) return plain;
    const next = inner ?? plain ?? normalised(desktop);
    if (next === canonical) return canonical;
    canonical = next;
    url = new URL(canonical);
  }
  return canonical;
}

const VARIANT_HOST =
  /^(?:www\.)?(?:m|mobile|amp)\.(?!(?:com?|org|net|gov|ac|edu)\.[a-z]{2}$)(?=[a-z0-9-]+\.[a-z])/;
/** `en.m.wikipedia.org` */
const VARIANT_INSIDE = /^(?:www\.)?([a-z-]{2,12})\.m\.(?=[a-z0-9-]+\.[a-z])/;
const AMP_END = /\/amp(?:\.html)?\/?$/i;
const AMP_SUFFIX = /\.amp(\.html)?\/?$/i;
const INDEX_FILE = /\/(?:index|default)\.(?:html?|php|aspx?)\/?$/i;

/** The page for large screens of a page for small ones; the same object where there is no difference. */
function withoutVariant(url: URL): URL {
  const { hostname, pathname } = url;
  const host = hostname.replace(VARIANT_HOST, '').replace(VARIANT_INSIDE, '$1.');
  const path = pathname
    .replace(AMP_END, (end, at: number) => (namesArticle(pathname.slice(0, at)) ? '' : end))
    .replace(AMP_SUFFIX, (_, html: string | undefined) => html ?? '')
    .replace(INDEX_FILE, '/');
  if (host === hostname && path === pathname) return url;
  const desktop = new URL(url);
  desktop.hostname = host;
  desktop.pathname = path;
  return desktop;
}

/** `/blog/amp` may well be an article on AMP, `/blog/a-title/amp` is one of a title's pages. */
function namesArticle(path: string): boolean {
  return /[-_\d]/.test(path.slice(path.lastIndexOf('/')));
}

const WITH_WWW = /^www\.(?!www\.)[\d\-a-z]{1,63}\.[\d\-.a-z]{2,63}$/;
/** A page that shows another text for each fragment. */
const ROUTE = /^#!?\/./;

/**
 * What `normalised` gives, twenty times as fast, for an address without parameters, escapes and oddities: nine in ten
 * of those that feeds bring. `null` for any other.
 */
function canonicalPlain(url: URL): string | null {
  const { pathname, hostname, host, port, hash } = url;
  const isPlain =
    !url.href.includes('?') && !/[%:]|\/\//.test(pathname) && !hostname.endsWith('.') && !ROUTE.test(hash);
  if (!isPlain) return null;
  const scheme = port === '' ? 'https:' : url.protocol;
  const name = WITH_WWW.test(hostname) ? host.slice('www.'.length) : host;
  return `${scheme}//${name}${pathname.endsWith('/') ? pathname.slice(0, -1) : pathname}`;
}

function normalised(url: URL): string {
  return normalizeUrl(url.href, {
    forceHttps: url.port === '',
    stripAuthentication: true,
    stripHash: !ROUTE.test(url.hash),
    stripWWW: true,
    removeQueryParameters: TRACKING,
    removeTrailingSlash: true,
    sortQueryParameters: true,
  });
}
