// Brings a newcomer along the learning track, at their own pace.
import { type Lesson, nextLesson } from '../domain/learning.ts';
import { lessonsDone, saveLessonDone } from '../store/people.ts';
import type { Deps } from './ports.ts';

export interface Progress {
  lesson: Lesson | null;
  done: number;
  total: number;
}

export async function learnNext(deps: Deps, personId: string): Promise<Progress> {
  const done = await lessonsDone(deps.db, personId);
  const onTrack = deps.lessons.filter((lesson) => done.has(lesson.id)).length;
  return { lesson: nextLesson(deps.lessons, done), done: onTrack, total: deps.lessons.length };
}

export async function finishLesson(
  deps: Deps,
  { personId, lessonId }: { personId: string; lessonId: string },
): Promise<Progress> {
  if (deps.lessons.some((lesson) => lesson.id === lessonId)) {
    await saveLessonDone(deps.db, personId, lessonId, deps.now());
  }
  return await learnNext(deps, personId);
}
