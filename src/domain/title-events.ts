// What a headline says has happened, and whether it says so or only speaks of it. English and Chinese. Pure.

export type StoryEvent =
  | 'release'
  /** Something known is now to be had at one more place. */
  | 'availability'
  | 'funding'
  | 'deal'
  | 'partnership'
  | 'suit'
  | 'probe'
  | 'penalty'
  | 'ruling'
  | 'settlement'
  | 'appeal'
  | 'ban'
  | 'law'
  | 'people'
  | 'outage'
  | 'end'
  | 'office'
  | 'listing'
  | 'finding'
  | 'certificate'
  | 'price'
  | 'market'
  /** On what terms it is sold. */
  | 'offer'
  | 'ranking'
  | 'plan'
  | 'prize'
  /** What somebody thinks of it, or says against it. */
  | 'reaction'
  /** The same once more, by others. */
  | 'copy';

/** Words of a headline by which its event is told; a headline may have several. */
const EVENTS: readonly { event: StoryEvent; words: RegExp }[] = [
  {
    event: 'funding',
    words:
      /\b(?:rais(?:es?|ed|ing)|secur(?:es?|ed)|lands?|nabs?|bags|clos(?:es?|ed))\b.*(?:[$€£¥]|\b(?:[mb]illion|funding|round|series [a-k]|seed)\b)|\b(?:funding|valuation|valued at|series [a-k]|seed|[mb]illion) round\b|\bin (?:latest |new )?(?:funding|round)\b|\bvalu(?:es?|ed|ation)\b.*\b(?:at|in|of|to)\b|\b(?:stakes?|invests?|to invest|invested|backs)\b|融资|估值|领投|投资|入股/i,
  },
  {
    event: 'deal',
    words:
      /\b(?:acquir(?:es?|ed|ing)|acquisition|buys|to buy|buying|bought|bid|offers? (?:to|for)|merges? with|merger|takeover|takes over|joins|joining|(?:now |becomes? )(?:a )?part of)\b|收购|并购|合并/i,
  },
  {
    event: 'partnership',
    words:
      /\b(?:partner(?:s|ed|ing|ships?)?|teams? up|teamed up|collaborat\w+|alliance|joins forces|deal|agreement|mou|memorandum|invests?|to invest|commits?|integrates?|works? with|working with)\b|合作|携手|签署|联手|投资/i,
  },
  // An affair has steps, and each is a story of its own: the fine, and the appeal against it.
  {
    event: 'suit',
    words: /\b(?:su(?:es?|ed|ing)|lawsuits?|complaint|(?:to|in) court|cases?)\b|起诉|诉讼/i,
  },
  {
    event: 'probe',
    words: /\b(?:probes?|inquir(?:y|ies)|investigat\w+|antitrust|looks into)\b|调查|反垄断/i,
  },
  { event: 'penalty', words: /\b(?:fin(?:ed|es)|penalt(?:y|ies))\b|罚款/i },
  {
    event: 'ruling',
    words:
      /\b(?:judges?|jury|rul(?:es|ed|ings?)|prevails?|verdict|court (?:finds|sides|says)|(?:loses|lost|wins|won)\b.*\b(?:case|suit|lawsuit))\b|判决|裁定|胜诉|败诉/i,
  },
  { event: 'settlement', words: /\bsettle(?:s|d|ment)?\b|和解/i },
  { event: 'appeal', words: /\bappeals?\b|上诉/i },
  {
    event: 'ban',
    words: /\b(?:orders|ordered|directive|bans?|banned|blocks|blocked|bars|regulators?)\b|禁止|封禁/i,
  },
  { event: 'law', words: /\b(?:veto(?:es|ed)?|lawmakers|bill|laws?|act)\b|否决|法案/i },
  {
    event: 'people',
    words:
      /\b(?:steps? down|resigns?|appoint(?:s|ed|ment)?|depart(?:s|ed|ure)|leav(?:es?|ing)|left|quits?|ousted|fired|hir(?:es?|ed|ing)|join(?:s|ed|ing)?|names|named|to chair|to lead|as (?:head|chief|ceo|cto|president|director)|is out)\b|离职|加盟|卸任|任命|辞职|出任|离开/i,
  },
  {
    event: 'outage',
    words:
      /\b(?:outages?|(?:goes|is|are|went) down|down for|takes down|disruption|breach(?:ed)?|leaks?|leaked|hacked|incident)\b|宕机|故障|泄露|无法访问/i,
  },
  {
    event: 'end',
    words:
      /\b(?:deprecat\w+|retir(?:es?|ing|ed)|shuts? down|shutting down|switch(?:es)? off|discontinu\w+|sunsets?|withdraws?|suspend\w*|delays?|delayed|postpones?)\b|停用|下线|关闭|推迟|延期|暂停/i,
  },
  {
    event: 'office',
    words:
      /\bopen(?:s|ed|ing)?\b.*\b(?:offices?|headquarters|hub|lab)\b|\boffices? in\b|\bsets? up (?:shop|office)|办公室|总部|设立/i,
  },
  { event: 'listing', words: /\b(?:ipo|s-1|public offering|go(?:es|ing)? public|listing)\b|上市|招股/i },
  {
    event: 'finding',
    words:
      /\b(?:stud(?:y|ies)|research(?:ers)?|finds?|found|discover(?:s|ed)?|proves?|disprov\w+|evidence|evaluat\w+|assess\w+|measur\w+)\b|研究|发现|论文/i,
  },
  {
    event: 'certificate',
    words: /\b(?:certif\w+|complian(?:t|ce)|accredit\w+|earns|achieves)\b|认证|合规/i,
  },
  {
    event: 'price',
    words: /\b(?:pric(?:es?|ing|ed)|discounts?|cheaper|costs?|fees?)\b|降价|涨价|价格|定价/i,
  },
  { event: 'offer', words: /[$€£]\d+(?:[- ]a[- ]month)? plan\b|套餐|包月/i },
  {
    event: 'market',
    words:
      /\b(?:shares|stocks?|investors|analysts|earnings|trading debut|(?:opens?|opened|closes?|closed|trades?) (?:below|above|up|down))\b|股价|股市|投资者|破发/i,
  },
  {
    event: 'ranking',
    words:
      /\b(?:beats?|beating|outperforms?|tops|wins|leads|leaderboards?|benchmarks?|record|ranks?)\b|超越|击败|登顶|榜/i,
  },
  {
    event: 'plan',
    words: /\b(?:plans?|planned|pledges?|pledged|to (?:invest|spend))\b|计划|将投入|投入/i,
  },
  { event: 'prize', words: /\b(?:prizes?|awards?|awarded|nobel|medal)\b|诺贝尔|获奖|大奖/i },
  {
    event: 'reaction',
    words:
      /\b(?:critici[sz]\w*|slams?|warns?|warned|warning|accus\w+|condemns?|respon(?:ds?|se)|hits back|den(?:y|ies|ied)|rejects?|rejected|threatens?|fears?|doubts?|argues?|defends?|mocks?|complains?|apologi[sz]\w*|apology|regrets?|questions?|asks|urges?|demands?|protests?|petitions?|outcry|backlash|concerns?|objects? to)\b|批评|警告|指责|指控|回应|否认|质疑|抗议|道歉|呼吁/i,
  },
  { event: 'copy', words: /\b(?:rebuil\w+|replicat\w+|reproduc\w+|clon(?:es?|ed|ing))\b|复刻|复现/i },
  {
    event: 'availability',
    words:
      /\b(?:available|lands?|arrives?|comes?|coming|live) (?:in|on|to|via|through|at) (?!all\b|every|public|preview|general)|\b(?:now )?supports?\b|\bsupport for\b|\bmoves? to\b|接入|支持/i,
  },
  {
    event: 'release',
    words:
      /\b(?:releas(?:es?|ed|ing)|launch(?:es|ed|ing)?|introduc(?:es?|ed|ing)|unveil(?:s|ed|ing)?|announc(?:es?|ed|ing)|debuts?|roll(?:s|ed|ing)? out|ships?|shipped|open(?:s|ed|ing) (?:the |its )?(?:weights|a preview|source)|open[- ]sourc(?:es?|ed|ing)|drops?|(?:is|are) (?:here|out|live|ready)|(?:has|have) (?:landed|arrived)|now available|available|arriv(?:es?|ed)|lands|presents?|previews|(?:an?|in|public) preview|updates?|updated|puts? out|adds|(?:its|\w+['’]s) (?:new|latest|first|next)|now lets?|open(?:s|ed) .{0,40}\b(?:code|weights|to)\b|(?:is|are) open|free for (?:all|everyone))\b|发布|推出|开源|上线|亮相|登场|问世|面世|来了|开放|公布|可用|升级/i,
  },
];

/** What led to the news, or happened beside it, is another event: "Shares rise after launch of GPT-5". */
const ASIDE = /^(.{12,}?\S)\s+(?:after|amid|following|ahead of|despite|while|weeks|days|hours)\b/i;

export function eventsOf(whole: string): Set<StoryEvent> {
  const text = ASIDE.exec(whole)?.[1] ?? whole;
  const events = new Set<StoryEvent>();
  for (const { event, words } of EVENTS) if (words.test(text)) events.add(event);
  // What is to be had somewhere is not thereby new.
  if (events.has('availability') && !RELEASED.test(text)) events.delete('release');
  return events;
}

/** Verbs that say plainly that something is new. */
export const RELEASED = /\b(?:releas|launch|introduc|unveil|announc|open[- ]sourc|debut)|发布|推出|开源/i;

const TAKE_WORDS =
  'how|why|what|when|should|guide|tutorial|review(?:ed|ing)?|hands[- ]on|tested|testing|tried|trying|vs\\.?|versus|' +
  'compar\\w+|lessons?|opinion|analysis|analy[sz]\\w+|explained|interview|podcast|episode|recap|round[- ]?up|' +
  'this week|week in review|weekly|monthly|newsletter|digest|cookbook|system card|model card|prompting|tips|tricks|' +
  'thoughts|first look|look at|look inside|deep dive|build(?:ing)? (?:an? |your |with)|fine[- ]tun\\w+|locally|' +
  'in practice|is (?:not|an?|the)|(?:hours|days|weeks?|months?) (?:with|of)|reaction|critics?|criticism|course|jailbreak\\w*';
const TAKE = new RegExp(
  `\\b(?:${TAKE_WORDS})\\b|\\?|教程|评测|测评|实测|体验|对比|解读|(?:深度|技术|全面)分析|分析[：:$]|如何|为什么|怎么|盘点|周报|日报|访谈|指南|吐槽|[？吗]`,
  'i',
);
/** What is not certain yet is another story than what is. */
const UNCERTAIN =
  /\b(?:in talks|rumou?r(?:s|ed)?|consider(?:s|ing)|weighs|nears|close to|may|might|could|seeks?|seeking|explor(?:es|ing)|to vote|expected to|tomorrow|next week)\b|明天|下周|传闻|曝|或将|有望|洽谈|拟/i;

/**
 * Says something on a thing rather than that the thing is there: a review, a guide, a comparison. What stands behind a
 * colon is not asked where the words before it tell an event: "It is out: what is new".
 */
export function isTake(text: string): boolean {
  const [head = ''] = text.split(/[:：]\s/);
  if (head !== text && eventsOf(head).has('release')) return TAKE.test(head);
  return TAKE.test(text);
}

export function isUncertain(text: string): boolean {
  return UNCERTAIN.test(text);
}

/** A person speaks of their own doing: "I replaced search for a day", "my week with it". */
const PERSONAL = /\bI(?:['’](?:m|ve|d|ll))?(?= [a-z])|\b[Mm]y\b|我(?!们)/u;
/** Who publishes speaks of their own doing, and names nobody as doing it: "Our evaluation of …", "Assessing …". */
const OWN =
  /\b(?:[Ww]e|[Oo]ur|us)\b|我们|^(?!(?:During|Being|King|Ring|Spring|String)\b)(?:[A-Z][a-z]+ing\b(?! (?:AI|Labs?|Machines?)\b)|(?:Findings|Results|Lessons|Insights|Notes|Evidence|Evaluation|Assessment) (?:from|of|on)\b)/;

/** How a piece that looks at a thing begins, where its headline does not tell. */
const LOOK =
  /\ban? (?:analysis|look|review|guide|comparison|interview|conversation|closer look) (?:of|at|to|with|on|into)\b|本文|我们用/i;

/** "Not so gentle", "comes without code": what is denied is not what is said. */
const DENIED = /\b(?:not|without|cannot)\b|n['’]t\b/i;

export const isDenied = (text: string): boolean => DENIED.test(text);

export const isPersonal = (text: string): boolean => PERSONAL.test(text);

/** `beginning`: of the text, its first sentences. */
export const beginsAsTake = (beginning: string): boolean => PERSONAL.test(beginning) || LOOK.test(beginning);

export const isOwnVoice = (text: string): boolean => OWN.test(text);
