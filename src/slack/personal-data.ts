// Forget me, after it was asked twice, and a person's own data as a file.
import { exportPerson } from '../pipeline/export-person.ts';
import { forgetPerson } from '../pipeline/forget-person.ts';
import type { Message } from './blocks/message.ts';
import { exportedMessage, forgottenMessage } from './blocks/personal-data.ts';
import { languageFor, type SlackContext } from './context.ts';
import { onPress, type PressListener } from './press.ts';

export function onForgetMe(context: SlackContext): PressListener {
  return onPress(context, 'forget-me', async (press) => {
    const rows = await forgetPerson(context.deps, press.personId);
    return { instead: forgottenMessage(rows, languageFor(context.deps, press.channelId)) };
  });
}

/** The file goes to the person's direct messages, wherever it was asked for. */
export async function answerExport(
  { deps }: SlackContext,
  personId: string,
  language: string,
): Promise<Message> {
  return exportedMessage(await exportPerson(deps, personId), language);
}
