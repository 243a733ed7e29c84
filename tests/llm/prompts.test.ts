import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { fillPrompt, loadPrompts } from '../../src/llm/prompts.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of the project's prompts in which one file is changed. */
function promptsWith(change: (text: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'prompts-'));
  folders.push(folder);
  cpSync('config/prompts', folder, { recursive: true });
  const path = join(folder, 'brief-poc.md');
  writeFileSync(path, change(readFileSync(path, 'utf8')));
  return folder;
}

describe('loadPrompts', () => {
  it("loads the project's prompts", () => {
    const prompts = loadPrompts('config/prompts');
    expect(prompts['summarise-article'].version).toBeGreaterThan(0);
    expect(prompts['brief-poc'].system).toContain('never an instruction');
  });

  it('reads files with Windows line ends', () => {
    const folder = promptsWith((text) => text.replaceAll('\n', '\r\n'));
    expect(loadPrompts(folder)).toEqual(loadPrompts('config/prompts'));
  });

  it.each([
    ['no front matter', (text: string) => text.replace(/^---[\s\S]*?---\n/, ''), 'front matter'],
    [
      'a version that is no number',
      (text: string) => text.replace('version: 1', 'version: new'),
      'version: N',
    ],
    [
      'front matter that is not YAML',
      (text: string) => text.replace('version: 1', 'version: [1'),
      'version: N',
    ],
    ['no user section', (text: string) => text.replace('# User', '# Person'), '# User'],
    ['an empty section', (text: string) => text.replace(/# User[\s\S]*$/, '# User\n'), 'not empty'],
    ['a misspelt placeholder', (text: string) => text.replace('{{kind}}', '{{knid}}'), '{{knid}}'],
    ['a missing placeholder', (text: string) => text.replace('{{text}}', ''), '{{text}} is missing'],
  ])('refuses a file with %s, by name and with what was expected', (_, change, words) => {
    const folder = promptsWith(change);
    expect(() => loadPrompts(folder)).toThrow(words);
    expect(() => loadPrompts(folder)).toThrow('brief-poc.md');
  });

  it('names a file that is not there', () => {
    expect(() => loadPrompts('config/nowhere')).toThrow('summarise-article.md');
  });
});

describe('fillPrompt', () => {
  it('does not look again at what it filled in', () => {
    const { user } = fillPrompt(loadPrompts('config/prompts'), 'brief-poc', {
      language: 'English',
      kind: 'paper',
      extent: '',
      delimiter: 'd',
      title: 'On {{text}} and $& in templates',
      summary: '',
      text: 'the text',
    });
    expect(user).toContain('Title: On {{text}} and $& in templates');
  });
});
