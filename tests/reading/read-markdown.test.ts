import { describe, expect, it } from 'vitest';
import { readMarkdown } from '../../src/reading/read-markdown.ts';

const README = `A small model server.

# Kite

[![build](https://img.example.org/b.svg)](https://ci.example.org) It serves *small* models on one machine, and it is
written so that every part of it can be read in an afternoon by whoever has to keep it running.

- **fast** start
- no [other](https://example.org) server

\`\`\`sh
npx kite serve
\`\`\`

| model | size |
| ----- | ---- |
| kite  | 7B   |
`;

describe('readMarkdown', () => {
  it('gives a README the form of any other text', () => {
    const read = readMarkdown(Buffer.from(README));
    expect(read).toMatchObject({ kind: 'read', title: 'Kite', language: 'en' });
    expect(read.kind === 'read' && read.text).toBe(
      [
        'A small model server.',
        '# Kite',
        'It serves small models on one machine, and it is written so that every part of it can be read in an afternoon by whoever has to keep it running.',
        '- fast start\n- no other server',
        '```sh\nnpx kite serve\n```',
        'model | size\nkite | 7B',
      ].join('\n\n'),
    );
  });

  it('says where there is next to nothing', () => {
    expect(readMarkdown(Buffer.from('# Kite'))).toMatchObject({ kind: 'unreadable' });
  });
});
