// English plurals, lists and numbers; British where the two differ.
import { grammarOf } from '../grammar.ts';

export type { PluralForms } from '../grammar.ts';

export const { number, shortNumber, count, list, usd } = grammarOf('en-GB');
