// What `doctor` asks Slack: token, scopes, clock, channels, blocks, socket. A root's part.
import { readFile } from 'node:fs/promises';
import { WebAPIPlatformError, type WebClient } from '@slack/web-api';
import { z } from 'zod';
import type { Config } from '../config.ts';
import type { Card } from '../domain/article.ts';
import { cardMessage } from '../slack/blocks/card.ts';
import { profileModal } from '../slack/blocks/profile-modal.ts';
import { findChannels } from '../slack/find-channels.ts';
import { faultOf, refusal } from '../slack/slack-fault.ts';
import { createWebClient } from '../slack/web-client.ts';
import { wordsFor } from '../slack/words/words.ts';
import { type Finding, fail, note, ok, PATIENCE_MS, SILENT, textOf } from './finding.ts';

const SLACK_API = 'https://slack.com/api/';
/** Slack refuses what is signed five minutes off; long before that, dates in the channel are odd. */
const CLOCK_NOTE_MS = 5_000;
const CLOCK_FAIL_MS = 60_000;

export async function examineSlack(config: Config): Promise<Finding[]> {
  const { slack } = config;
  if (slack.kind === 'sandbox') return [note('Slack', 'no SLACK_BOT_TOKEN, so the app runs in the sandbox')];
  const address = slack.apiUrl ? { slackApiUrl: slack.apiUrl } : {};
  const client = createWebClient(slack.botToken, { log: SILENT, ...address }, 'doctor');
  const findings: Finding[] = [];
  try {
    const who = await client.auth.test();
    findings.push(ok('token', `good for ${who.user ?? 'the app'} in ${who.team ?? 'the workspace'}`));
  } catch (error) {
    const fault = faultOf(error, 'auth.test', false);
    if (refusal(fault) !== null) return [fail('token', fault)];
    const host = new URL(slack.apiUrl ?? SLACK_API).host;
    const way =
      'see that this machine may reach it (firewall, proxy), and that SLACK_API_URL is right if it is set';
    return [fail('Slack', `${host} does not answer (${textOf(fault)}): ${way}`)];
  }
  findings.push(...(await examineHeaders(config, slack)));
  try {
    const names = config.channels.map((channel) => channel.name);
    const { found, problems } = await findChannels(client, names);
    findings.push(
      ...problems.map((problem) => fail('channels', problem)),
      ...[...found.keys()].map((name) => ok('channels', `the app is in #${name}`)),
    );
  } catch (error) {
    findings.push(fail('channels', error));
  }
  findings.push(await examineBlocks(client, config));
  if (slack.kind === 'socket') findings.push(await examineSocket(slack.appToken, address));
  return findings;
}

/** What only an answer's headers tell: the token's scopes, and Slack's clock. */
async function examineHeaders(
  config: Config,
  slack: { botToken: string; apiUrl: string | null },
): Promise<Finding[]> {
  const url = new URL('auth.test', slack.apiUrl ?? SLACK_API);
  const sent = Date.now();
  const answer = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${slack.botToken}` },
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const received = Date.now();
  const findings: Finding[] = [];
  const given = answer.headers.get('x-oauth-scopes');
  const manifest = JSON.parse(await readFile(config.slackManifestPath, 'utf8')) as {
    oauth_config: { scopes: { bot: string[] } };
  };
  const has = new Set((given ?? '').split(',').map((scope) => scope.trim()));
  const lacking = manifest.oauth_config.scopes.bot.filter((scope) => !has.has(scope));
  if (given === null) findings.push(note('scopes', 'Slack did not say which the token has'));
  else if (lacking.length === 0)
    findings.push(ok('scopes', `all ${manifest.oauth_config.scopes.bot.length} of the manifest`));
  else
    findings.push(
      fail(
        'scopes',
        `the token lacks ${lacking.join(', ')}: add them under OAuth & Permissions and reinstall the app`,
      ),
    );

  const theirs = Date.parse(answer.headers.get('date') ?? '');
  if (Number.isNaN(theirs)) return [...findings, note('clock', 'Slack did not say what time it is')];
  // Slack's time has whole seconds, and was written somewhere between the two of ours.
  const offMs = theirs > received ? theirs - received : Math.max(0, sent - 1_000 - theirs);
  const off = `${Math.round(offMs / 1000)} s apart from Slack's`;
  if (offMs >= CLOCK_FAIL_MS)
    findings.push(
      fail('clock', `${off}: set this machine's clock by NTP; Slack's requests are refused at five minutes`),
    );
  else
    findings.push(
      offMs >= CLOCK_NOTE_MS ? note('clock', `${off}: switch NTP on`) : ok('clock', "agrees with Slack's"),
    );
  return findings;
}

async function examineSocket(appToken: string, address: { slackApiUrl?: string }): Promise<Finding> {
  try {
    // Gives an address, and opens nothing.
    await createWebClient(appToken, { log: SILENT, ...address }, 'doctor').apps.connections.open();
    return ok('socket', 'Slack opens one for SLACK_APP_TOKEN');
  } catch (error) {
    const says = textOf(faultOf(error, 'apps.connections.open', false));
    return fail(
      'socket',
      `${says}; SLACK_APP_TOKEN needs connections:write, and Socket Mode must be switched on`,
    );
  }
}

/**
 * Slack's own check of what the app would show: a card, and the form of each channel's profile, whose length is the
 * configuration's. Asks for no scope, and posts nothing.
 */
async function examineBlocks(client: WebClient, { channels }: Config): Promise<Finding> {
  const words = wordsFor('en');
  const { blocks } = cardMessage(CARD, 'doctor', words);
  const examples = [
    { name: 'a card', shown: { message: { blocks } } },
    ...channels.map((channel) => ({
      name: `the form of #${channel.name}`,
      shown: { view: profileModal({ ...channel, id: 'C0DOCTOR' }, [], words) },
    })),
  ];
  for (const { name, shown } of examples) {
    try {
      await client.blocks.validate(shown);
    } catch (error) {
      const fault = faultOf(error, 'blocks.validate', false);
      const code = refusal(fault) ?? '';
      if (!INVALID.has(code))
        return note('blocks', `Slack's check of them could not be asked: ${textOf(fault)}`);
      return fail(
        'blocks',
        `Slack would refuse ${name} (${problemsOf(error)}): shorten its part of config/channels.yaml`,
      );
    }
  }
  return ok('blocks', `Slack takes ${examples.map(({ name }) => name).join(', ')}`);
}

const INVALID = new Set(['invalid_blocks', 'invalid_message', 'invalid_view', 'invalid_arguments']);

const CARD: Card = {
  articleId: 1,
  kind: 'paper',
  title: 'An example',
  url: 'https://example.com/',
  sourceName: 'doctor',
  authors: ['A. One'],
  publishedAt: null,
  readingMinutes: 1,
  facts: {},
  alsoOn: [],
  summary: {
    method: 'model',
    tldr: 'It shows what a card is made of.',
    points: [],
    kind: 'paper',
    topics: [],
    tryIt: null,
    details: null,
  },
  whyHere: null,
  sharedBy: null,
  votes: 0,
  pocWishes: 0,
};

const problems = z.object({
  errors: z
    .array(
      z.union([z.string(), z.object({ pointer: z.string().optional(), message: z.string().optional() })]),
    )
    .min(1),
});

/** What is wrong and where, by Slack's own words. */
function problemsOf(error: unknown): string {
  const parsed = problems.safeParse(error instanceof WebAPIPlatformError ? error.data : null);
  if (!parsed.success) return textOf(error);
  return parsed.data.errors
    .slice(0, 3)
    .map((one) => (typeof one === 'string' ? one : `${one.pointer ?? ''} ${one.message ?? ''}`.trim()))
    .join('; ');
}
