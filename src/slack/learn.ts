// The learning track: a lesson marked as read makes place for the next.
import { finishLesson } from '../pipeline/follow-track.ts';
import { lessonMessage } from './blocks/lists.ts';
import type { SlackContext } from './context.ts';
import { publishHome } from './home.ts';
import { onPress, type PressListener } from './press.ts';

export function onFinishLesson(context: SlackContext): PressListener {
  return onPress(context, 'finish-lesson', async (press, client, words) => {
    const { deps } = context;
    const progress = await finishLesson(deps, { personId: press.personId, lessonId: press.value });
    if (press.onHome) {
      await publishHome(context, client, press);
      return null;
    }
    return { instead: lessonMessage(progress, words) };
  });
}
