// Pages that show something else in their article's place: a request for cookies, JavaScript, a login or money. Pure.

/** A wall is short; an article about cookies is not. */
const WALL_WORDS = 250;
/** The first paragraphs of an article that must be paid for. */
const TEASER_WORDS = 400;

interface PageText {
  title: string;
  text: string;
  wordCount: number;
  /** False where the page itself says that its article must be paid for. */
  isFree: boolean;
}

/** Why the text is no article, fit to be shown; `null` where it may be one. */
export function wallOf(page: PageText): string | null {
  if (!page.isFree && page.wordCount < TEASER_WORDS) return PAYWALL;
  if (isConsentPage(page)) return COOKIES;
  if (page.wordCount >= WALL_WORDS) return null;
  const titled = TITLES.find(({ says }) => says.test(page.title.trim()));
  return (titled ?? WALLS.find(({ says }) => says.test(page.text)))?.reason ?? null;
}

const SCRIPT = 'the page shows its text only with JavaScript';
const COOKIES = 'the page asks for cookies to be accepted';
const ROBOTS = 'the page asks whether the reader is human';
const PAYWALL = 'the page asks for a login or a subscription';
const MISSING = 'the page says that there is nothing at this address';

const TITLES = [
  {
    says: /^(?:just a moment|attention required|access denied|are you a robot|security check|verifying)/i,
    reason: ROBOTS,
  },
  {
    says: /^(?:sign in|log ?in|sign up|subscribe|login required|anmelden|登录|用户登录)(?:$|\s*[|–—·:-]|\s+to\b)/i,
    reason: PAYWALL,
  },
  {
    says: /^(?:error )?(?:404|410)\b|^(?:page|article|file) (?:not found|does not exist)|^not found$|^(?:页面不存在|找不到页面)/i,
    reason: MISSING,
  },
];

const WALLS = [
  {
    says: /\b(?:enable|turn on|activate|requires?|need|without) java ?script\b|\bjava ?script (?:is (?:disabled|required|not (?:enabled|available))|to run this app|muss|aktivieren)|请(?:启用|开启|打开) ?javascript|启用 ?javascript|javascript ?を有効/i,
    reason: SCRIPT,
  },
  {
    says: /\b(?:accept|manage|reject|consent to|use of|we use) (?:all |our |the )?(?:non-essential )?cookies\b|\bcookie (?:policy|preferences|settings|consent)\b|\bbefore you continue\b|\bcookies (?:akzeptieren|zulassen)\b|\baccepter (?:tous )?les cookies\b|接受 ?cookies?/i,
    reason: COOKIES,
  },
  {
    says: /\b(?:verify(?:ing)? (?:that )?you are (?:a )?human|checking your browser|are you a robot|unusual traffic|complete the captcha|access denied|attention required)\b|请完成(?:安全)?验证|人机验证/i,
    reason: ROBOTS,
  },
  {
    says: /\b(?:subscribe|sign in|log in|create an? (?:free )?account|register) to (?:continue|read|keep reading|view|access|unlock)\b|\bthis (?:post|content|article|story) is (?:only )?(?:for|available to) (?:our )?(?:paid |paying |registered )?(?:subscribers|members)\b|\b(?:already a (?:subscriber|member)\?|you have reached your (?:article )?limit)|请(?:先)?登录(?:后|查看|以)|登录后(?:查看|阅读)|付费(?:阅读|内容)/i,
    reason: PAYWALL,
  },
];

/** Consent pages can be long; nothing else speaks of cookies, consent and partners in every sentence. */
const CONSENT_WORDS = /\b(?:cookies?|consent|partners?|privacy|personali[sz]ed ads?)\b/gi;
const CONSENT_SHARE = 0.06;
const CONSENT_CHOICE = /\b(?:accept|agree|reject|refuse|manage)\b/i;

function isConsentPage({ text, wordCount }: PageText): boolean {
  const words = text.match(CONSENT_WORDS)?.length ?? 0;
  return words > 3 && words > CONSENT_SHARE * wordCount && CONSENT_CHOICE.test(text);
}
