/** Rules about quantities: numbers with units, as written and as expected. */
import type { Rule } from './rule.ts';
import { problemsOf } from './spec.ts';

export const quantityRules: readonly Rule[] = [
  {
    id: 'quantity/decimal-comma',
    severity: 'E/E/E',
    finds: 'a decimal comma, or separators between thousands',
    why: '`0,98` is text to YAML, and `1,000` is one in some countries and a thousand in others. Write a decimal point and no separators.',
    hasFix: true,
    check: (context) => problemsOf(context, 'quantity/decimal-comma'),
  },
  {
    id: 'quantity/unknown-unit',
    severity: 'E/E/E',
    finds: 'a unit that is not in the list',
    why: 'Units come from a closed list, with case that carries meaning (`MB` and `MiB`, `mW` and `MW`), so that a typo is found instead of being read as another unit.',
    hasFix: true,
    check: (context) => problemsOf(context, 'quantity/unknown-unit'),
  },
  {
    id: 'quantity/not-a-number',
    severity: 'E/E/E',
    finds: 'a quantity that does not begin with a number',
    why: 'A quantity is a decimal number and a unit. Hexadecimal, octal, infinite and approximate numbers are refused, although YAML may read some of them.',
    check: (context) => problemsOf(context, 'quantity/not-a-number'),
  },
  {
    id: 'quantity/spacing',
    severity: 'W/W/W',
    finds: 'a missing space between number and unit',
    why: 'One spelling makes specs searchable. The quantity is read as if the space were there.',
    hasFix: true,
    check: (context) => problemsOf(context, 'quantity/spacing'),
  },
];
