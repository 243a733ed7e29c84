// The forms in which a sentence may stand alone: without its lead-in, its asides, its trailing clause. Pure.
// Cuts only at marks after which the rest still reads as a sentence; rewrites nothing.

/** A sentence or a shortened form of it. */
export interface Form {
  text: string;
  lead: boolean;
  tail: boolean;
  aside: boolean;
}

const LEAD_IN =
  /^(?:(?:in (?:this|the present|our) (?:paper|work|article|study|report|thesis|post|letter|survey)|here(?:in)?|to (?:this|that) end|to (?:address|overcome|solve|tackle|alleviate|mitigate|remedy|resolve|bridge|fill|achieve|do|improve|handle|reduce|answer|meet|facilitate|enable|avoid|combat|deal|circumvent)\b[^,]{0,120}|motivated by [^,]{0,100}|inspired by [^,]{0,100}|specifically|in particular|concretely|more specifically|however|therefore|thus|hence|moreover|furthermore|additionally|in addition|finally|consequently|as a result|first(?:ly)?|second(?:ly)?|more importantly|importantly|notably|in contrast|instead|accordingly|overall|in summary|in short|(?:by|with|for|based on|given|using|following|building on|unlike|in order to|as|under|from|on|since|because|while|although|rather than|in light of|in response|towards?) [^,]{0,120}),\s+)(?=\S)|^(?:in this (?:paper|work|article|study|report|thesis|post)|here)\s+(?=(?:we|I)\b)|^(?:在本文中|本文中|在这项工作中|为此|为了解决[^，]{0,30}|此外|因此|最后|具体来说|具体而言)，\s*/iu;
const ADVERB_AFTER_WE =
  /^(We|This paper|This work)\s+(?:therefore|thus|also|then|further|first|hence|instead|here)\s+/u;
const ASIDE = /\s*(?:\([^()]{1,60}\)|\[[\d,;\s–-]{1,30}\]|（[^（）]{1,40}）)/gu;
const TAIL =
  /,\s+(?:which|where|whose|thereby|thus|hence|allowing|enabling|leading|resulting|making|demonstrating|showing|achieving|including|such as|while|whereas|and (?:show|demonstrate|find|prove|provide|evaluate|achieve|apply|propose|introduce|use|analy[sz]e|study|discuss|it|thus|thereby|we)|so that|e\.g|i\.e|without|with|by|yielding|providing|reducing|improving|using|based on|compared|but|as well as|especially|particularly|both|in order to|rather than|even)\b|;\s|，(?:从而|并且|同时|使得|其中|进而|因此)/giu;

/** The sentence as it is first, then each shortened form once. */
export function formsOf(sentence: string): Form[] {
  const forms = new Map<string, Form>();
  const keep = (text: string, lead: boolean, tail: boolean, aside: boolean): void => {
    if (!forms.has(text)) forms.set(text, { text, lead, tail, aside });
  };
  const led = withoutLeadIn(sentence);
  for (const [head, lead] of [
    [sentence, false],
    [led, true],
  ] as const) {
    const bare = head.replace(ASIDE, '');
    for (const [body, aside] of [
      [head, false],
      [bare, true],
    ] as const) {
      keep(body, lead && led !== sentence, false, aside && bare !== head);
      for (const tail of tailCuts(body)) keep(tail, lead && led !== sentence, true, aside && bare !== head);
    }
  }
  return [...forms.values()];
}

/** `In this paper, we show …` → `We show …`. */
export function withoutLeadIn(sentence: string): string {
  let text = sentence;
  for (let round = 0; round < 2; round++) {
    const match = LEAD_IN.exec(text);
    if (!match || tooShort(text.slice(match[0].length))) break;
    const rest = text.slice(match[0].length);
    // A long opening clause is only dropped where the main clause is sure to follow.
    if (match[0].length > 30 && !/^(?:we|I|this|our|the|a|an|it|本文|我们)\b/i.test(rest)) break;
    text = rest;
  }
  text = text.replace(ADVERB_AFTER_WE, '$1 ');
  return text === sentence ? sentence : text.replace(/^[a-z]/, (letter) => letter.toUpperCase());
}

/** What is left must still be a statement; Chinese says one in a third of the characters. */
function tooShort(rest: string): boolean {
  return rest.length < (/\p{Script=Han}/u.test(rest) ? 12 : 40);
}

// Signs that the main clause is complete before the cut: "Our method, which …, wins" must not end at its subject.
const HAS_VERB =
  /\b(?:we|I|you|they|it|is|are|was|were|can|will|has|have|propos\w+|introduc\w+|present\w*|show\w*|demonstrat\w+|achiev\w+|outperform\w*|improv\w+|provid\w+|enabl\w+|allow\w*|announc\w+|releas\w+|launch\w+)\b|[\p{Script=Han}]/iu;
const SHORTEST_TAIL_CUT = 8;

function tailCuts(text: string): string[] {
  const cuts: string[] = [];
  for (const match of text.matchAll(TAIL)) {
    const head = text.slice(0, match.index).trim();
    if (head.split(' ').length < SHORTEST_TAIL_CUT && head.length < 60) continue;
    if (unbalanced(head) || !HAS_VERB.test(head)) continue;
    cuts.push(`${head}${/[。，]/.test(text) ? '。' : '.'}`);
  }
  return cuts;
}

function unbalanced(text: string): boolean {
  const count = (mark: RegExp): number => text.match(mark)?.length ?? 0;
  return count(/[([{（]/g) !== count(/[)\]}）]/g) || count(/["“”]/g) % 2 === 1;
}
