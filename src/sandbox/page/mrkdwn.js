// Slack's mrkdwn as elements: emphasis, code, quotes, links, mentions, dates, emoji. Never markup from text.
import { h } from './dom.js';
import { emojiCharacter } from './emoji.js';
import { pagePath, state } from './state.js';

/** Stand for what must not be looked into for emphasis; private-use characters, removed from what comes in. */
const OPEN = '\uE000';
const CLOSE = '\uE001';
const ATOM = new RegExp(`${OPEN}(\\d+)${CLOSE}`, 'g');
const PROTECTED = /`([^`\n]+)`|<([^<>\n]+)>|:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/g;
const EMPHASIS = [
  { tag: 'strong', pattern: /(^|[^\p{L}\d*])\*(?=\S)([^*\n]*[^\s*])\*(?![\p{L}\d*])/u },
  { tag: 'em', pattern: /(^|[^\p{L}\d_])_(?=\S)([^_\n]*[^\s_])_(?![\p{L}\d_])/u },
  { tag: 's', pattern: /(^|[^\p{L}\d~])~(?=\S)([^~\n]*[^\s~])~(?![\p{L}\d~])/u },
];

function decodeEntities(text) {
  return text.replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');
}

/** A whole text: fenced code and quotes first, then lines. */
export function mrkdwn(text) {
  const clean = String(text).replace(/[\uE000\uE001]/g, '');
  return clean
    .split(/```/)
    .flatMap((part, index) =>
      index % 2 === 1
        ? [h('pre', { class: 'code-block' }, decodeEntities(part.replace(/^\n|\n$/g, '')))]
        : quotes(part),
    );
}

function quotes(text) {
  const nodes = [];
  const lines = text.split('\n');
  for (let start = 0; start < lines.length; ) {
    const quoted = /^(&gt;|>) ?/.test(lines[start]);
    let end = start + 1;
    while (end < lines.length && /^(&gt;|>) ?/.test(lines[end]) === quoted) end += 1;
    const run = lines.slice(start, end);
    if (quoted)
      nodes.push(h('blockquote', {}, inline(run.map((line) => line.replace(/^(&gt;|>) ?/, '')).join('\n'))));
    else if (run.join('') !== '' || nodes.length > 0) nodes.push(...inline(run.join('\n')));
    start = end;
  }
  return nodes;
}

/** Text without blocks of its own: emphasis, code, tokens, emoji, line breaks. */
export function inline(text) {
  const atoms = [];
  const guarded = text.replace(PROTECTED, (whole, code, token, emoji, offset) => {
    const node = code
      ? h('code', {}, decodeEntities(code))
      : token
        ? tokenNode(decodeEntities(token), offset === 0)
        : emojiNode(emoji);
    if (!node) return whole;
    atoms.push(node);
    return `${OPEN}${atoms.length - 1}${CLOSE}`;
  });
  return emphasise(guarded, atoms);
}

function emphasise(text, atoms) {
  for (const { tag, pattern } of EMPHASIS) {
    const match = pattern.exec(text);
    if (!match) continue;
    const before = text.slice(0, match.index) + match[1];
    const after = text.slice(match.index + match[0].length);
    return [...emphasise(before, atoms), h(tag, {}, emphasise(match[2], atoms)), ...emphasise(after, atoms)];
  }
  return leaves(text, atoms);
}

function leaves(text, atoms) {
  const nodes = [];
  let end = 0;
  for (const match of text.matchAll(ATOM)) {
    nodes.push(...lineBreaks(text.slice(end, match.index)), atoms[Number(match[1])]);
    end = match.index + match[0].length;
  }
  return [...nodes, ...lineBreaks(text.slice(end))];
}

function lineBreaks(text) {
  return decodeEntities(text)
    .split('\n')
    .flatMap((line, index) => (index > 0 ? [h('br'), line] : [line]))
    .filter((part) => part !== '');
}

function tokenNode(token, begins) {
  const bar = token.indexOf('|');
  const [target, label] = bar < 0 ? [token, ''] : [token.slice(0, bar), token.slice(bar + 1)];
  if (target.startsWith('@')) return mention(target.slice(1), label);
  if (target.startsWith('#')) return channelName(target.slice(1), label);
  if (target.startsWith('!date^')) return h('time', {}, dateOf(target, label, begins));
  if (target.startsWith('!subteam')) return h('span', { class: 'mention' }, label || '@group');
  if (target.startsWith('!')) return h('span', { class: 'mention mention-all' }, `@${target.slice(1)}`);
  return link(target, label || target);
}

/** Only addresses that are safe to follow become links; anything else stays as it was written. */
export function link(url, label) {
  const parsed = URL.parse(url);
  if (!parsed || !['http:', 'https:', 'mailto:'].includes(parsed.protocol))
    return document.createTextNode(label);
  const here = pagePath(parsed.href);
  if (here) return h('a', { href: here }, label);
  return h('a', { href: parsed.href, target: '_blank', rel: 'noopener noreferrer' }, label);
}

export function mention(userId, label = '') {
  const member = state.members.get(userId);
  const mine = userId === state.me ? ' mention-me' : '';
  const name = member?.realName ?? (label || userId);
  return h('span', { class: `mention${mine}` }, `@${name}`);
}

export function channelName(id, label = '') {
  const channel = state.channels.get(id);
  return h('span', { class: 'mention' }, `#${channel?.name ?? (label || id)}`);
}

export function emojiNode(name) {
  const character = emojiCharacter(name);
  return character ? h('span', { class: 'emoji', title: `:${name}:` }, character) : null;
}

/** plain_text: emoji names are shown, all else is as written. */
export function plainText(object) {
  if (!object) return [];
  if (object.type === 'mrkdwn') return mrkdwn(object.text);
  if (object.emoji === false) return lineBreaks(object.text);
  const parts = String(object.text).split(/:([a-z0-9_+'-]+(?:::skin-tone-[2-6])?):/);
  return parts.flatMap((part, index) => {
    if (index % 2 === 0) return part === '' ? [] : [part];
    return [emojiNode(part) ?? `:${part}:`];
  });
}

const DAY = 86_400_000;

/** `<!date^unix^{date_short} at {time}^link|fallback>` */
function dateOf(target, fallback, begins) {
  const [, unix = '', format = ''] = target.split('^');
  return dateText(unix, format, fallback, begins);
}

/** `format` with its `{…}` filled in, in the reader's own zone and language; `begins`: it is a text's beginning. */
export function dateText(unix, format, fallback, begins = false) {
  const date = new Date(Number(unix) * 1000);
  if (Number.isNaN(date.getTime())) return fallback;
  const long = { year: 'numeric', month: 'long', day: 'numeric' };
  const write = (options) => new Intl.DateTimeFormat(undefined, options).format(date);
  const forms = {
    date_num: () => date.toLocaleDateString('sv'),
    date: () => write(long),
    date_short: () => write({ ...long, month: 'short' }),
    date_long: () => write({ ...long, weekday: 'long' }),
    time: () => write({ hour: 'numeric', minute: '2-digit' }),
    time_secs: () => write({ hour: '2-digit', minute: '2-digit', second: '2-digit' }),
    ago: () => relativeDay(date) ?? write(long),
  };
  return format.replace(/\{(\w+?)(_pretty)?\}/g, (whole, name, pretty) => {
    const form = forms[name];
    if (!form) return whole;
    const near = pretty ? relativeDay(date) : null;
    return (begins ? near : near?.toLowerCase()) ?? form();
  });
}

export function relativeDay(date) {
  const start = (day) => new Date(day.getFullYear(), day.getMonth(), day.getDate()).getTime();
  const days = Math.round((start(date) - start(new Date())) / DAY);
  return { '-1': 'Yesterday', 0: 'Today', 1: 'Tomorrow' }[days] ?? null;
}
