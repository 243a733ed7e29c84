// The learning track: what a newcomer reads, in which order. Pure.

export interface Lesson {
  /** Short name, stable: people's progress is kept under it. */
  id: string;
  title: string;
  /** Why now, and what to do after it, in our own words. */
  words: string;
  readings: Reading[];
}

export interface Reading {
  title: string;
  url: string;
  /** What one learns there and why it is worth the time, in our own words. */
  words: string;
}

/** The first lesson that is not done, or `null` at the end of the track. */
export function nextLesson(track: readonly Lesson[], done: ReadonlySet<string>): Lesson | null {
  return track.find((lesson) => !done.has(lesson.id)) ?? null;
}
