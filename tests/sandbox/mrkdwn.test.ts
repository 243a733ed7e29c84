import fc from 'fast-check';
import { parseHTML } from 'linkedom';
import { beforeAll, describe, expect, it, vi } from 'vitest';

/** As much of an element as is looked at here; the project's types know no browser. */
interface Shown {
  tagName: string;
  innerHTML: string;
  textContent: string;
  append(...nodes: unknown[]): void;
  getAttribute(name: string): string | null;
  querySelectorAll(selector: string): Iterable<Shown>;
}

/** The page's own module, run on a document that is not a browser's. */
let mrkdwn: (text: string) => unknown[];
let createElement: (tag: string) => Shown;

beforeAll(async () => {
  const { document } = parseHTML('<!doctype html><html><body></body></html>');
  vi.stubGlobal('document', document);
  createElement = (tag) => document.createElement(tag) as unknown as Shown;
  const page = (name: string) => new URL(`../../src/sandbox/page/${name}`, import.meta.url).href;
  ({ mrkdwn } = await import(page('mrkdwn.js')));
  const { state } = await import(page('state.js'));
  state.members.set('U1', { id: 'U1', realName: 'Maya Fischer' });
  state.channels.set('C1', { id: 'C1', name: 'discuss-ai' });
});

function shown(text: string): Shown {
  const root = createElement('div');
  root.append(...mrkdwn(text));
  return root;
}

/** Elements as short marks, to be compared. */
function html(text: string): string {
  return shown(text)
    .innerHTML.replace(/ (class|title|target|rel)="[^"]*"/g, '')
    .replace(/<br\/?>/g, '\n');
}

describe('mrkdwn on the page', () => {
  it.each([
    ['*bold* _it_ ~gone~ `code`', '<strong>bold</strong> <em>it</em> <s>gone</s> <code>code</code>'],
    ['*bold with _it_ inside*', '<strong>bold with <em>it</em> inside</strong>'],
    ['2*3*4 and snake_case_name', '2*3*4 and snake_case_name'],
    [
      '*<https://a.example/x_y_z|A *title*>*',
      '<strong><a href="https://a.example/x_y_z">A *title*</a></strong>',
    ],
    [
      '_see <https://a.example/a_b> now_',
      '<em>see <a href="https://a.example/a_b">https://a.example/a_b</a> now</em>',
    ],
    ['`*not bold*`', '<code>*not bold*</code>'],
    ['&gt; quoted\nnot', '<blockquote>quoted</blockquote>not'],
    ['<@U1> in <#C1>', '<span>@Maya Fischer</span> in <span>#discuss-ai</span>'],
    ['<!channel> look', '<span>@channel</span> look'],
    [':+1: :no_such_emoji:', '<span>👍</span> :no_such_emoji:'],
    ['&lt;b&gt; &amp;amp;', '&lt;b&gt; &amp;amp;'],
    ['```a *b*\n<c```', '<pre>a *b*\n&lt;c</pre>'],
  ])('%s', (text, expected) => {
    expect(html(text)).toBe(expected);
  });

  it("writes dates in the reader's own words, and the fallback where there is no date", () => {
    expect(shown('<!date^1767225600^on {date_num}|x>').textContent).toMatch(/^on 202[56]-\d\d-\d\d$/);
    expect(shown('<!date^soon^{date}|later>').textContent).toBe('later');
  });

  it.each(['javascript:alert(1)', 'data:text/html,x', 'file:///etc/passwd', ' https://a.example'])(
    'makes no link of %s',
    (address) => {
      const links = shown(`<${address}|click>`).querySelectorAll('a');
      expect([...links].every((link) => /^https?:/.test(link.getAttribute('href') ?? ''))).toBe(true);
    },
  );

  it('never makes an element that it does not know, nor loses plain words, whatever is written', () => {
    const allowed = /^(A|BLOCKQUOTE|BR|CODE|EM|PRE|S|SPAN|STRONG|TIME)$/;
    const word = fc.constantFrom(
      '<',
      '>',
      '|',
      '*',
      '_',
      '~',
      '`',
      '```',
      ':+1:',
      '<script>',
      '&lt;',
      '\n',
      'word',
      '@',
      '!',
      ' ',
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(word, fc.string())), (parts) => {
        const root = shown(parts.join(''));
        for (const element of root.querySelectorAll('*')) expect(element.tagName).toMatch(allowed);
        for (const link of root.querySelectorAll('a'))
          expect(link.getAttribute('href')).toMatch(/^(https?|mailto):/);
      }),
    );
    fc.assert(
      fc.property(fc.array(fc.stringMatching(/^[a-z]+$/)), (words) => {
        expect(shown(words.join(' ')).textContent).toBe(words.join(' '));
      }),
    );
  });
});
