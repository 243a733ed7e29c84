// Where a demo stands, as far as its address tells. Pure.

/** Parts of a path that name something to try: `spaces/team/demo` on Hugging Face, `team/demo` on both. */
const HUGGING_FACE_FOLDERS = new Set(['spaces', 'datasets', 'models']);

/**
 * - `repository`: on GitHub or Hugging Face, and it names a repository, Space, model or data set there
 * - `elsewhere-on-host`: on one of the two, and it names none
 * - `other`: any other page
 */
export type DemoPlace = 'repository' | 'elsewhere-on-host' | 'other';

/** Throws `TypeError` on anything but an http(s) address. */
export function demoPlace(address: string): DemoPlace {
  const url = new URL(address);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw new TypeError('Not an address of a page');
  const host = url.hostname.replace(/^www\./, '');
  const parts = url.pathname.split('/').filter(Boolean);
  if (host === 'github.com') return parts.length >= 2 ? 'repository' : 'elsewhere-on-host';
  if (host !== 'huggingface.co' && host !== 'hf.co') return 'other';
  const named = HUGGING_FACE_FOLDERS.has(parts[0] ?? '') ? parts.slice(1) : parts;
  return named.length >= 2 ? 'repository' : 'elsewhere-on-host';
}
