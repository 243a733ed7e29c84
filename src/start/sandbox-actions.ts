// What the Sandbox menu of its page lets a newcomer do at once, instead of waiting for its time; a root's part.

import { requestCollection } from '../pipeline/collect-source.ts';
import { requestPoc } from '../pipeline/prompt-poc.ts';
import { requestDigest } from '../pipeline/send-digest.ts';
import { requestPersonalDigests } from '../pipeline/send-personal-digest.ts';
import type { SandboxAction } from '../sandbox/person-acts.ts';
import type { Parts } from './open-parts.ts';

export function sandboxActions(parts: () => Parts | null): SandboxAction[] {
  const once = async (work: (deps: Parts['deps']) => Promise<void>, done: string): Promise<string> => {
    const deps = parts()?.deps;
    if (!deps || deps.channels.length === 0) return 'The app is still starting: try again in a moment';
    await work(deps);
    return done;
  };
  const inEachChannel = (work: (deps: Parts['deps'], channelId: string) => Promise<void>, done: string) =>
    once(async (deps) => {
      for (const channel of deps.channels) await work(deps, channel.id);
    }, done);
  return [
    {
      id: 'send-digest',
      label: 'Send the digest now',
      run: () => inEachChannel(requestDigest, 'The digest is on its way'),
    },
    {
      id: 'prompt-poc',
      label: 'Prompt a PoC now',
      run: () => inEachChannel(requestPoc, 'A PoC prompt is on its way'),
    },
    {
      id: 'send-personal-digest',
      label: 'Send personal digests now',
      run: () =>
        once(requestPersonalDigests, 'Personal digests go to whoever has switched them on (Home tab)'),
    },
    {
      id: 'collect',
      label: 'Collect now',
      run: () => once(requestCollection, 'All sources are being asked'),
    },
  ];
}
