// Tells sentences that are meant for a language model from those meant for readers. They are left out of what a
// summary may rest on. Pure; knows the common forms only, so that it is one guard among several.

const FORMS = [
  // Orders to drop what was asked.
  /\b(?:ignore|disregard|forget|override|bypass|do not follow|stop following)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|directions|(?:the|all|everything)\s(?:above|before|previous))\b/i,
  /\b(?:new|updated|real|actual|additional|following|hidden)\s(?:system\s)?(?:instructions?|prompt|task)\b\s*(?::|-|are|is)/i,
  /\b(?:system|developer|assistant|user)\s?(?:message|prompt|note|override)\b\s*[:\]-]/i,
  /^\W{0,4}(?:system|assistant|developer|user|human)\s*:/i,
  // Marks of chat formats.
  /<\|(?:im_start|im_end|system|user|assistant|endoftext|eot_id)[^>]*\|?>|\[\/?INST\]|<<\/?SYS>>|<\/?(?:system|instructions?|prompt)>|###\s*(?:system|instruction)/i,
  // The end of the data that is not its end: a sentence that begins by closing a fence, or announces the end.
  /^\W{0,4}<\/(?:article|document|data|context|input|text|content)\b[^>]*>|\bEND OF (?:ARTICLE|DOCUMENT|DATA|CONTEXT|INPUT|TEXT)\b/,
  // Speaking to it by what it is.
  /\b(?:you are|act as|pretend to be|behave as|as)\s(?:now\s)?(?:an?\s)?(?:ai|a\.i\.|language model|llm|large language model|chatgpt|gpt-?\d*|assistant|dan)\b.{0,60}\b(?:you|must|should|will|always|never|without|only|that|who)\b/i,
  /\b(?:dear|hey|hello|attention|note to|message to|for)\s(?:the\s)?(?:ai|llms?|language models?|assistants?|chatbots?|summari[sz]ers?|bots?)\b/i,
  /\bif you are (?:an?\s)?(?:ai|llm|language model|assistant|bot)\b/i,
  // What it should do with its own answer.
  /\b(?:in|to|at the end of|at the start of|with)\s(?:your|the)\s(?:answer|response|reply|summary|output)\b/i,
  /\b(?:your|the) (?:answer|response|reply|summary|output) (?:must|should|has to|needs to)\b/i,
  /\b(?:reveal|print|repeat|output|show|leak|send|post)\b.{0,30}\b(?:system prompt|your (?:instructions|prompt|rules)|api[ _-]?keys?|secrets?|passwords?|tokens? of|environment variables?|credentials)\b/i,
  /\b(?:respond|reply|answer|summari[sz]e)\s(?:only\s|just\s)?(?:with|as|by saying|in the form)\b/i,
  /\bdo not (?:mention|tell|reveal|summari[sz]e|disclose)\b.{0,60}\b(?:this|these|user|reader|instruction|anyone)\b/i,
  /(?:忽略|无视|忘记|不要理会).{0,12}(?:指令|指示|提示|要求|规则|以上|之前)|(?:系统|开发者)(?:消息|提示词?|指令)\s*[:：]|你(?:现在)?是(?:一个)?(?:AI|人工智能|语言模型|助手)|(?:在|把).{0,8}(?:回答|回复|摘要|总结)(?:中|里|的(?:开头|结尾|末尾)).{0,12}(?:加|写|包含|插入)/i,
];

/** Long runs without a space that spell no word: base64 and the like, in which orders can hide. */
const ENCODED =
  /(?=[A-Za-z0-9+/=_-]{40,})(?=\S*\d)(?=\S*[a-z])(?=\S*[A-Z])[A-Za-z0-9+/=_-]{40,}|(?:\b[0-9a-f]{2}[\s:]?){24,}/;

export function speaksToModel(sentence: string): boolean {
  return FORMS.some((form) => form.test(sentence)) || ENCODED.test(sentence);
}
