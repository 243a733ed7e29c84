// What an address is by itself: services that have a kind of their own or keep their feeds at a known place. Pure.
import type { Source } from '../domain/source.ts';

/** What kind of source an address is, and where. */
export type Place = Pick<Source, 'kind' | 'url'>;

const GITHUB_PAGES = new Set([
  'topics',
  'features',
  'about',
  'login',
  'orgs',
  'sponsors',
  'search',
  'settings',
  'explore',
]);
const NAME = /^[\w.-]+$/;

/** `null` where the page has to be looked at. */
export function placeOf(url: URL): Place | null {
  const host = url.hostname.replace(/^(?:www|m|old|new|mobile)\./, '');
  const parts = url.pathname.split('/').filter(Boolean);
  const [first = '', second = ''] = parts;
  if (host === 'arxiv.org' && first === 'list' && second) return { kind: 'arxiv-feed', url: second };
  if (host === 'rss.arxiv.org' && parts.length > 0) return { kind: 'arxiv-feed', url: parts.at(-1) ?? '' };
  if (host === 'github.com') return githubPlace(parts);
  if (host === 'youtube.com') return youtubePlace(url, first, second);
  if (host === 'reddit.com' && first === 'r' && /^\w{2,21}$/.test(second))
    return { kind: 'reddit', url: second };
  if (host === 'news.ycombinator.com') return { kind: 'hacker-news', url: 'https://news.ycombinator.com/' };
  if (host === 'huggingface.co') return huggingFacePlace(url, parts);
  if (host === 'openreview.net' && first === 'group' && url.searchParams.get('id')) {
    return { kind: 'openreview', url: url.searchParams.get('id') ?? '' };
  }
  if (host.endsWith('.substack.com')) return { kind: 'feed', url: `https://${url.hostname}/feed` };
  return mediumPlace(host, first);
}

function githubPlace([owner = '', name = '']: string[]): Place | null {
  if (owner === 'topics' && name) return { kind: 'github-repositories', url: name.toLowerCase() };
  const isRepository = NAME.test(owner) && NAME.test(name) && !GITHUB_PAGES.has(owner);
  return isRepository ? { kind: 'github-releases', url: `${owner}/${name.replace(/\.git$/, '')}` } : null;
}

/** A channel under a name of its own (`/@name`, `/c/name`) has to be looked at. */
function youtubePlace(url: URL, first: string, second: string): Place | null {
  const feedOf = first === 'feeds' ? url.searchParams.get('channel_id') : null;
  const channel = first === 'channel' ? second : feedOf;
  if (channel && /^UC[\w-]{22}$/.test(channel)) return { kind: 'youtube', url: channel };
  const playlist = url.searchParams.get(first === 'feeds' ? 'playlist_id' : 'list');
  const isList = first === 'playlist' || first === 'feeds';
  return isList && playlist && /^PL[\w-]{10,}$/.test(playlist) ? { kind: 'youtube', url: playlist } : null;
}

function huggingFacePlace(url: URL, parts: string[]): Place | null {
  if (parts[0] === 'papers' && parts.length === 1) {
    return { kind: 'hugging-face-papers', url: 'https://huggingface.co/papers' };
  }
  if (parts[0] === 'models') {
    return { kind: 'hugging-face-models', url: 'https://huggingface.co/models?sort=trending' };
  }
  if (parts[0] === 'spaces' && parts.length === 1) {
    return { kind: 'hugging-face-spaces', url: 'https://huggingface.co/spaces' };
  }
  return parts[0] === 'blog' ? { kind: 'feed', url: `${url.origin}/blog/feed.xml` } : null;
}

function mediumPlace(host: string, first: string): Place | null {
  if (host.endsWith('.medium.com')) return { kind: 'feed', url: `https://${host}/feed` };
  if (host !== 'medium.com' || !first) return null;
  const name = first === 'feed' ? null : first;
  return name ? { kind: 'feed', url: `https://medium.com/feed/${name}` } : null;
}

const USUAL = ['feed', 'rss', 'feed.xml', 'index.xml', 'rss.xml', 'atom.xml', 'feed.json'];

/** Below the page itself, then at the root of its site. */
export function usualFeeds(url: URL): string[] {
  const here = url.pathname.replace(/\/?$/, '/');
  const below =
    here === '/' ? [] : ['feed', 'index.xml', 'rss.xml'].map((name) => `${url.origin}${here}${name}`);
  return [...below, ...USUAL.map((name) => `${url.origin}/${name}`)];
}
