// Reads what a person says to the app as one says it to a colleague, in English or Chinese: the slash command's verbs
// in other words. Small on purpose: what it does not know stays unknown, and is answered with what can be asked. Pure.
import { type Command, type Period, parseCommand } from './command-words.ts';
import { linksInText, unescapeEntities } from './links.ts';

/** Said around a request, and nothing to it. */
const POLITE_START =
  /^(?:hi|hey|hello|please|pls|ok|so|and|can you|could you|would you|will you|i want to|i would like to|i'd like to|let me|let us|let's|show me|give me|tell me|show|get me|你好|请问|请|麻烦|帮我|帮忙|给我|我想|想要|能不能|可以)(?:[\s,，!！:：]+|(?<=\p{Script=Han}))/iu;
const POLITE_END = /(?:[\s,，]*(?:please|pls|thanks|thank you|for me|谢谢|吗|呢|吧|一下)|[\s?？!！.。…]+)$/iu;

/** The first that matches counts: what names one thing alone stands before what is in many sentences. */
const MEANINGS: readonly (readonly [pattern: RegExp, command: (match: RegExpExecArray) => Command])[] = [
  [/\b(?:forget|delete)\b.*\b(?:me|my data)\b|删除我的|忘记我|忘掉我/iu, () => ({ verb: 'forget-me' })],
  [
    /\bexport\b|\bmy data\b|\b(?:know|keep|store)\b.*\b(?:about|of) me\b|导出|我的数据/iu,
    () => ({ verb: 'export' }),
  ],
  [/^(?:search|find|look)(?: (?:for|up|me))?\s+(.+)$|^(?:搜索?|查找?|找)(?:一?下)?\s*(.+)$/iu, searchFor],
  [
    /\bwho changed\b|\b(?:last|recent) changes\b|\bwhat (?:was |has been )?changed\b|改动|谁改/iu,
    () => ({ verb: 'log' }),
  ],
  [
    /\b(?:new|propose|start|suggest)\b.*\b(?:pocs?|proofs? of concept)\b|(?:提议|新建|发起).*概念验证/iu,
    () => ({ verb: 'propose-poc' }),
  ],
  [/\bpocs?\b|\bproofs? of concept\b|概念验证/iu, () => ({ verb: 'poc' })],
  [
    /\b(?:my|the) (?:saves|saved|list|bookmarks)\b|\bwhat (?:did|have) i saved?\b|收藏/iu,
    () => ({ verb: 'saves' }),
  ],
  [/\b(?:profile|settings|configure)\b|频道设置|^设置$/iu, () => ({ verb: 'profile' })],
  [/\badd\b.*\b(?:source|feed|blog)\b|(?:添加|增加).*信息源/iu, () => ({ verb: 'add-source', url: null })],
  // Open source is what many questions are about.
  [/(?<!\bopen[\s-])\bsources?\b|\bfeeds\b|信息源|来源/iu, () => ({ verb: 'sources', page: 1 })],
  [
    /\bstatus\b|\bhow are you\b|\bare you (?:ok|okay|working|alive|up)\b|状态|还好/iu,
    () => ({ verb: 'status' }),
  ],
  [
    /\b(?:next )?lesson\b|\blearn(?:ing track)?$|\bwhere (?:do|should) i (?:start|begin)\b|下一课|课程|从哪.*学/iu,
    () => ({ verb: 'learn' }),
  ],
  [
    /\bdigest\b|\bwhat(?:'s|’s| is) new\b|^summ?ar\w+ (?:of |for )?(?:the|this|last) week\b|周报|有什么新/iu,
    () => ({ verb: 'digest' }),
  ],
  [
    /\b(?:top|best|most voted|most popular|favou?rites)\b|\bvoted for\b|热门|最热|排行|票数最多|投票最多/iu,
    top,
  ],
  [
    /\bhelp\b|\bwhat can (?:you|i)\b|\bcommands\b|帮助|你会什么|能做什么|怎么用/iu,
    () => ({ verb: 'help', puzzle: null }),
  ],
];

/** What no pattern above knows, and is a question, is asked of the articles. */
const QUESTION_MARK = /[?？]\s*$/u;
const QUESTION_WORD =
  /^(?:what|how|why|which|who|whose|when|where|does|do|did|is|are|was|were|can|could|should|has|have)\b.*\s\S+\s|什么|怎么|怎样|为什么|为何|如何|哪|多少|是否/iu;

/** Said as an order, a question all the same. */
const TELL_OF =
  /^(?:(?:tell us )?(?:more )?about|explain|describe|compare|outline|summari[sz]e)\s+\S|^(?:请?解释|说明|介绍|比较|对比|总结|概括|讲讲|说说|谈谈|关于)\s*\S/iu;

/**
 * Words of a question about the app itself, beside the one that tells which: grammar, time, and what a channel has. A
 * question with any other word is about something that articles tell of: "what is the best embedding model?".
 */
const OF_THE_APP = [
  /^(?:a|an|the|of|for|from|in|on|at|to|with|by|and|or|not|so|is|are|was|were|be|been|am|do|does|did|has|have|had|can|could|should|would|will|s|re|m|ve|ll|here|there|it|its|this|that|these|those|any|some|all|more|most|many|much|ever)$/iu,
  /^(?:what|which|who|whose|when|where|why|how|please|know|keep|store|find|see|read|get|give|show|tell|start|begin|go|going|doing|use|work|works|working|me|i|my|mine|we|us|our|you|your|yours)$/iu,
  /^(?:now|today|yesterday|tomorrow|day|days|week|weeks|month|months|year|last|time|recent|recently|latest|next|new|far|hours)$/iu,
  /^(?:article|articles|paper|papers|post|posts|posted|link|links|card|cards|story|stories|vote|votes|voted|save|saved|source|sources|feed|feeds|blog|blogs|digest|poc|pocs|lesson|list|thing|things|stuff|everything|anything|something|one|ones|channel|team|app|bot|discuss|ai|open|taken)$/iu,
  /^(?:的|了|吗|呢|吧|是|有|在|和|与|我|我们|你|你们|您|这|那|这个|那个|这些|那些|本|本周|本月|这周|上周|上|个|周|月|今天|昨天|最近|什么|哪些|哪个|哪里|哪|谁|怎么|怎样|如何|多少|为什么|可以|能|会|一下|一个|看|看看|文章|论文|链接|频道|大家|团队|保存|投票|票数|最多|新|做|里|都|还|要|数据|开始|从|关于)$/u,
];

const WORDS = new Intl.Segmenter('zh', { granularity: 'word' });

/** Whether `said` has more to it than what `match` found and what any question to the app may have. */
function tellsMore(said: string, match: RegExpExecArray): boolean {
  const rest = `${said.slice(0, match.index)} ${said.slice(match.index + match[0].length)}`;
  return [...WORDS.segment(rest)].some(
    ({ segment, isWordLike }) => isWordLike && !OF_THE_APP.some((words) => words.test(segment)),
  );
}

const MONTH = /\bmonth\b|月/iu;
const ALL = /\b(?:all|ever|of all time)\b|历史|全部|所有/iu;
const SOURCE = /\b(?:sources?|feeds?|blogs?)\b|信息源|订阅源|博客/iu;
const ADD = /\b(?:add|post|collect|take in)\b|添加|收录|加上|发到/iu;

/** What points back at something said before: "and which of them …", 那它 … */
const REFERS_BACK =
  /^(?:and|but|so|then|also|what about|how about|why|which (?:one|of))\b|^(?:那|还有|为什么|哪个)|\b(?:it|its|they|them|their|these|those|this|that|one|ones|the (?:first|second|third|former|latter|other))\b|它|他们|这些|那些|这个|那个|其中|前者|后者|上面/iu;

/** A question that only what was said before explains; outside of a thread it may as well be a new one. */
export function refersBack(text: string): boolean {
  return REFERS_BACK.test(unescapeEntities(text.replace(/<@[^>]*>/g, ' ')).trim());
}

/** As `parseSpoken` after an answer: whatever is no command in so many words is a further question. */
export function parseFollowUp(text: string): Command {
  const exact = parseCommand(text);
  if (exact.verb !== 'help' || exact.puzzle?.kind !== 'unknown' || linksInText(text).length > 0)
    return parseSpoken(text);
  const question = unescapeEntities(text.replace(/<@[^>]*>/g, ' ')).trim();
  return { verb: 'ask', question: question.slice(0, 500) };
}

/** As `parseCommand`, for a mention or a direct message. A link by itself is to be summarised. */
export function parseSpoken(text: string): Command {
  const exact = parseCommand(text);
  const [url] = linksInText(text);
  if (url && exact.verb === 'add') return aboutLink(text, url);
  if (exact.verb !== 'help' || exact.puzzle === null) return exact;
  if (url) return aboutLink(text, url);
  const said = bare(unescapeEntities(text.replace(/<@[^>]*>/g, ' ')));
  const isTold = TELL_OF.test(said);
  // A verb that lacks something is told what it lacks.
  if (exact.puzzle.kind !== 'unknown' && !(exact.puzzle.kind === 'no-address' && isTold)) return exact;
  const isQuestion = isTold || QUESTION_MARK.test(text) || QUESTION_WORD.test(said);
  for (const [pattern, command] of MEANINGS) {
    const match = pattern.exec(said);
    if (match && !(isQuestion && tellsMore(said, match))) return command(match);
  }
  return isQuestion ? { verb: 'ask', question: said.slice(0, 500) } : exact;
}

/** True of `@discuss-ai add this feed: …`: its link is no article that is shared. */
export function isAboutSource({ text = '' }: { text?: string | undefined }): boolean {
  return parseSpoken(text).verb === 'add-source';
}

function aboutLink(text: string, url: string): Command {
  // What a page is called says nothing of what is wanted.
  const said = text.replace(/<[^>]*>/g, ' ');
  if (!ADD.test(said)) return { verb: 'summarise', urls: linksInText(text) };
  return SOURCE.test(said) ? { verb: 'add-source', url } : { verb: 'add', url };
}

function bare(text: string): string {
  let said = text.trim();
  for (let before = ''; before !== said; ) {
    before = said;
    said = said.replace(POLITE_START, '').replace(POLITE_END, '').trim();
  }
  return said;
}

function searchFor(match: RegExpExecArray): Command {
  const query = (match[1] ?? match[2] ?? '').replace(
    /^(?:articles?|papers?|anything|something)\s+(?:about|on)\s+/iu,
    '',
  );
  return { verb: 'search', query: query.replace(/^(?:about|on)\s+/iu, '').slice(0, 200) };
}

function top({ input }: RegExpExecArray): Command {
  const period: Period = ALL.test(input) ? 'all' : MONTH.test(input) ? 'month' : 'week';
  return { verb: 'top', period };
}
