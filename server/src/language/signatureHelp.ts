/** Help while something with parts is typed: a number and its unit, or a function of an expression and its arguments. */
import type { SignatureHelp } from 'vscode-languageserver-types';
import { MarkupKind } from 'vscode-languageserver-types';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import type { ScalarShape } from '../spec/shape.ts';
import { readCursor } from './completion/cursor.ts';
import type { Cursor } from './completion/cursor.ts';
import { dimensionInQuestion, fittingSamples, unitsInQuestion } from './completion/quantities.ts';
import { fileOf } from './fileRange.ts';
import { code, paragraphs, sentences } from './markdown.ts';
import { followShapes } from './shapePath.ts';
import { signatures } from './signatures.ts';
import type { Signature } from './signatures.ts';

/** Units that are shown at once; completion has them all. */
const shownUnits = 12;

/** @returns undefined where nothing with parts is typed */
export function findSignatureHelp(snapshot: ProjectSnapshot, uri: string, offset: number): SignatureHelp | undefined {
  const file = fileOf(snapshot.project, uri);
  const cursor = file?.yaml.isRead === true ? readCursor(file.yaml, offset) : undefined;
  if (cursor?.at !== 'value') return undefined;
  const { shapes, field } = followShapes(cursor.steps);
  for (const shape of shapes) {
    if (shape.kind !== 'scalar') continue;
    if (shape.meaning === 'expression') return helpInExpression(cursor);
    const samples = [...(field?.samples ?? []), ...shape.samples];
    if (shape.meaning === 'quantity') return helpForQuantity(snapshot, cursor, shape, samples);
  }
  return undefined;
}

function helpForQuantity(
  { project }: ProjectSnapshot,
  cursor: Cursor,
  { dimension }: ScalarShape,
  samples: readonly string[],
): SignatureHelp | undefined {
  const number = /^\s*([-+]?\d+(?:\.\d*)?(?:[eE][-+]?\d*)?)(\s*)/.exec(cursor.before);
  if (number === null) return undefined;
  const units = unitsInQuestion(project, cursor.steps, dimension ?? 'any');
  const [unit = ''] = units;
  const shown = units.slice(0, shownUnits).map(code).join(' · ');
  const more = units.length > shownUnits ? ' …' : '';
  const wanted = dimensionInQuestion(cursor.steps, dimension ?? 'any');
  const bare = wanted === 'ratio' || wanted === 'difference';
  const fitting = fittingSamples(samples, cursor.steps, dimension ?? 'any');
  const example = fitting.find((sample) => /^[-+]?\d/.test(sample)) ?? `${number[1] ?? ''} ${unit}`.trim();
  return {
    activeSignature: 0,
    activeParameter: number[2] === '' ? 0 : 1,
    signatures: [
      {
        label: 'number unit',
        documentation: markdown([`Such as ${code(example)}.`, bare ? 'A bare number is a ratio.' : undefined]),
        parameters: [
          { label: [0, 6], documentation: markdown(['Digits with a decimal point, without separators.']) },
          { label: [7, 11], documentation: markdown([`${shown}${more}`]) },
        ],
      },
    ],
  };
}

function helpInExpression({ before }: Cursor): SignatureHelp | undefined {
  const call = callAround(before);
  if (call === undefined) return undefined;
  const { name, signature, argument } = call;
  const parameters: { label: [number, number]; documentation: ReturnType<typeof markdown> }[] = [];
  let label = `${name}(`;
  for (const [index, parameter] of signature.parameters.entries()) {
    if (index > 0) label += signature.separator;
    parameters.push({
      label: [label.length, label.length + parameter.name.length],
      documentation: markdown([sentences(parameter.meaning)]),
    });
    label += parameter.name;
  }
  const last = signature.parameters.length - 1;
  const repeats = signature.parameters.at(-1)?.name.endsWith('…') === true;
  return {
    activeSignature: 0,
    // An argument too many marks none.
    activeParameter: argument > last && !repeats ? signature.parameters.length : Math.min(argument, last),
    signatures: [{ label: `${label})`, documentation: markdown([sentences(signature.meaning)]), parameters }],
  };
}

interface CallAround {
  readonly name: string;
  readonly signature: Signature;
  /** Number of the argument that is typed, from 0. */
  readonly argument: number;
}

const part = /'(?:[^']|'')*'?|"(?:[^"]|"")*"?|[\p{L}_][\p{L}\p{M}\p{N}_]*|[(),]/gu;

/** The innermost call of a function that is open at the end of a text; brackets without a function count for themselves. */
function callAround(before: string): CallAround | undefined {
  const open: { name: string; argument: number }[] = [];
  let word = { text: '', end: 0 };
  for (const { 0: token, index } of before.matchAll(part)) {
    const innermost = open.at(-1);
    if (token === '(') {
      const isCall = before.slice(word.end, index).trim() === '';
      open.push({ name: isCall ? word.text : '', argument: 0 });
    } else if (token === ')') open.pop();
    else if (token === ',' && innermost !== undefined) innermost.argument += 1;
    else if (/^from$/i.test(token) && innermost?.name === 'extract') innermost.argument = 1;
    word = { text: /^[\p{L}_]/u.test(token) ? token.toLowerCase() : '', end: index + token.length };
  }
  const innermost = open.at(-1);
  const signature = innermost === undefined ? undefined : signatureOf(innermost.name);
  return innermost === undefined || signature === undefined ? undefined : { ...innermost, signature };
}

function signatureOf(name: string): Signature | undefined {
  return Object.entries(signatures).find(([known]) => known === name)?.[1];
}

function markdown(parts: readonly (string | undefined)[]): { readonly kind: 'markdown'; readonly value: string } {
  return { kind: MarkupKind.Markdown, value: paragraphs(parts) };
}
