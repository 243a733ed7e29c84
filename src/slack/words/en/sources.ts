// What is read: the health of each source, finding a new one, dropping one.
import type { Pieces } from '../grammar.ts';
import { count, number } from './grammar.ts';

/** Of what was last read: a source may have been silent for months. */
function rate(itemsPerWeek: number): string {
  const whole = Math.round(itemsPerWeek);
  return whole === 0 ? 'less than an item a week' : `${count(whole, { one: 'item', other: 'items' })} a week`;
}

export const sourceWords = {
  health: (itemsPerWeek: number | null, voted: number, posted: number) =>
    [
      itemsPerWeek === null ? 'no dates' : rate(itemsPerWeek),
      ...(posted > 0
        ? [`votes on ${number(voted)} of ${count(posted, { one: 'card', other: 'cards' })}`]
        : []),
    ].join(' · '),
  times: <Part>(read: Part, next: Part | null): Pieces<Part> => [
    ' · read ',
    read,
    ...(next === null ? [] : [', next ', next]),
  ],
  page: (page: number, pages: number) => `Page ${number(page)} of ${number(pages)}.`,
  nextPage: (command: string) => `More: ${command}`,
  unloved: <Part>(days: number, names: readonly Part[]): Pieces<Part> => [
    `Nobody has voted for their cards in ${number(days)} days: `,
    ...names.flatMap((name, index) => (index > 0 ? [', ', name] : [name])),
    '.',
  ],
  howToDrop: (command: string) => `To drop one: ${command} source drop NAME`,
  undo: (command: string, id: string) => `To take it out again: ${command} source drop ${id}`,
  dropped: (id: string) => `${id} is asked no more. What it brought stays.`,
  unknown: (id: string) => `There is no source ${id} that is read. See the list for their names: sources`,
};
