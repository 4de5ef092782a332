/** Logical types of columns, and the options that say more exactly what a type allows. */
import * as z from 'zod';
import { wholeNumber } from '../scalars.ts';
import { contractText } from './common.ts';

/** What the values of a column are, whatever the store calls it. */
export const logicalTypes = [
  ['string', 'Text.'],
  ['date', 'A day.'],
  ['timestamp', 'A moment: day and time.'],
  ['time', 'A time of day.'],
  ['number', 'A number, with or without decimals.'],
  ['integer', 'A whole number.'],
  ['object', 'Named parts, described in `properties`.'],
  ['array', 'A list, whose elements `items` describes.'],
  ['boolean', 'True or false.'],
  ['map', 'Keys with values, described in `map`.'],
] as const;

export type LogicalType = (typeof logicalTypes)[number][0];

const numbers: readonly LogicalType[] = ['integer', 'number'];
const times: readonly LogicalType[] = ['date', 'timestamp', 'time'];
const clocks: readonly LogicalType[] = ['timestamp', 'time'];
const strings: readonly LogicalType[] = ['string'];
const ordered: readonly LogicalType[] = [...numbers, ...times];

/** The logical types for which each option means something. */
export const optionTypes = {
  minLength: strings,
  maxLength: strings,
  pattern: strings,
  format: [...strings, ...ordered],
  minimum: ordered,
  maximum: ordered,
  exclusiveMinimum: ordered,
  exclusiveMaximum: ordered,
  multipleOf: numbers,
  timezone: clocks,
  defaultTimezone: clocks,
  minProperties: ['object'],
  maxProperties: ['object'],
  required: ['object'],
  minItems: ['array'],
  maxItems: ['array'],
  uniqueItems: ['array'],
} as const satisfies Readonly<Record<string, readonly LogicalType[]>>;

const end = (description: string) => z.union([z.number(), z.string()]).optional().meta({ description });
const exclusiveEnd = (description: string) =>
  z.union([z.boolean(), z.number(), z.string()]).optional().meta({ description });
const size = (description: string) => wholeNumber().optional().meta({ description });

export const logicalTypeOptions = z.strictObject({
  minLength: size('Fewest characters.'),
  maxLength: size('Most characters.'),
  pattern: contractText().optional().meta({ description: 'Regular expression that the text matches.' }),
  format: contractText()
    .optional()
    .meta({
      description:
        'Form of the values: `email`, `uuid`, `uri` and the like for text, `i32` or `f64` for numbers, `yyyy-MM-dd` for days.',
      suggests: {
        email: 'An e-mail address.',
        uuid: 'A UUID.',
        uri: 'An address of the web.',
        hostname: 'A name of a host.',
        ipv4: 'An IPv4 address.',
        ipv6: 'An IPv6 address.',
        i32: 'A whole number of 32 bits.',
        i64: 'A whole number of 64 bits.',
        f32: 'A floating-point number of 32 bits.',
        f64: 'A floating-point number of 64 bits.',
        'yyyy-MM-dd': 'A day.',
      },
    }),
  minimum: end('Least value, itself allowed.'),
  maximum: end('Greatest value, itself allowed.'),
  exclusiveMinimum: exclusiveEnd('Values are greater than this; up to v3.0, `true` excludes `minimum` itself.'),
  exclusiveMaximum: exclusiveEnd('Values are less than this; up to v3.0, `true` excludes `maximum` itself.'),
  multipleOf: z.number().gt(0).optional().meta({ description: 'Values are multiples of this.' }),
  timezone: z.boolean().optional().meta({ description: 'Whether values carry a time zone.', since: 'v3.1.0' }),
  defaultTimezone: contractText()
    .optional()
    .meta({ description: 'The zone of values without one.', standard: 'Etc/UTC', since: 'v3.1.0' }),
  minProperties: size('Fewest parts of an object.'),
  maxProperties: size('Most parts of an object.'),
  required: z.array(contractText()).optional().meta({ description: 'Parts that an object always has.' }),
  minItems: size('Fewest elements of a list.'),
  maxItems: size('Most elements of a list.'),
  uniqueItems: z.boolean().optional().meta({ description: 'Whether no element is in a list twice.' }),
});
