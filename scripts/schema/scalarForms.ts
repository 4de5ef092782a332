/** What JSON Schema can say about the text of each scalar; the rest is said by the language server alone. */
import { currencies } from '../../schemas/currencies.ts';
import type { ScalarKind } from '../../schemas/scalars.ts';

export interface ScalarForm {
  readonly type: string | readonly string[];
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

const text: ScalarForm = { type: 'string' };
const number = '[-+]?[0-9]+(\\.[0-9]+)?([eE][-+]?[0-9]+)?';
// The micro sign and the Greek letter look alike, and units take both.
const part = '[A-Za-z\u00b5\u03bc\u00b0%][A-Za-z0-9]*';
const unit = `${part}(/${part})?`;
const day = '[0-9]{4}-[0-9]{2}-[0-9]{2}';

/** Patterns are those of JSON Schema (ECMA 262), for the whole text. */
export const scalarForms: Readonly<Record<ScalarKind, ScalarForm>> = {
  quantity: { type: ['string', 'number'], pattern: `^${number}( ?${unit})?$` },
  fraction: { type: ['string', 'number'], pattern: `^${number}(/${number})?$` },
  expression: { type: ['string', 'boolean'] },
  reference: text,
  path: text,
  part: text,
  glob: text,
  person: { type: 'string', pattern: '^[^@\\s]+@[^@\\s]+$' },
  date: { type: 'string', pattern: `^${day}$` },
  period: { type: 'string', pattern: `^${day}/${day}$` },
  evidence: { type: 'string', pattern: '^(run|split|mlflow|dvc|dbt|file):.+$' },
  column: text,
  class: { type: ['string', 'number', 'boolean'] },
  commit: { type: 'string', pattern: '^[0-9a-fA-F]{7,64}$' },
  currency: { type: 'string', enum: currencies },
  environment: { type: 'string', pattern: '^env:[A-Za-z_][A-Za-z0-9_]*$' },
  thresholds: { type: ['string', 'number'], pattern: `^${number}(:${number})?$` },
  formula: text,
};
