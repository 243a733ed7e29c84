import { expect, it } from 'vitest';
import { demoPlace } from '../../src/domain/demo.ts';

it.each([
  ['https://github.com/team/demo', 'repository'],
  ['https://www.github.com/team/demo/tree/main/app', 'repository'],
  ['https://github.com/team', 'elsewhere-on-host'],
  ['https://github.com/', 'elsewhere-on-host'],
  ['https://huggingface.co/spaces/team/demo', 'repository'],
  ['https://huggingface.co/datasets/team/demo', 'repository'],
  ['https://hf.co/team/model', 'repository'],
  ['https://huggingface.co/spaces/team', 'elsewhere-on-host'],
  ['https://huggingface.co/team', 'elsewhere-on-host'],
  ['https://team-demo.hf.space/', 'other'],
  ['https://github.com.evil.example/team/demo', 'other'],
  ['https://wiki.example/demo', 'other'],
])('%s: %s', (address, place) => {
  expect(demoPlace(address)).toBe(place);
});

it.each(['not an address', 'https://', 'ftp://github.com/team/demo', 'javascript:alert(1)'])(
  '%s is no address of a page',
  (address) => {
    expect(() => demoPlace(address)).toThrow(TypeError);
  },
);
