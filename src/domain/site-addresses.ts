// The one address under which a site's article is known: videos, repositories, models, posts.
// Pure: no I/O.
import { type AddressRule, arxivPaperAt, PAPER_SITES } from './paper-addresses.ts';

const segmentsOf = (url: URL): string[] => url.pathname.split('/').filter(Boolean);

/** What stands in an id's place for a playlist or a channel's stream has its length. */
const VIDEO_ID = /^(?!videoseries$|live_stream$)[\w-]{11}$/;

const youtube: AddressRule = (url) => {
  const [first = '', second = ''] = segmentsOf(url);
  const isShort = /youtu\.be$/.test(url.hostname);
  const inPath = isShort ? first : /^(?:shorts|embed|live|v|e|watch)$/.test(first) ? second : '';
  const id = inPath || url.searchParams.get('v');
  if (id && VIDEO_ID.test(id)) return `https://youtube.com/watch?v=${id}`;
  const list = url.searchParams.get('list');
  if (list && /^(?:playlist|embed)$/.test(first)) {
    return `https://youtube.com/playlist?list=${encodeURIComponent(list)}`;
  }
  return null;
};

const DEFAULT_BRANCH = /^(?:main|master|HEAD)$/;
const README = /^readme(?:\.\w+)?$/i;
/** Paths of GitHub that are no repository's. */
const GITHUB_OWN =
  /^(?:topics|orgs|features|collections|sponsors|marketplace|search|settings|trending|blog|about|apps|explore|login|resources|customer-stories|newsroom|enterprise|security)$/i;

/** `refs/heads/main` is `main`. */
const withoutRefs = (path: string[]): string[] =>
  path[0] === 'refs' && path[1] === 'heads' ? path.slice(2) : path;

const github: AddressRule = (url) => {
  const [owner, name, what, ...path] = segmentsOf(url);
  const rest = withoutRefs(path);
  if (!owner || !name || GITHUB_OWN.test(owner)) return null;
  const repository = `https://github.com/${owner.toLowerCase()}/${name.toLowerCase().replace(/\.git$/, '')}`;
  const [branch, file, ...deeper] = rest;
  if (!what) return repository;
  if (what === 'tree' && branch && DEFAULT_BRANCH.test(branch) && !file) return repository;
  const isReadme = file !== undefined && README.test(file) && deeper.length === 0;
  if (/^(?:blob|raw)$/.test(what) && branch && DEFAULT_BRANCH.test(branch) && isReadme) return repository;
  if (/^(?:pull|issues|discussions)$/.test(what) && branch) return `${repository}/${what}/${branch}`;
  if (what === 'releases' && branch === 'tag' && file) {
    return `${repository}/releases/tag/${[file, ...deeper].join('/')}`;
  }
  // The rest of a repository's paths may well be told apart by parameters.
  return url.search ? null : [repository, what, ...rest].join('/');
};

const rawGithub: AddressRule = (url) => {
  const [owner, name, ...rest] = segmentsOf(url);
  const [branch, file, ...more] = withoutRefs(rest);
  const isReadme = file !== undefined && README.test(file) && more.length === 0;
  if (!owner || !name || !branch || !DEFAULT_BRANCH.test(branch) || !isReadme) return null;
  return `https://github.com/${owner.toLowerCase()}/${name.toLowerCase()}`;
};

const githubApi: AddressRule = (url) => {
  const [repos, owner, name, ...rest] = segmentsOf(url);
  return repos === 'repos' && owner && name && rest.length === 0
    ? `https://github.com/${owner.toLowerCase()}/${name.toLowerCase()}`
    : null;
};

const huggingFace: AddressRule = (url) => {
  const path = segmentsOf(url);
  const depth = path[0] === 'datasets' || path[0] === 'spaces' ? 3 : 2;
  if (path.length < depth || /^(?:blog|docs|learn|posts|api|collections)$/.test(path[0] ?? '')) return null;
  const [view, branch, file, ...deeper] = path.slice(depth);
  const isReadme = file !== undefined && README.test(file) && deeper.length === 0;
  const isCard =
    view === undefined || (DEFAULT_BRANCH.test(branch ?? '') && (view === 'tree' ? !file : isReadme));
  return isCard ? `https://huggingface.co/${path.slice(0, depth).join('/')}` : null;
};

const reddit: AddressRule = (url) => {
  const id = /^\/(?:(?:r|user)\/[^/]+\/)?comments\/([a-z0-9]+)(?:\/|$)/i.exec(url.pathname)?.[1];
  return id ? `https://reddit.com/comments/${id.toLowerCase()}` : null;
};

const shortReddit: AddressRule = (url) => {
  const id = /^\/([a-z0-9]+)\/?$/i.exec(url.pathname)?.[1];
  return id ? `https://reddit.com/comments/${id.toLowerCase()}` : null;
};

/** The title behind the id may change with the headline. */
const lobsters: AddressRule = (url) => {
  const id = /^\/s\/([a-z0-9]+)(?:\/|$)/i.exec(url.pathname)?.[1];
  return id ? `https://lobste.rs/s/${id.toLowerCase()}` : null;
};

const hackerNews: AddressRule = (url) => {
  const id = url.searchParams.get('id');
  return url.pathname === '/item' && id && /^\d+$/.test(id)
    ? `https://news.ycombinator.com/item?id=${id}`
    : null;
};

const post: AddressRule = (url) => {
  const id = /^\/(?:\w+|i\/web)\/status(?:es)?\/(\d+)/.exec(url.pathname)?.[1];
  return id ? `https://x.com/i/status/${id}` : null;
};

/** Every Medium address ends in the post's number, whatever is before it. */
const medium: AddressRule = (url) => {
  const id = /(?:^|[-/])([0-9a-f]{10,12})\/?$/.exec(url.pathname)?.[1];
  return id ? `https://medium.com/p/${id}` : null;
};

const substack: AddressRule = (url) => {
  const path = segmentsOf(url);
  const letter = url.hostname.replace(/^www\./, '').replace(/\.substack\.com$/, '');
  const isOpen = letter === 'open' && path[0] === 'pub';
  const name = isOpen ? path[1] : letter;
  const [kind, slug] = isOpen ? path.slice(2) : path;
  return name && /^[\w-]+$/.test(name) && kind === 'p' && slug
    ? `https://${name}.substack.com/p/${slug}`
    : null;
};

const wechat: AddressRule = (url) => {
  const { pathname, searchParams } = url;
  if (/^\/s\/[\w-]+$/.test(pathname)) return `https://mp.weixin.qq.com${pathname}`;
  const parts = ['__biz', 'mid', 'idx'].map((name) => searchParams.get(name));
  if (pathname !== '/s' || parts.some((part) => !part)) return null;
  const [biz, mid, idx] = parts.map((part) => encodeURIComponent(part ?? ''));
  return `https://mp.weixin.qq.com/s?__biz=${biz}&idx=${idx}&mid=${mid}`;
};

const bilibili: AddressRule = (url) => {
  const id = /^\/video\/((?:BV|av)\w+)/i.exec(url.pathname)?.[1];
  if (!id) return null;
  const part = url.searchParams.get('p');
  return `https://bilibili.com/video/${id}${part && part !== '1' && /^\d+$/.test(part) ? `?p=${part}` : ''}`;
};

/** Sites whose articles have no parameters of their own. */
const pathOnly: AddressRule = (url) => {
  const { pathname } = url;
  const host = url.hostname.replace(/^(?:www|m)\./, '');
  return pathname === '/' || /[%:]|\/\//.test(pathname)
    ? null
    : `https://${host}${pathname.replace(/\/$/, '')}`;
};

/** By host without `www.`, `m.` or `mobile.`. */
const BY_HOST = new Map<string, AddressRule>([
  ...PAPER_SITES,
  ['youtube.com', youtube],
  ['music.youtube.com', youtube],
  ['youtube-nocookie.com', youtube],
  ['youtu.be', youtube],
  ['github.com', github],
  ['raw.githubusercontent.com', rawGithub],
  ['api.github.com', githubApi],
  ['huggingface.co', huggingFace],
  ['hf.co', huggingFace],
  ['reddit.com', reddit],
  ['old.reddit.com', reddit],
  ['new.reddit.com', reddit],
  ['np.reddit.com', reddit],
  ['redd.it', shortReddit],
  ['news.ycombinator.com', hackerNews],
  ['lobste.rs', lobsters],
  ['x.com', post],
  ['twitter.com', post],
  ['fxtwitter.com', post],
  ['vxtwitter.com', post],
  ['nitter.net', post],
  ['medium.com', medium],
  ['towardsdatascience.com', (url) => (/[-/][0-9a-f]{12}\/?$/.test(url.pathname) ? medium(url) : null)],
  ['mp.weixin.qq.com', wechat],
  ['bilibili.com', bilibili],
  ['blog.csdn.net', pathOnly],
  ['zhuanlan.zhihu.com', pathOnly],
  ['36kr.com', pathOnly],
  ['jiqizhixin.com', pathOnly],
  ['juejin.cn', pathOnly],
]);

const BY_DOMAIN: { domain: string; rule: AddressRule }[] = [
  { domain: '.substack.com', rule: substack },
  { domain: '.medium.com', rule: medium },
];

/** The address the site's article is known by; `null` where the site has no such rule. */
export function siteAddress(url: URL): string | null {
  if (url.port !== '') return null;
  const arxiv = arxivPaperAt(url);
  if (arxiv) return `https://arxiv.org/abs/${arxiv.id}`;
  const host = url.hostname.replace(/^(?:www\.)?(?:(?:m|mobile)\.)?/, '');
  const rule = BY_HOST.get(host) ?? BY_DOMAIN.find(({ domain }) => host.endsWith(domain))?.rule;
  return rule?.(url) ?? null;
}
