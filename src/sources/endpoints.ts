// Where the services that have kinds of their own are asked; other addresses in tests.

export interface Endpoints {
  arxiv: string;
  arxivApi: string;
  arxivFeed: string;
  huggingFace: string;
  hackerNews: string;
  github: string;
  githubApi: string;
  youtube: string;
  youtubeSite: string;
  reddit: string;
  openReview: string;
  semanticScholar: string;
}

export const ENDPOINTS: Endpoints = {
  arxiv: 'https://arxiv.org',
  arxivApi: 'https://export.arxiv.org/api/query',
  arxivFeed: 'https://rss.arxiv.org/atom',
  huggingFace: 'https://huggingface.co/api',
  hackerNews: 'https://hn.algolia.com/api/v1',
  github: 'https://github.com',
  githubApi: 'https://api.github.com',
  youtube: 'https://www.youtube.com/feeds/videos.xml',
  youtubeSite: 'https://www.youtube.com',
  reddit: 'https://www.reddit.com',
  openReview: 'https://api2.openreview.net',
  semanticScholar: 'https://api.semanticscholar.org/graph/v1',
};

/** What services give to those who have signed up; `null` where there is none. */
export interface ServiceKeys {
  github: string | null;
  openReview: string | null;
  semanticScholar: string | null;
}

export const NO_KEYS: ServiceKeys = { github: null, openReview: null, semanticScholar: null };
