// The app's Home tab: what is the person's own, and what their channels looked at. At most 60 blocks, whatever is stored.
import type { ActionsBlock, HomeView, KnownBlock, PlainTextOption } from '@slack/types';
import type { ArticleLine } from '../../domain/digest.ts';
import { FREQUENCIES, type Home, type Page, type Stance } from '../../domain/personal.ts';
import type { Progress } from '../../pipeline/follow-track.ts';
import type { Words } from '../words/words.ts';
import { ACTIONS, type ActionId } from './actions.ts';
import { button } from './card.ts';
import { verbsBlock } from './help.ts';
import { CUTS, LIMITS } from './limits.ts';
import { lessonBlocks } from './lists.ts';
import { footnote, heading, paragraph, rich } from './message.ts';
import { cleanLine, mrkdwn, mrkdwnLink, mrkdwnText, mrkdwnTime, plain, richText } from './text.ts';

const DIVIDER: KnownBlock = { type: 'divider' };

export interface HomeContent {
  home: Home;
  progress: Progress;
  command: string;
}

export function homeView({ home, progress, command }: HomeContent, words: Words): HomeView {
  const { saves, votes } = home;
  return {
    type: 'home',
    private_metadata: JSON.stringify({ query: saves.query, saves: saves.page, votes: votes.page }),
    blocks: [
      ...weekBlocks(home.channels, words),
      DIVIDER,
      ...topicBlocks(home.topics, words),
      DIVIDER,
      ...digestBlocks(home.digest, home.reader.timeZone, words),
      DIVIDER,
      ...saveBlocks(saves, words),
      DIVIDER,
      ...voteBlocks(votes, words),
      DIVIDER,
      heading(words.home.learning),
      ...(progress.total > 0 ? [footnote(words.home.progress(progress.done, progress.total))] : []),
      ...lessonBlocks(progress, words),
      DIVIDER,
      heading(words.home.verbs),
      rich([{ type: 'rich_text_section', elements: words.home.howTo.map((line) => richText(`${line}\n`)) }]),
      verbsBlock(command, words),
    ],
  };
}

function weekBlocks(channels: Home['channels'], words: Words): KnownBlock[] {
  if (channels.length === 0) return [heading(words.home.title), paragraph([richText(words.home.noChannel)])];
  return channels.flatMap(({ name, posted, voters, best }) => [
    heading(words.home.weekIn(name)),
    footnote(words.home.week(posted, voters)),
    ...best.map((line): KnownBlock => entrySection(line, words)),
  ]);
}

/** One article as a line with a button or without: linked title, its sentence, votes. */
function entrySection(line: ArticleLine, words: Words, accessory?: ReturnType<typeof button>): KnownBlock {
  const isTold = cleanLine(line.sentence) !== cleanLine(line.title);
  const about = [
    isTold ? mrkdwnText(line.sentence, CUTS.homeSentence) : '',
    line.votes > 0 ? words.terms.votes(line.votes) : '',
  ].filter(Boolean);
  const text = [`*${mrkdwnLink(line.url, line.title, CUTS.title)}*`, about.join(' · ')].filter(Boolean);
  return { type: 'section', text: mrkdwn(text.join('\n')), ...(accessory ? { accessory } : {}) };
}

function topicBlocks(topics: Home['topics'], words: Words): KnownBlock[] {
  const { home } = words;
  if (topics.length === 0) return [heading(home.topics), footnote(home.noTopics)];
  const options = topics.slice(0, LIMITS.selectOptions).map(({ name }) => optionOf(name, name));
  const chosen = (stance: Stance) => options.filter((_, index) => topics[index]?.stance === stance);
  const select = (action: ActionId, label: string, hint: string, stance: Stance): KnownBlock => ({
    type: 'section',
    // A new choice gets a new block: Slack keeps what was chosen in a block that it has seen before.
    block_id: `${action}-${topics.map((topic) => (topic.stance === stance ? 1 : 0)).join('')}`.slice(
      0,
      LIMITS.blockId,
    ),
    text: mrkdwn(`*${label}*\n${hint}`),
    accessory: {
      type: 'multi_static_select',
      action_id: action,
      placeholder: plain(home.chooseTopics, LIMITS.placeholder),
      options,
      ...(chosen(stance).length > 0 ? { initial_options: chosen(stance) } : {}),
    },
  });
  return [
    heading(home.topics),
    select(ACTIONS.followTopics, home.follow, home.followHint, 'follow'),
    select(ACTIONS.muteTopics, home.mute, home.muteHint, 'mute'),
  ];
}

/** Topics with names that long share the beginning with no other. */
function optionOf(text: string, value: string): PlainTextOption {
  return { text: plain(text, LIMITS.optionText), value: value.slice(0, LIMITS.optionValue) };
}

function digestBlocks(digest: Home['digest'], timeZone: string, words: Words): KnownBlock[] {
  const { home } = words;
  const frequencies = FREQUENCIES.map((value) => optionOf(home.frequencies[value], value));
  const hours = Array.from({ length: 24 }, (_, hour) => optionOf(home.hour(hour), String(hour)));
  const initial = (options: PlainTextOption[], value: string) => {
    const option = options.find((one) => one.value === value);
    return option ? { initial_option: option } : {};
  };
  return [
    heading(home.digest),
    paragraph([richText(home.digestHint)]),
    {
      type: 'actions',
      block_id: `digest-${digest.frequency}-${digest.hour}`,
      elements: [
        {
          type: 'static_select',
          action_id: ACTIONS.digestFrequency,
          options: frequencies,
          ...initial(frequencies, digest.frequency),
        },
        {
          type: 'static_select',
          action_id: ACTIONS.digestHour,
          options: hours,
          ...initial(hours, String(digest.hour)),
        },
      ],
    },
    footnote(
      [
        digest.nextAt ? home.nextDigest(mrkdwnTime(digest.nextAt, { ...words, timeZone })) : home.digestOff,
        home.zone(mrkdwnText(timeZone, CUTS.name)),
      ].join(' · '),
    ),
  ];
}

function saveBlocks(saves: Home['saves'], words: Words): KnownBlock[] {
  const { home, answers } = words;
  const none = saves.query === '' ? home.noSaves : answers.nothingFound(saves.query);
  const isSearched = saves.total > 0 || saves.query !== '';
  return [
    heading(home.saves),
    ...(isSearched
      ? [
          {
            type: 'input' as const,
            block_id: 'search-saves',
            dispatch_action: true,
            optional: true,
            label: plain(home.searchSaves, LIMITS.inputLabel),
            element: {
              type: 'plain_text_input' as const,
              action_id: ACTIONS.searchSaves,
              max_length: CUTS.queryText,
              placeholder: plain(home.searchHint, LIMITS.placeholder),
              ...(saves.query === '' ? {} : { initial_value: saves.query.slice(0, CUTS.queryText) }),
            },
          },
        ]
      : []),
    ...(saves.lines.length === 0 ? [footnote(mrkdwnText(none, LIMITS.sectionText))] : []),
    ...saves.lines.map((line) =>
      entrySection(
        line,
        words,
        button(ACTIONS.save, answers.unsave, String(line.articleId), answers.unsaveLabel),
      ),
    ),
    ...turnBlocks('saves', saves, words),
  ];
}

function voteBlocks(votes: Home['votes'], words: Words): KnownBlock[] {
  return [
    heading(words.home.votes),
    ...(votes.lines.length === 0 ? [footnote(words.home.noVotes)] : []),
    ...votes.lines.map((line) => entrySection(line, words)),
    ...turnBlocks('votes', votes, words),
  ];
}

/** Nothing where all of it is on the page. */
function turnBlocks(list: 'saves' | 'votes', page: Page<ArticleLine>, { home }: Words): ActionsBlock[] {
  const turn = (action: ActionId, text: string, to: number) => button(action, text, `${list}:${to}`, text);
  const elements = [
    ...(page.page === 0 ? [] : [turn(ACTIONS.homeNewer, home.newer, page.page - 1)]),
    ...(page.page >= page.pages - 1 ? [] : [turn(ACTIONS.homeOlder, home.older, page.page + 1)]),
  ];
  return elements.length > 0 ? [{ type: 'actions', elements }] : [];
}
