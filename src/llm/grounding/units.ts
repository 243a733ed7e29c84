// Units that a number may carry, and what each is worth in its dimension's base unit. Pure; knows no numbers.

export interface Unit {
  dimension: string;
  /** Base units in one of these: 60 for a minute, where the base is a second. */
  scale: number;
}

/** What is written after the number, case ignored; an underscore or hyphen inside stands for a space or hyphen. */
const WRITTEN: [dimension: string, scale: number, forms: string][] = [
  ['%', 1, '% percent per_cent pct prozent procent pour_cent por_ciento'],
  ['points', 1, 'percentage-points percentage-point points point pp prozentpunkte 个百分点 百分点'],
  ['times', 1, '× times time fold -fold mal 倍'],
  ['time', 1e-9, 'ns nanoseconds nanosecond 纳秒'],
  ['time', 1e-6, 'µs μs us microseconds microsecond 微秒'],
  ['time', 1e-3, 'ms milliseconds millisecond msec millisekunden 毫秒'],
  ['time', 1, 's sec secs second seconds sekunden sekunde 秒 秒钟'],
  ['time', 60, 'min mins minute minutes minuten 分钟'],
  ['time', 3600, 'h hr hrs hour hours stunden stunde 小时 个小时'],
  ['time', 86_400, 'day days tage tagen tag 天'],
  ['time', 604_800, 'week weeks wochen woche 周 星期 个星期'],
  ['calendar', 1, 'month months monate monat 个月'],
  ['calendar', 12, 'year years yr yrs jahre jahren jahr 年'],
  ['bytes', 1, 'bytes byte 字节'],
  ['bytes', 1e3, 'kb kib kilobytes'],
  ['bytes', 1e6, 'mb mib megabytes'],
  ['bytes', 1e9, 'gb gib gigabytes gigabyte'],
  ['bytes', 1e12, 'tb tib terabytes terabyte'],
  ['bytes', 1e15, 'pb petabytes petabyte'],
  ['bits', 1, 'bit bits 比特'],
  ['length', 1e-9, 'nm nanometers nanometres'],
  ['length', 1e-3, 'mm millimeters millimetres 毫米'],
  ['length', 1e-2, 'cm centimeters centimetres 厘米'],
  ['length', 1, 'meters metres meter metre 米'],
  ['length', 1e3, 'km kilometers kilometres kilometer 公里 千米'],
  ['length', 1609.344, 'miles mile mi 英里'],
  ['length', 0.3048, 'feet foot ft'],
  ['length', 0.0254, 'inches inch'],
  ['mass', 1e-3, 'mg milligrams'],
  ['mass', 1, 'grams gram g 克'],
  ['mass', 1e3, 'kg kilograms kilogram 公斤 千克'],
  ['mass', 453.592, 'pounds-weight lbs lb'],
  ['mass', 1e6, 'tonnes tonne 吨'],
  ['power', 1, 'watts watt w 瓦'],
  ['power', 1e3, 'kw kilowatts 千瓦'],
  ['power', 1e6, 'mw megawatts 兆瓦'],
  ['power', 1e9, 'gw gigawatts 吉瓦'],
  ['energy', 1, 'wh'],
  ['energy', 1e3, 'kwh kilowatt-hours 千瓦时 度电'],
  ['energy', 1e6, 'mwh'],
  ['frequency', 1, 'hz hertz'],
  ['frequency', 1e6, 'mhz'],
  ['frequency', 1e9, 'ghz'],
  ['horsepower', 1, 'hp horsepower 马力'],
  ['degrees', 1, '°c ℃ 摄氏度'],
  ['fahrenheit', 1, '°f ℉ 华氏度'],
  ['USD', 1, 'usd us-dollars dollars dollar 美元 美金'],
  ['USD', 0.01, 'cents cent 美分'],
  ['EUR', 1, 'eur euros euro 欧元 €'],
  ['GBP', 1, 'gbp pounds pound 英镑'],
  ['CNY', 1, 'cny rmb yuan renminbi 元 元人民币'],
  ['JPY', 1, 'jpy yen 日元'],
];

/** Before the number. */
export const CURRENCY_SIGNS: Record<string, string> = {
  $: 'USD',
  us$: 'USD',
  'usd ': 'USD',
  '€': 'EUR',
  '£': 'GBP',
  '¥': 'CNY',
  'rmb ': 'CNY',
};

const UNITS = new Map<string, Unit>();
for (const [dimension, scale, forms] of WRITTEN) {
  for (const form of forms.split(' ')) UNITS.set(form.replace(/(?<=.)[-_]/g, ' '), { dimension, scale });
}

const escaped = (form: string): string => form.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/ /g, '[\\s-]');
const LATIN = [...UNITS.keys()]
  .filter((form) => /^[\x20-\x7eµμ]+$/.test(form))
  .sort((a, b) => b.length - a.length);
const OTHER = [...UNITS.keys()].filter((form) => !LATIN.includes(form)).sort((a, b) => b.length - a.length);
const UNIT = new RegExp(
  `^(?:[\\s-]?(${LATIN.filter((form) => /\w$/.test(form))
    .map(escaped)
    .join('|')})(?![\\p{L}\\d])|\\s?(%|${OTHER.map(escaped).join('|')})|[\\s-]?(x)(?![\\p{L}\\d]))`,
  'iu',
);

/** The unit that `rest`, the text after a number, begins with, and how long it is there. */
export function unitAt(rest: string): { unit: Unit; length: number } | null {
  const match = UNIT.exec(rest);
  if (!match) return null;
  if (match[3]) return { unit: { dimension: 'times', scale: 1 }, length: match[0].length };
  const form = (match[1] ?? match[2] ?? '').toLowerCase().replace(/[\s-]/g, ' ');
  const unit = UNITS.get(form);
  return unit ? { unit, length: match[0].length } : null;
}
