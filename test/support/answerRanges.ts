/** Every place that an answer of the server names in one document, wherever it stands in the answer. */
import type { Position, Range } from 'vscode-languageserver/node';

/** Places of other documents are left out: below an object that names one, and in changes of one. */
export function rangesOf(answer: unknown, uri: string): readonly Range[] {
  if (Array.isArray(answer)) return answer.flatMap((item: unknown) => rangesOf(item, uri));
  if (!isRecord(answer)) return [];
  // Where a link begins lies in the document that was asked about, wherever it leads.
  if (namesOther(answer, uri)) return rangesOf(answer['originSelectionRange'], uri);
  // Changes of a workspace edit are keyed by document.
  const nested = Object.entries(answer).flatMap(([key, value]) =>
    key.includes('://') && key !== uri ? [] : rangesOf(value, uri),
  );
  if (isRange(answer)) return [answer];
  const position = answer['position'];
  return isPosition(position) ? [{ start: position, end: position }, ...nested] : nested;
}

/** Whether the ranges of an object lie in another document. */
function namesOther(answer: Readonly<Record<string, unknown>>, uri: string): boolean {
  const document = isRecord(answer['textDocument']) ? answer['textDocument']['uri'] : undefined;
  const named = answer['targetUri'] ?? answer['uri'] ?? document;
  return typeof named === 'string' && named !== uri;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}

function isPosition(value: unknown): value is Position {
  return isRecord(value) && typeof value['line'] === 'number' && typeof value['character'] === 'number';
}

function isRange(value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & Range {
  return isPosition(value['start']) && isPosition(value['end']);
}
