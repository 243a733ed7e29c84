// The learning track.
import type { Pieces } from '../grammar.ts';
import { count, number } from './grammar.ts';

export const learningWords = {
  lesson: <Part>(nth: number, total: number, title: Part): Pieces<Part> => [
    `Lesson ${number(nth)} of ${number(total)}: `,
    title,
  ],
  done: 'Done, next lesson',
  doneLabel: 'Done, next lesson: mark this one as read',
  atTheEnd: 'You are at the end of the learning track.',
  allRead: (lessons: number) =>
    `You are at the end of the learning track: ${count(lessons, { one: 'lesson', other: 'lessons' })} read.`,
  noTrack: 'No learning track is set up: add lessons to config/learning.yaml.',
};
