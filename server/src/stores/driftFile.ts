/** Reads what a record of drift says in words, each problem with one sentence. */
import { driftSummary } from '../../../schemas/driftSummary.ts';
import type { DriftSummary } from '../../../schemas/driftSummary.ts';

export type DriftReading =
  | { readonly kind: 'summary'; readonly summary: DriftSummary }
  /** `because` ends "cannot be read because …", without a full stop. */
  | { readonly kind: 'problem'; readonly because: string };

/** Reads the text of a record. Never throws. */
export function readDriftFile(text: string): DriftReading {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    const because = text.trim() === '' ? 'it is empty' : 'it is not JSON, or was cut off';
    return { kind: 'problem', because };
  }
  const read = driftSummary.safeParse(value);
  if (read.success) return { kind: 'summary', summary: read.data };
  const [issue] = read.error.issues;
  const where = issue === undefined || issue.path.length === 0 ? 'the record' : `\`${issue.path.join('.')}\``;
  return { kind: 'problem', because: `${where} is not what a record of drift holds` };
}
