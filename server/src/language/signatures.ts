/** The functions of the expression language, as help shows them while their arguments are typed. */
import { countedFields, timeFields } from '../spec/expression.ts';
import type { FunctionName } from '../spec/expression.ts';

export interface Signature {
  /** One sentence. */
  readonly meaning: string;
  /** What stands between two parameters. */
  readonly separator: ', ' | ' from ';
  readonly parameters: readonly { readonly name: string; readonly meaning: string }[];
}

const number = { name: 'number', meaning: 'A number, or a column with numbers.' };
const text = { name: 'text', meaning: 'A text in single quotes, or a column with texts.' };
const words = (fields: readonly string[]): string => fields.map((field) => `\`${field}\``).join(', ');

/** By name, in small letters. */
export const signatures: Readonly<Record<FunctionName | 'extract', Signature>> = {
  abs: { meaning: 'The number without its sign.', separator: ', ', parameters: [number] },
  lower: { meaning: 'The text in small letters.', separator: ', ', parameters: [text] },
  upper: { meaning: 'The text in capital letters.', separator: ', ', parameters: [text] },
  length: { meaning: 'How many characters the text has.', separator: ', ', parameters: [text] },
  coalesce: {
    meaning: 'The first value that is not null.',
    separator: ', ',
    parameters: [
      { name: 'value', meaning: 'Taken when it is not null.' },
      { name: 'otherwise…', meaning: 'Taken when everything before it is null.' },
    ],
  },
  round: {
    meaning: 'The nearest number with so many digits; halves go away from zero.',
    separator: ', ',
    parameters: [number, { name: 'digits', meaning: 'Digits after the point; none unless said.' }],
  },
  floor: { meaning: 'The nearest whole number below.', separator: ', ', parameters: [number] },
  ceil: { meaning: 'The nearest whole number above.', separator: ', ', parameters: [number] },
  date_diff: {
    meaning: 'How many times a year, a day or an hour begins after the first time and up to the second.',
    separator: ', ',
    parameters: [
      { name: "'field'", meaning: `What is counted, in single quotes: ${words(countedFields)}.` },
      { name: 'start', meaning: 'The first time.' },
      { name: 'end', meaning: 'The second time; the count is negative when it is earlier.' },
    ],
  },
  extract: {
    meaning: 'One part of a time.',
    separator: ' from ',
    parameters: [
      {
        name: 'field',
        meaning: `One of ${words(timeFields)}; \`dow\` counts from Sunday = 0, \`week\` is the ISO week.`,
      },
      { name: 'time', meaning: 'A column with dates or times, or a date in single quotes.' },
    ],
  },
};
