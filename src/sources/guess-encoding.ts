// Guesses the encoding of text that declares none, or declares UTF-8 and is not. Uses the platform's decoders.

/** Enough of a text to tell its encoding by, without reading ten megabytes for it. */
const SAMPLE_BYTES = 65_536;

interface Script {
  encodings: string[];
  /** Letters that running text in that encoding is full of. */
  common: RegExp;
  /** Share of the characters beyond ASCII that must be common ones. */
  least: number;
}

/** In order of how little they are taken for one another: kana and hangul tell more than Chinese characters do. */
const SCRIPTS: Script[] = [
  { encodings: ['euc-kr'], common: /[\uac00-\ud7a3]/gu, least: 0.6 },
  { encodings: ['iso-2022-jp', 'shift_jis', 'euc-jp'], common: /[\u3040-\u30ff]/gu, least: 0.25 },
  { encodings: ['gb18030', 'big5'], common: commonChinese(), least: 0.25 },
  { encodings: ['windows-1251', 'koi8-r'], common: /[а-яё]/gu, least: 0.75 },
];

/** Some of the most frequent characters of running Chinese, both ways of writing, and its punctuation. */
function commonChinese(): RegExp {
  return /[的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运這個們來為國說時會對過發後裡種經麼學現當沒動還進樣開從實軍無與長機關點業將兩間問並應戰頭體見產話給門兒東聲員義條氣題爾別變總電數報結務場計資許統區隊決馬書聽卻達強難權設記類據邊張該規萬覺術領確傳師觀識帶導爭運，。、：；「」]/gu;
}

/**
 * The encoding of `body` by its WHATWG name: the first that decodes a sample without a fault and gives letters
 * that such text is made of; `windows-1252` where none does.
 */
export function guessEncoding(body: Buffer): string {
  const sample = sampleFrom(body);
  for (const { encodings, common, least } of SCRIPTS) {
    const best = encodings
      .map((encoding) => ({ encoding, share: shareOf(sample, encoding, common) }))
      .toSorted((a, b) => b.share - a.share)[0];
    if (best && best.share >= least) return best.encoding;
  }
  return 'windows-1252';
}

/** From shortly before the first byte beyond ASCII: what stands before says nothing. */
function sampleFrom(body: Buffer): Buffer {
  const first = body.findIndex((byte) => byte > 0x7f || byte === 0x1b);
  const from = Math.max(0, first - 64);
  return body.subarray(from, from + SAMPLE_BYTES);
}

function shareOf(sample: Buffer, encoding: string, common: RegExp): number {
  const text = new TextDecoder(encoding).decode(sample);
  const letters = text.match(/\P{ASCII}/gu)?.length ?? 0;
  // The sample may end inside a character, and real text has a fault here and there.
  const faults = text.match(/\ufffd/g)?.length ?? 0;
  if (letters === 0 || faults > 1 + letters / 50) return 0;
  return (text.match(common)?.length ?? 0) / letters;
}
