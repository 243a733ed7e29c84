// What a model writes becomes plain text: no mentions, no markup, no address that its source did not have. Pure.

// Control characters, and what reorders or hides text; joiners stay, since scripts and emoji need them.
const CONTROLS =
  /[\p{Cc}\u00ad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const SLACK_LINK = /<((?:https?|mailto|tel):[^|<>]*)(?:\|([^<>]*))?>/gi;
const SLACK_CALL = /<[!@#][^<>]*>/g;
const MARKDOWN_LINK = /!?\[([^[\]]*)\]\(([^()\s]*)[^()]*\)/g;
const BROADCAST = /@(?=(?:channel|here|everyone|group)\b)/gi;
const ADDRESS = /(?:[a-z][a-z0-9+.-]*:\/\/|\b(?:mailto|javascript|data|tel):(?=\S)|\bwww\.)[^\s<>"'`|)\]]*/gi;
// Slack turns bare domains into links as well. File names such as train.py and names such as Node.js are no domains.
const BARE_DOMAIN =
  /\b(?:[a-z0-9-]+\.)+(?:com|org|net|io|ai|dev|co|app|xyz|info|biz|ru|cn|me|ly|gg|tv|link|click|top|site|online|shop|cc|us|uk|eu)\b(?:\/[^\s<>"'`|)\]]*)?/gi;
const MARKS = /\*\*|__|~~|`+|^#{1,6}\s+|^>\s+/g;

const ROUNDS = 5;

/**
 * One line of plain text. Addresses stay only where `source` has them too. The result can hold no Slack mention,
 * channel call or link syntax; characters such as `&` and `<` are still to be escaped where it is shown.
 */
export function plainText(text: string, source: string): string {
  const known = source.toLowerCase();
  let clean = text.slice(0, 4000).replace(/\s+/g, ' ').replace(CONTROLS, '');
  // What one pass takes out can bring new syntax together, as in "<<!here>!here>".
  for (let round = 0; round < ROUNDS; round++) {
    const before = clean;
    clean = withoutSyntax(clean, known);
    if (clean === before) break;
  }
  return (
    clean
      .replace(/\(\s*\)|\[\s*\]/g, '')
      .replace(/\s+([,.;:!?])(?=\s|$)/g, '$1')
      .replace(/\s+/g, ' ')
      // Last, since what is tidied above can bring marks together.
      .replace(/<+(?=[!@#])|\]+(?=\()/g, '')
      .trim()
  );
}

function withoutSyntax(text: string, known: string): string {
  return text
    .replace(SLACK_LINK, (_, address: string, label?: string) => label ?? address)
    .replace(SLACK_CALL, '')
    .replace(MARKDOWN_LINK, '$1')
    .replace(BROADCAST, '')
    .replace(ADDRESS, (address) => keepKnown(address, known))
    .replace(BARE_DOMAIN, (address) => keepKnown(address, known))
    .replace(MARKS, '');
}

function keepKnown(address: string, known: string): string {
  const end = /[.,;:!?]*$/.exec(address)?.[0] ?? '';
  const bare = address.slice(0, address.length - end.length);
  return isKnown(bare.toLowerCase(), known) ? address : end;
}

/** Known only as a whole: `openai.com` in the source does not make `openai.com.evil.io` known. */
function isKnown(address: string, known: string): boolean {
  for (let at = known.indexOf(address); at >= 0; at = known.indexOf(address, at + 1)) {
    const before = known[at - 1] ?? ' ';
    const after = known.slice(at + address.length, at + address.length + 2);
    if (!/[a-z0-9.-]/.test(before) && !/^(?:[a-z0-9/_?=&%#-]|\.[a-z0-9])/.test(after)) return true;
  }
  return false;
}

/** Cut at a word's end, with an ellipsis, never inside a surrogate pair. `limit` in characters. */
export function cutText(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const head = text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '');
  const space = head.lastIndexOf(' ');
  return `${(space > limit / 2 ? head.slice(0, space) : head).replace(/[\s,;:]+$/, '')}…`;
}
