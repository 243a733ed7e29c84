// Names in scripts that have no capitals: known by what stands beside them (a title, a company, a town), by Japanese
// writing foreign ones in a script of its own, or by the place of another name that they take. For statements in
// their article's language; words of two languages cannot be compared. Pure.
import type { Replacement } from './replaced.ts';

export const CASELESS =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Arabic}\p{Script=Hebrew}]/u;

const HAN = '\\p{Script=Han}';
/** Ends of words before a title that make no name of them: "one professor", "that professor". */
const COUNTED = '(?<![位名个個该該某的和与與及是为為各同前原女男两兩多数數者人])';

const KATAKANA = '[\\p{Script=Katakana}ー]{2,}';

type Kind = 'person' | 'place';

const ARABIC_OPENING = '(?<=(?<!\\p{L})[وفبلك]?(?:';
const HEBREW_OPENING = '(?<=(?<!\\p{L})[ושהבלמכ]?(?:';
/** After these a word is none of the name. */
const ARABIC_NAME = ') )(?!(?:من|في|إن|أن|التي|الذي|على)(?!\\p{L}))\\p{L}{2,}';
const HEBREW_NAME = ') )(?!(?:של|על|את|כי|אשר)(?!\\p{L}))\\p{L}{2,}';
const KOREAN_NAME = '(?<!\\p{Script=Hangul})\\p{Script=Hangul}{2,4}(?= ?(?:';
const KOREAN_END = ')(?!\\p{Script=Hangul}{4}))';

/** What stands before or after a name. A company and a town are one kind: both may be a place of work. */
const BESIDE: [Kind, string][] = [
  ['person', `[${HAN}]{2}${COUNTED}(?=先生|女士|教授|博士|院士|总统|總統|总理|部长|市长)`],
  ['person', `[${HAN}]{2}${COUNTED}(?=さん|氏(?!名)|社長|会長|大統領|首相|准教授|研究員|記者|選手|監督)`],
  ['place', `[${HAN}]{2}${COUNTED}(?=大学|大學|市(?![場民販场长])|県)`],
  ['person', `${KATAKANA}(?=さん|氏(?!名)|教授|博士|社長|会長|大統領|首相|准教授|研究員)`],
  ['place', `${KATAKANA}(?=社(?![員会])|財団|研究所|大学|市(?![場民販])|県)`],
  [
    'person',
    `${KOREAN_NAME}씨|대표|교수|박사|사장|회장|대통령|총리|장관|의원|연구원|기자|감독|팀장|소장|원장|시장${KOREAN_END}`,
  ],
  ['place', `${KOREAN_NAME}대학교|대학|연구소|은행|그룹|전자${KOREAN_END}`],
  [
    'person',
    `${ARABIC_OPENING}الدكتورة?|السيدة?|الأستاذة?|الرئيسة?|الوزيرة?|المديرة?|المهندسة?|الباحثة?${ARABIC_NAME}`,
  ],
  ['place', `${ARABIC_OPENING}شركة|جامعة|معهد|مدينة|مختبر|بنك${ARABIC_NAME}`],
  [
    'person',
    `${HEBREW_OPENING}ד["״]ר|פרופ['׳]|פרופסור|מר|גב['׳]|גברת|נשיאה?|שרה?|מנהלת?|מנכ["״]לי?ת?|חוקרת?|מהנדסת?${HEBREW_NAME}`,
  ],
  ['place', `${HEBREW_OPENING}חברת|אוניברסיטת|מכון|עיר|בנק${HEBREW_NAME}`],
];
const PATTERNS = BESIDE.map(([kind, pattern]) => ({ kind, pattern: new RegExp(pattern, 'gu') }));

const LOANWORD = /[\p{Script=Katakana}ー]{3,}/gu;
/** Loanwords that anybody uses. */
const LOANWORDS = new Set(
  (
    'モデル データ システム サービス ユーザー ユーザ テスト コード ツール メモリ メモリー サイズ コスト チーム ソフトウェア ハードウェア ' +
    'アプリ アプリケーション エージェント ベンチマーク トークン パラメータ パラメーター プロンプト タスク ニュース バージョン リリース ' +
    'オープンソース ライセンス レベル エラー スコア テキスト ファイル サーバー サーバ クラウド プログラム パソコン スマートフォン スマホ ' +
    'インターネット ネット セキュリティ プライバシー ロボット カメラ センサー エネルギー ページ ドル ユーロ パーセント ポイント プロジェクト ' +
    'メンバー グループ プラットフォーム デバイス コンピュータ コンピューター ネットワーク アルゴリズム フレームワーク ライブラリ ドキュメント ' +
    'ケース ステップ プロセス ルール リスト リンク サイト ブログ メール メッセージ コミュニティ プロダクト ビジネス マーケット スタートアップ ' +
    'インフラ トレーニング チューニング プログラミング オープン スピード クラス タイプ パターン バッチ キャッシュ クエリ レイヤー ノイズ ' +
    'アイデア アプローチ メリット デメリット ポリシー リスク サポート カード ゲーム ビデオ イベント センター オフィス'
  ).split(' '),
);

/** Names by what stands beside them. */
function titledIn(text: string): { kind: Kind; name: string }[] {
  return PATTERNS.flatMap(({ kind, pattern }) => (text.match(pattern) ?? []).map((name) => ({ kind, name })));
}

/**
 * Names that the article does not have, or has for something else: `isKnown` tells whether it has the word near by. Words
 * in Katakana count where they are none of everyday.
 */
export function strangeNames(text: string, article: string, isKnown: (name: string) => boolean): string[] {
  if (!CASELESS.test(text)) return [];
  const given = titledIn(article);
  const isOther = ({ kind, name }: { kind: Kind; name: string }): boolean => {
    const kinds = given.filter((one) => one.name === name).map((one) => one.kind);
    return kinds.length > 0 && !kinds.includes(kind);
  };
  const titled = titledIn(text).filter((one) => !isKnown(one.name) || isOther(one));
  const written = (text.match(LOANWORD) ?? []).filter((word) => !LOANWORDS.has(word) && !isKnown(word));
  return [...new Set([...titled.map(({ name }) => name), ...written])];
}

/** Words of a statement that stand in the place of others, in a script without capitals. */
export interface Stranger {
  kind: 'name' | 'moved';
  found: string;
}

/** Words that stand where the evidence, in the same words around them, has others. */
export function caselessStrangers(replaced: readonly Replacement[], evidence: string): Stranger[] {
  const places = replaced
    .map(({ said, given, tight, edge }) => ({
      said: said.filter((word) => isWord(word) && (tight || isNoVerbAt(edge, word))),
      given: given.filter(isWord),
    }))
    .filter(({ said, given }) => said.length > 0 && said.length <= 2 && given.length > 0)
    // "The robot" by its name.
    .filter(({ given }) => !given.some((word) => LOANWORDS.has(word)));
  return places.flatMap(({ said, given }): Stranger[] => {
    const strange = said.find((word) => !given.some((other) => isFormOf(word, other)));
    if (strange === undefined) return [];
    if (!evidence.includes(strange)) return [{ kind: 'name', found: strange }];
    const exchanged = places.some(
      (other) => other.said !== said && sharesForm(other.given, said) && sharesForm(other.said, given),
    );
    return exchanged ? [{ kind: 'moved', found: strange }] : [];
  });
}

/** Korean ends with its verb, Arabic begins with it: there another word is another way to say the same. */
function isNoVerbAt(edge: Replacement['edge'], word: string): boolean {
  if (/\p{Script=Arabic}/u.test(word)) return edge === 'end';
  return edge === 'start' || (edge === 'end' && /\p{Script=Hebrew}/u.test(word));
}

/** Endings of verbs. */
const KOREAN_VERB = /(?:다|고|며|면서|지만|하는|했던|되는|된|한)$/;

/** Han characters are parts of words, and Hiragana is grammar: neither can be held against another. */
function isWord(token: string): boolean {
  if (KOREAN_VERB.test(token)) return false;
  return /^[\p{Script=Katakana}ー]{2,}$|^\p{Script=Hangul}{2,}$|^[\p{Script=Arabic}\p{Script=Hebrew}]{2,}/u.test(
    token,
  );
}

function sharesForm(some: readonly string[], others: readonly string[]): boolean {
  return some.some((word) => others.some((other) => isFormOf(word, other)));
}

/** A word with other particles, prefixes or endings: two syllables in common, or three letters of an alphabet. */
function isFormOf(word: string, other: string): boolean {
  const least = Math.min(/\p{Script=Hangul}/u.test(word) ? 2 : 3, word.length, other.length);
  for (let from = 0; from + least <= word.length; from += 1) {
    if (other.includes(word.slice(from, from + least))) return true;
  }
  return false;
}
