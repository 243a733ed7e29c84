import fc from 'fast-check';
import normalizeUrl from 'normalize-url';
import { describe, expect, it } from 'vitest';
import { canonicalUrl } from '../../src/domain/canonical-url.ts';
import { arxivId, doiAddress } from '../../src/domain/paper-addresses.ts';

// The many addresses of one article: each line's addresses are all one.
const SAME: Record<string, string[]> = {
  'scheme, www, slash, fragment, index file': [
    'https://example.com/post',
    'http://www.example.com/post/',
    'HTTPS://EXAMPLE.com/post#part',
    'https://example.com/post/index.html',
    'https://example.com:443/post',
    'https://user:secret@example.com/post',
  ],
  trackers: [
    'https://example.com/post?a=1&b=2',
    'https://example.com/post?b=2&utm_source=x&a=1&fbclid=1&mc_cid=2&_hsenc=3&ref=hn&spm=4&srsltid=5&igsh=6',
    'https://example.com/post?amp_js_v=0.1&a=1&amp_gsa=1&b=2&_amp=true&gad_source=1&gad_campaignid=2',
  ],
  'mobile hosts and AMP': [
    'https://example.com/2026/a-model',
    'https://m.example.com/2026/a-model',
    'https://mobile.example.com/2026/a-model/',
    'https://amp.example.com/2026/a-model',
    'https://example.com/2026/a-model/amp/',
    'https://example.com/2026/a-model?amp=1',
    'https://example.com/2026/a-model.amp',
    'https://example.com/2026/a-model/amp.html',
    'https://example.com/2026/a-model?outputType=amp',
    'https://www.google.com/amp/s/example.com/2026/a-model/amp',
    'https://www.google.com/amp/example.com/2026/a-model/amp.html',
    'https://www.google.de/amp/s/example.com/2026/a-model',
    'https://www.google.co.uk/amp/s/www.example.com/2026/a-model/amp/',
    'https://www.google.com.hk/url?q=https://example.com/2026/a-model',
    'https://www.bing-amp.com/c/s/example.com/2026/a-model/amp',
    'https://example-com.cdn.ampproject.org/c/s/example.com/2026/a-model/amp/',
    'https://web.archive.org/web/20261120000000/https://example.com/2026/a-model',
    'https://www.google.com/url?q=https://example.com/2026/a-model&sa=D',
    'https://slack-redir.net/link?url=https%3A%2F%2Fexample.com%2F2026%2Fa-model',
  ],
  'a Wikipedia page': [
    'https://en.wikipedia.org/wiki/Transformer',
    'https://en.m.wikipedia.org/wiki/Transformer',
  ],
  'an arXiv paper': [
    'https://arxiv.org/abs/2401.01234',
    'http://export.arxiv.org/abs/2401.01234v1',
    'https://arxiv.org/pdf/2401.01234v3.pdf',
    'https://arxiv.org/pdf/2401.01234',
    'https://www.arxiv.org/html/2401.01234v2',
    'https://browse.arxiv.org/html/2401.01234v2#S1',
    'https://ar5iv.labs.arxiv.org/html/2401.01234',
    'https://www.alphaxiv.org/abs/2401.01234',
    'https://huggingface.co/papers/2401.01234',
    'https://hf.co/papers/2401.01234?ref=mail',
    'https://doi.org/10.48550/arXiv.2401.01234',
    'https://dx.doi.org/10.48550/arxiv.2401.01234',
    'https://arxiv.org/abs/arXiv:2401.01234',
    'https://arxiv.org/abs/arXiv%3A2401.01234v2',
    'https://arxiv.org/e-print/2401.01234v1',
    'https://arxiv.org/ps/2401.01234',
    'https://scirate.com/arxiv/2401.01234',
    'https://www.arxiv-vanity.com/papers/2401.01234/',
    'https://www.semanticscholar.org/arXiv/2401.01234',
    'https://api.semanticscholar.org/arXiv:2401.01234',
  ],
  'an old arXiv paper': ['https://arxiv.org/abs/hep-th/9901001', 'https://arxiv.org/pdf/hep-th/9901001v2'],
  'a DOI': [
    'https://doi.org/10.1145/3297858.3304013',
    'http://dx.doi.org/10.1145/3297858.3304013',
    'https://dl.acm.org/doi/10.1145/3297858.3304013',
    'https://dl.acm.org/doi/pdf/10.1145/3297858.3304013?download=true',
    'https://doi.org/10.1145%2F3297858.3304013',
    'http://doi.acm.org/10.1145/3297858.3304013',
  ],
  'a letter to Nature': [
    'https://doi.org/10.1038/s41586-021-03819-2',
    'https://www.nature.com/articles/s41586-021-03819-2',
    'https://www.nature.com/articles/s41586-021-03819-2.pdf',
  ],
  'a bioRxiv preprint': [
    'https://doi.org/10.1101/2026.01.02.123456',
    'https://www.biorxiv.org/content/10.1101/2026.01.02.123456v2.full',
    'https://www.biorxiv.org/content/10.1101/2026.01.02.123456v1.full.pdf',
  ],
  'a Springer article': [
    'https://doi.org/10.1007/s10994-026-0001-2',
    'https://link.springer.com/article/10.1007/s10994-026-0001-2',
    'https://link.springer.com/content/pdf/10.1007/s10994-026-0001-2.pdf',
  ],
  'an ACL paper': [
    'https://aclanthology.org/2024.acl-long.1',
    'https://www.aclweb.org/anthology/2024.acl-long.1.pdf',
    'https://aclanthology.org/2024.acl-long.1/',
    'https://doi.org/10.18653/v1/2024.acl-long.1',
  ],
  'a paper on OpenReview': [
    'https://openreview.net/forum?id=AbC123xyz',
    'https://openreview.net/pdf?id=AbC123xyz',
    'https://openreview.net/forum?id=AbC123xyz&noteId=Q1',
  ],
  'a paper of PMLR': [
    'https://proceedings.mlr.press/v139/radford21a.html',
    'http://proceedings.mlr.press/v139/radford21a/radford21a.pdf',
  ],
  'a video': [
    'https://youtube.com/watch?v=kCc8FmEb1nY',
    'https://www.youtube.com/watch?list=PL0-GT3co4r2y2YErbmuJw2L5tW4Ew2O5B&index=2&v=kCc8FmEb1nY&t=30s',
    'https://m.youtube.com/watch?v=kCc8FmEb1nY&feature=share',
    'https://music.youtube.com/watch?v=kCc8FmEb1nY',
    'https://youtu.be/kCc8FmEb1nY?si=abc&t=3',
    'https://www.youtube.com/shorts/kCc8FmEb1nY',
    'https://www.youtube.com/live/kCc8FmEb1nY?feature=shared',
    'https://www.youtube.com/embed/kCc8FmEb1nY?start=5',
    'https://www.youtube-nocookie.com/embed/kCc8FmEb1nY',
    'https://www.youtube.com/v/kCc8FmEb1nY',
    'https://www.youtube.com/e/kCc8FmEb1nY',
    'https://www.youtube.com/watch/kCc8FmEb1nY',
    'https://www.youtube.com/attribution_link?a=x1&u=%2Fwatch%3Fv%3DkCc8FmEb1nY%26feature%3Dshare',
    'https://www.youtube.com/redirect?event=comments&q=https%3A%2F%2Fyoutu.be%2FkCc8FmEb1nY',
  ],
  'a playlist': [
    'https://youtube.com/playlist?list=PL0-GT3co4r2y2YErbmuJw2L5tW4Ew2O5B',
    'https://www.youtube.com/playlist?list=PL0-GT3co4r2y2YErbmuJw2L5tW4Ew2O5B&si=x',
  ],
  'a repository': [
    'https://github.com/vllm-project/vllm',
    'http://www.github.com/vLLM-project/vLLM/',
    'https://github.com/vllm-project/vllm.git',
    'https://github.com/vllm-project/vllm#readme',
    'https://github.com/vllm-project/vllm/tree/main',
    'https://github.com/vllm-project/vllm?tab=readme-ov-file#quickstart',
    'https://github.com/vllm-project/vllm/blob/main/README.md',
    'https://github.com/vllm-project/vllm/tree/refs/heads/main',
    'https://github.com/vllm-project/vllm/raw/main/README.md',
    'https://github.com/vllm-project/vllm/tree/master',
    'https://github.com/vllm-project/vllm/blob/HEAD/README.md',
    'https://raw.githubusercontent.com/vllm-project/vllm/refs/heads/main/README.md',
    'https://raw.githubusercontent.com/vllm-project/vllm/main/README.md',
    'https://raw.githubusercontent.com/vllm-project/vllm/master/README.rst',
    'https://raw.githubusercontent.com/vllm-project/vllm/HEAD/README.md',
    'https://api.github.com/repos/vLLM-project/vllm',
  ],
  'a file on a branch': [
    'https://github.com/vllm-project/vllm/blob/main/docs/serving.md',
    'https://github.com/vllm-project/vllm/blob/refs/heads/main/docs/serving.md',
  ],
  'a pull request': [
    'https://github.com/vllm-project/vllm/pull/12',
    'https://github.com/vllm-project/vllm/pull/12/files#diff-1',
  ],
  'a model': [
    'https://huggingface.co/Qwen/Qwen3-8B',
    'https://huggingface.co/Qwen/Qwen3-8B/tree/main',
    'https://huggingface.co/Qwen/Qwen3-8B/blob/main/README.md',
    'https://hf.co/Qwen/Qwen3-8B?library=transformers',
  ],
  'a thread on Reddit': [
    'https://reddit.com/comments/1abcde',
    'https://www.reddit.com/r/LocalLLaMA/comments/1abcde/a_title/?utm_source=share',
    'https://old.reddit.com/r/LocalLLaMA/comments/1abcde',
    'https://redd.it/1abcde',
  ],
  'a thread on Hacker News': [
    'https://news.ycombinator.com/item?id=42',
    'http://news.ycombinator.com/item?id=42#43',
  ],
  'a post on X': [
    'https://x.com/i/status/1234567890',
    'https://twitter.com/someone/status/1234567890?s=20&t=abc',
    'https://mobile.twitter.com/someone/status/1234567890',
    'https://x.com/someone/status/1234567890/photo/1',
  ],
  'a story on Medium': [
    'https://medium.com/p/0123456789ab',
    'https://medium.com/@writer/a-title-0123456789ab?source=rss&sk=1',
    'https://writer.medium.com/a-title-0123456789ab',
    'https://medium.com/a-magazine/another-title-0123456789ab',
  ],
  'a letter on Substack': [
    'https://name.substack.com/p/a-title',
    'https://open.substack.com/pub/name/p/a-title?r=1&showWelcome=true',
    'https://www.name.substack.com/p/a-title/comments',
  ],
  'an article on WeChat': [
    'https://mp.weixin.qq.com/s?__biz=MzA&mid=22&idx=1&sn=ab&chksm=cd&scene=27#wechat_redirect',
    'http://mp.weixin.qq.com/s?idx=1&__biz=MzA&mid=22&sn=ef',
  ],
  'a video on Bilibili': [
    'https://www.bilibili.com/video/BV1xx411c7mD/?spm_id_from=333.1007&vd_source=1',
    'https://m.bilibili.com/video/BV1xx411c7mD',
    'https://www.bilibili.com/video/BV1xx411c7mD?p=1',
  ],
  'an article on 36Kr': ['https://36kr.com/p/123', 'https://m.36kr.com/p/123?f=rss'],
};

/** No two addresses of a line are one article. */
const APART: Record<string, string[]> = {
  'parameters that say what is shown': ['https://example.com/watch?v=1', 'https://example.com/watch?v=2'],
  'routes behind a fragment': [
    'https://example.com/#/post/1',
    'https://example.com/#/post/2',
    'https://example.com',
  ],
  'an article on AMP and its blog': ['https://example.com/blog/amp', 'https://example.com/blog'],
  'two papers': ['https://arxiv.org/abs/2401.01234', 'https://arxiv.org/abs/2401.01235'],
  'two DOIs': ['https://doi.org/10.1145/1.2', 'https://doi.org/10.1145/1.3'],
  'videos whose ids differ in case': [
    'https://youtu.be/kCc8FmEb1nY',
    'https://youtu.be/KCc8FmEb1nY',
    'https://youtube.com/@AndrejKarpathy/videos',
  ],
  'playlists and streams that pages embed': [
    'https://youtube.com/embed/videoseries?list=PL0-GT3co4r2y2YErbmuJw2L5tW4Ew2O5B',
    'https://youtube.com/embed/videoseries?list=PL0-GT3co4r2y2YErbmuJw2L5tW4Ew2O5C',
    'https://youtube.com/embed/live_stream?channel=UC1',
    'https://youtube.com/embed/live_stream?channel=UC2',
  ],
  'what only looks like a page for small screens': [
    'https://example.com/amp/a-model',
    'https://example.com/a-model',
    'https://touch.example.com/a-model',
    'https://wap.example.com/a-model',
  ],
  'a site that only looks like Google’s, and a link of YouTube’s that leads nowhere': [
    'https://google.example.com/amp/s/example.com/1',
    'https://example.com/1',
    'https://youtube.com/attribution_link?u=%2F%2Fexample.com%2F1',
  ],
  'a repository and what the API says of its parts': [
    'https://github.com/a/b',
    'https://api.github.com/repos/a/b/issues',
    'https://api.github.com/users/a',
  ],
  'parts of a repository': [
    'https://github.com/a/b',
    'https://github.com/a/b/releases/tag/v1.2',
    'https://github.com/a/b/releases/tag/v1.3',
    'https://github.com/a/b/tree/main/examples',
    'https://github.com/a/b/issues/1',
    'https://github.com/a/b/issues/2',
    'https://github.com/a/b/issues?page=2',
    'https://github.com/a/b/issues?page=3',
  ],
  'model, data set and space of one name': [
    'https://huggingface.co/a/b',
    'https://huggingface.co/datasets/a/b',
    'https://huggingface.co/spaces/a/b',
    'https://huggingface.co/a/b/discussions/1',
  ],
  'parts of a video': ['https://www.bilibili.com/video/BV1xx', 'https://www.bilibili.com/video/BV1xx?p=2'],
  'letters of two writers': [
    'https://a.substack.com/p/x',
    'https://b.substack.com/p/x',
    'https://a.substack.com/p/y',
  ],
  'domains that only look like a mobile host': ['https://m.com.br/a', 'https://com.br/a'],
  'another port': ['https://example.com:8443/a', 'https://example.com/a'],
};

/** Addresses made of what the rules look for, in any order. */
const puzzle = fc
  .tuple(
    fc.constantFrom(
      'https://web.archive.org/web/2026/',
      'https://www.google.com/amp/s/',
      'https://www.google.com/url?q=',
      'https://a.cdn.ampproject.org/c/s/',
      'https://www.google.co.uk/amp/s/',
      'https://www.bing-amp.com/c/s/',
      'https://www.youtube.com/attribution_link?u=',
      '',
    ),
    fc.constantFrom(
      'https://',
      'http://',
      'https://www.',
      'http://m.',
      'https://www.www.',
      'https://m.amp.www.',
    ),
    fc.constantFrom(
      'arxiv.org',
      'doi.org',
      'dl.acm.org',
      'nature.com',
      'youtube.com',
      'youtu.be',
      'github.com',
      'raw.githubusercontent.com',
      'api.github.com',
      'api.semanticscholar.org',
      'doi.acm.org',
      'huggingface.co',
      'x.substack.com',
      'medium.com',
      'reddit.com',
      'openreview.net',
      'mp.weixin.qq.com',
      'en.m.wikipedia.org',
      'm.example.com',
      'example.com.',
      'example.com:8080',
    ),
    fc.array(
      fc.constantFrom(
        '/abs',
        '/2401.01234v2',
        '/arXiv:2401.01234',
        '/arxiv%3a',
        '/watch/kCc8FmEb1nY',
        '/attribution_link?u=%2Fwatch%3Fv%3DkCc8FmEb1nY',
        '/repos',
        '/refs/heads/main',
        '/raw',
        '?_amp=1&amp_x=2',
        '/doi',
        '/10.1145/1.2',
        '/10.48550/arXiv.2401.01234',
        '/%2541%2f',
        '/articles',
        '/s41586-021-03819-2',
        '/watch?v=kCc8FmEb1nY',
        '/playlist?list=%26v=1',
        '/owner',
        '/Name.git',
        '/tree/main',
        '/blob/main/README.md',
        '/p',
        '/a-title-0123456789ab',
        '/amp',
        '.amp',
        '/index.html',
        '//',
        '/é',
        '#/route',
        '#:~:text=a',
        '?id=%00',
        '&utm_source=x',
        '/status/12',
        '/comments/1a',
      ),
      { maxLength: 6 },
    ),
  )
  .map(([wrap, scheme, host, path]) => wrap + scheme + host + path.join(''))
  .filter((address) => URL.canParse(address));

describe('canonicalUrl', () => {
  it.each(Object.entries(SAME))('knows %s under each of its addresses', (_, addresses) => {
    const [first = ''] = addresses;
    expect(addresses.map(canonicalUrl)).toEqual(addresses.map(() => canonicalUrl(first)));
  });

  it.each(Object.entries(APART))('keeps apart: %s', (_, addresses) => {
    expect(new Set(addresses.map(canonicalUrl)).size).toBe(addresses.length);
  });

  it('gives addresses that lead to the article when opened', () => {
    const canonical = Object.values(SAME).map(([first = '']) => canonicalUrl(first));
    expect(canonical.every((address) => URL.canParse(address) && address.startsWith('https://'))).toBe(true);
    expect(canonicalUrl('https://youtu.be/kCc8FmEb1nY')).toBe('https://youtube.com/watch?v=kCc8FmEb1nY');
    expect(canonicalUrl('https://www.nature.com/articles/s41586-021-03819-2')).toBe(
      'https://doi.org/10.1038/s41586-021-03819-2',
    );
  });

  it('refuses what is no page', () => {
    expect(() => canonicalUrl('javascript:alert(1)')).toThrow(TypeError);
    expect(() => canonicalUrl('mailto:a@example.com')).toThrow(TypeError);
    expect(() => canonicalUrl('not an address')).toThrow(TypeError);
  });

  it('gives a canonical address itself back', () => {
    const isStable = (address: string): void => {
      const canonical = canonicalUrl(address);
      expect(canonicalUrl(canonical)).toBe(canonical);
    };
    fc.assert(fc.property(fc.webUrl({ withQueryParameters: true, withFragments: true }), isStable));
    fc.assert(fc.property(puzzle, isStable), { numRuns: 2_000 });
  });

  it('gives plain addresses what normalize-url gives them', () => {
    const label = fc.stringMatching(/^[a-z0-9]([a-z0-9-]{0,5}[a-z0-9])?$/);
    const host = fc
      .tuple(fc.constantFrom('', 'www.', 'www.www.', 'WWW.'), fc.array(label, { minLength: 1, maxLength: 3 }))
      .map(([www, labels]) => `${www}${labels.join('.')}`);
    const odd = fc.constantFrom(
      '',
      '/',
      '//',
      '.',
      '..',
      ':',
      '@',
      ';',
      '!',
      '~',
      '%41',
      '%2f',
      'é',
      '\\',
      'http://',
    );
    const path = fc
      .array(fc.oneof(fc.webSegment(), odd), { maxLength: 4 })
      .map((parts) => parts.map((part) => `/${part}`).join(''));
    const end = fc.constantFrom('', '/', '#part', '/#', '#a?b');
    const port = fc.constantFrom('', ':80', ':443', ':8080', '.');
    const scheme = fc.constantFrom('http', 'https', 'HTTP');
    const address = fc
      .tuple(scheme, fc.constantFrom('', 'me:secret@'), host, port, path, end)
      .map(([s, who, h, p, rest, last]) => `${s}://${who}${h}${p}${rest}${last}`)
      .filter(
        (text) => URL.canParse(text) && !/\/\/(?:[^/@]*@)?(?:www\.)*(?:m|mobile|amp|\w+\.m)\./i.test(text),
      );
    fc.assert(
      fc.property(address, (text) => {
        const url = new URL(text);
        const expected = normalizeUrl(url.href, {
          forceHttps: url.port === '',
          stripAuthentication: true,
          stripHash: true,
          stripWWW: true,
        });
        expect(canonicalUrl(text)).toBe(expected);
      }),
      { numRuns: 2_000 },
    );
  });

  it('throws nothing but TypeError on arbitrary text', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        try {
          canonicalUrl(text);
        } catch (error) {
          expect(error).toBeInstanceOf(TypeError);
        }
      }),
    );
  });
});

describe('long addresses', () => {
  it.each([
    ['parts that may be an article’s name', `https://a.com/${'1-'.repeat(50_000)}`],
    ['dots at the end of a DOI', `https://doi.org/10.1145/${'.'.repeat(50_000)}a`],
    ['slashes', `https://36kr.com/${'/'.repeat(50_000)}a`],
    ['forwarders in forwarders', 'https://www.google.com/url?q='.repeat(500)],
  ])('are read in one go: %s', (_, address) => {
    // Quadratic work would take minutes here, and the test's time-out would end it.
    expect(canonicalUrl(address)).toMatch(/^https:/);
  });
});

describe('arxivId', () => {
  it('knows a version, old ids, and what is not a paper', () => {
    expect(arxivId('https://arxiv.org/abs/2401.01234v2')).toEqual({ id: '2401.01234', version: 2 });
    expect(arxivId('https://arxiv.org/abs/hep-th/9901001')).toEqual({ id: 'hep-th/9901001', version: null });
    expect(arxivId('https://arxiv.org/list/cs.CL/new')).toBeNull();
    expect(arxivId('https://notarxiv.org/abs/2401.01234')).toBeNull();
  });
});

describe('doiAddress', () => {
  it.each([
    ['10.1145/3297858', 'https://doi.org/10.1145/3297858'],
    ['doi: 10.1145/3297858.', 'https://doi.org/10.1145/3297858'],
    ['https://doi.org/10.1038/NATURE12373', 'https://doi.org/10.1038/nature12373'],
    ['10.48550/arXiv.2401.01234', 'https://arxiv.org/abs/2401.01234'],
    ['978-3-16-148410-0', null],
  ])('makes of %s the address %s', (doi, expected) => {
    expect(doiAddress(doi)).toBe(expected);
  });

  it('throws on no text at all', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), (text) => void doiAddress(`10.1000/${text}`)));
  });
});
