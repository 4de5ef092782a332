/** Reads one scalar by its shape: numbers, words, dates, and the texts that our own readers give a meaning. */
import type { YamlScalar } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { within } from '../yaml/place.ts';
import { replaceText, scalarText } from './edits.ts';
import type { Fix } from './edits.ts';
import { parseExpression } from './expression.ts';
import type { AnyNode } from './located.ts';
import { nearest } from './nearest.ts';
import type { QuantityReading } from './quantity.ts';
import type { ChoiceShape, NumberBounds, ScalarShape } from './shape.ts';
import type { SpecProblem, SpecProblemCode } from './specProblem.ts';
import { listOf, plainLetters, shorten } from './words.ts';

export interface ScalarOptions {
  /** Reads a quantity, as a rule from memory: the same texts come again at every keystroke. */
  readonly readQuantity: (text: string) => QuantityReading;
  /** Whether a map of `low`, `likely` and `high` may stand instead of the scalar. */
  readonly takesEstimate: boolean;
}

export interface ScalarReading {
  readonly node: AnyNode | undefined;
  readonly problems: readonly SpecProblem[];
}

type Path = readonly (string | number)[];

/** Reads a scalar as one of a few words, or by its type and meaning. */
export function readScalar(
  yaml: YamlScalar,
  shape: ScalarShape | ChoiceShape,
  path: Path,
  keyPlace: Place | undefined,
  options: ScalarOptions,
): ScalarReading {
  if (shape.kind === 'choice') return readChoice(yaml, shape, path, keyPlace);
  switch (shape.meaning) {
    case 'quantity':
      return readQuantityNode(yaml, shape, path, keyPlace, options);
    case 'expression':
      return readExpressionNode(yaml, path, keyPlace);
    case 'reference': {
      const base = { place: yaml.place, keyPlace, path, yaml };
      const isWord = shape.besides.includes(yaml.text);
      const { refersTo, otherwise } = shape;
      return found({ ...base, kind: 'reference', refersTo, id: yaml.text, isWord, otherwise });
    }
    default: {
      const fault = faultOf(yaml.text, shape);
      if (fault !== undefined) return problem(yaml, fault.code, fault.message, fault.corrections);
      const value = valueOf(yaml.text, shape.type);
      return found(plainNode(yaml, shape, value, path, keyPlace));
    }
  }
}

function plainNode(
  yaml: YamlScalar,
  shape: ChoiceShape | ScalarShape,
  value: string | number | boolean,
  path: Path,
  keyPlace: Place | undefined,
): AnyNode {
  const { place, text, textStart } = yaml;
  const meaning = shape.kind === 'scalar' ? shape.meaning : undefined;
  return { kind: 'scalar', place, keyPlace, path, yaml, shape, meaning, value, text, textStart };
}

function found(node: AnyNode): ScalarReading {
  return { node, problems: [] };
}

function problem(
  yaml: YamlScalar,
  code: SpecProblemCode,
  message: string,
  corrections: readonly string[] = [],
  place: Place = yaml.place,
): ScalarReading {
  return { node: undefined, problems: [{ code, place, message, fixes: corrections.map(correct(yaml.place)) }] };
}

function correct(place: Place): (correction: string, index: number, all: readonly string[]) => Fix {
  return (correction, _index, all) => ({
    title: `Change to \`${correction}\``,
    changes: [replaceText(place, /^(?:true|false)$/.test(correction) ? correction : scalarText(correction))],
    isPreferred: all.length === 1,
  });
}

function readChoice(yaml: YamlScalar, shape: ChoiceShape, path: Path, keyPlace: Place | undefined): ScalarReading {
  const value = shape.values.find((candidate) => String(candidate) === yaml.text);
  if (value !== undefined) return found(plainNode(yaml, shape, value, path, keyPlace));
  const words = shape.values.map(String);
  const meant = nearest(yaml.text, words);
  const advice =
    meant !== undefined
      ? `did you mean \`${meant}\`?`
      : words.length > 12
        ? 'see the completion list for what can stand here.'
        : `write ${listOf(words, 'or')}.`;
  const subject = yaml.text === '' ? 'Empty text' : `\`${shorten(yaml.text)}\``;
  return problem(
    yaml,
    shape.wrongValueRule,
    `${subject} is not a value of ${nameOf(path)}: ${advice}`,
    meant === undefined ? [] : [meant],
  );
}

function readQuantityNode(
  yaml: YamlScalar,
  shape: ScalarShape,
  path: Path,
  keyPlace: Place | undefined,
  { readQuantity, takesEstimate }: ScalarOptions,
): ScalarReading {
  const reading = readQuantity(yaml.text);
  const { place, text, textStart } = yaml;
  if (reading.kind === 'problem') {
    const range =
      textStart === undefined
        ? place
        : within({ ...place, start: textStart, end: textStart + text.length }, reading.start, reading.end);
    const isWhole = range.start === range.end;
    const found = problem(yaml, codeOf(reading.code), reading.message, reading.corrections, isWhole ? place : range);
    return takesEstimate && reading.estimate !== undefined ? offerEstimate(found, place, reading.estimate) : found;
  }
  const node: AnyNode = {
    kind: 'quantity',
    place,
    keyPlace,
    path,
    yaml,
    quantity: reading.quantity,
    expects: shape.dimension ?? 'any',
    text,
    textStart,
  };
  if (reading.spacing === undefined) return found(node);
  const spaced = reading.spacing.corrected;
  return {
    node,
    problems: [
      {
        code: 'quantity/spacing',
        place,
        message: `Write \`${spaced}\`, with a space between number and unit.`,
        fixes: [{ title: 'Insert the space', changes: [replaceText(place, scalarText(spaced))], isPreferred: true }],
      },
    ],
  };
}

function offerEstimate({ node, problems }: ScalarReading, place: Place, estimate: string): ScalarReading {
  const fix: Fix = { title: `Change to \`${estimate}\``, changes: [replaceText(place, estimate)] };
  return { node, problems: problems.map((one) => ({ ...one, fixes: [fix, ...one.fixes] })) };
}

function codeOf(code: 'decimal-comma' | 'unknown-unit' | 'not-a-number' | 'vague'): SpecProblemCode {
  return code === 'vague' ? 'metric/vague-target' : `quantity/${code}`;
}

function readExpressionNode(yaml: YamlScalar, path: Path, keyPlace: Place | undefined): ScalarReading {
  const { place, text, textStart } = yaml;
  const parsed = parseExpression(text);
  if (parsed.kind === 'problem') {
    const range =
      textStart === undefined
        ? place
        : within({ ...place, start: textStart, end: textStart + text.length }, parsed.start, parsed.end);
    return problem(yaml, 'spec/wrong-value', parsed.message, [], range.start === range.end ? place : range);
  }
  return found({ kind: 'expression', place, keyPlace, path, yaml, expression: parsed.root, text, textStart });
}

interface Fault {
  readonly code: SpecProblemCode;
  readonly message: string;
  readonly corrections?: readonly string[];
}

/** Plain words that YAML 1.1 reads as booleans, and YAML 1.2 as text. */
export const booleanLookalikes: ReadonlyMap<string, boolean> = new Map([
  ['yes', true],
  ['on', true],
  ['no', false],
  ['off', false],
]);

function norwayFault(text: string): Fault {
  const meant = String(booleanLookalikes.get(text.toLowerCase()));
  const message = `\`${text}\` is text to this reader and \`${meant}\` to readers of YAML 1.1: write \`${meant}\`.`;
  return { code: 'yaml/norway', message, corrections: [meant] };
}

const numberPattern = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

function faultOf(text: string, shape: ScalarShape): Fault | undefined {
  switch (shape.type) {
    case 'number':
      if (numberPattern.test(text) && Number.isFinite(Number(text))) return faultOfBounds(text, shape.bounds);
      return { code: 'spec/wrong-type', message: `\`${shorten(text)}\` is not a number such as \`0.5\`.` };
    case 'integer':
      if (/^[+-]?\d+$/.test(text) && Number.isSafeInteger(Number(text))) return faultOfBounds(text, shape.bounds);
      return { code: 'spec/wrong-type', message: `\`${shorten(text)}\` is not a whole number.` };
    case 'boolean':
      if (text === 'true' || text === 'false') break;
      if (booleanLookalikes.has(text.toLowerCase())) return norwayFault(text);
      return { code: 'spec/wrong-type', message: `\`${shorten(text)}\` is neither \`true\` nor \`false\`.` };
    case 'text':
    case 'any':
      if (shape.pattern?.test(text) === false) return faultOfId(text, shape.pattern);
      if (text.trim() !== '' || shape.takesEmpty) break;
      return { code: 'spec/wrong-value', message: 'Empty text says nothing: write a value or remove the key.' };
  }
  return faultOfMeaning(text, shape);
}

function faultOfBounds(text: string, { least, most }: NumberBounds): Fault | undefined {
  const value = Number(text);
  const isHighEnough = least === undefined || value > least.value || (least.isIncluded && value === least.value);
  const isLowEnough = most === undefined || value < most.value || (most.isIncluded && value === most.value);
  if (isHighEnough && isLowEnough) return undefined;
  const bounds = [
    least === undefined ? undefined : `${least.isIncluded ? 'at least' : 'above'} ${least.value}`,
    most === undefined ? undefined : `${most.isIncluded ? 'at most' : 'below'} ${most.value}`,
  ].filter((bound) => bound !== undefined);
  return { code: 'quantity/out-of-range', message: `\`${shorten(text)}\` must be ${bounds.join(' and ')}.` };
}

/** Text as an id, as near to it as the form of ids allows; undefined when nothing is left. */
export function repairId(text: string, pattern: RegExp): string | undefined {
  const repaired = plainLetters(text)
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z]+|-+$/g, '');
  return pattern.test(repaired) ? repaired : undefined;
}

function faultOfId(text: string, pattern: RegExp): Fault {
  const repaired = repairId(text, pattern);
  const message = `\`${shorten(text)}\` cannot be an id: use small letters, digits, \`-\` and \`_\`, beginning with a letter.`;
  return { code: 'spec/wrong-value', message, corrections: repaired === undefined ? [] : [repaired] };
}

function faultOfMeaning(text: string, shape: ScalarShape): Fault | undefined {
  const wrong = (message: string): Fault => ({ code: 'spec/wrong-value', message });
  switch (shape.meaning) {
    case 'date':
      return isDate(text) ? undefined : wrong(`\`${shorten(text)}\` is not a date: write it like \`2026-10-15\`.`);
    case 'period': {
      const [from = '', to = '', ...rest] = text.split('/');
      if (rest.length > 0 || !isDate(from) || !isDate(to)) {
        return wrong(`\`${shorten(text)}\` is not a period: write first and last day like \`2001-04-01/2001-04-30\`.`);
      }
      return from <= to ? undefined : wrong(`The period ends (${to}) before it starts (${from}): swap the two days.`);
    }
    case 'person':
      return /^[^\s@<>]+@[^\s@<>]+$/.test(text)
        ? undefined
        : wrong(`\`${shorten(text)}\` is not an e-mail address: write one, or \`{name: …, email: …}\`.`);
    case 'fraction':
      return numberPattern.test(text) || /^[+-]?\d+(?:\.\d+)?\/[1-9]\d*(?:\.\d+)?$/.test(text)
        ? undefined
        : wrong(`\`${shorten(text)}\` is not a number or a fraction such as \`1/255\`.`);
    case 'currency':
      return /^[A-Z]{3}$/.test(text)
        ? undefined
        : wrong(`\`${shorten(text)}\` is not a currency: write its three capitals, such as \`USD\`.`);
    case 'evidence':
      return /^(?:run|split|mlflow|dvc|dbt|file):\S/.test(text)
        ? undefined
        : wrong(
            `\`${shorten(text)}\` is not a reference to evidence: begin with \`run:\`, \`split:\`, \`mlflow:\`, \`dvc:\`, \`dbt:\` or \`file:\`.`,
          );
    case 'thresholds':
      return /^(?:0?\.\d+|[01])(?::(?:0?\.\d+|[01]))?$/.test(text)
        ? undefined
        : wrong(`\`${shorten(text)}\` is neither a threshold such as \`0.5\` nor a range such as \`0.50:0.95\`.`);
    case 'environment':
      return /^env:[A-Za-z_][A-Za-z0-9_]*$/.test(text)
        ? undefined
        : {
            code: 'data/secret',
            message:
              'Name a variable of the environment such as `env:PLUMBLINE_TRINO`: what it holds must not be committed.',
          };
    case undefined:
    case 'part':
    case 'quantity':
    case 'expression':
    case 'reference':
    case 'path':
    case 'glob':
    case 'column':
    case 'class':
    case 'commit':
    case 'formula':
      return undefined;
  }
}

/** Whether text is a calendar date in the form of ISO 8601, such as 2026-10-15. */
export function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

function valueOf(text: string, type: ScalarShape['type']): string | number | boolean {
  switch (type) {
    case 'number':
    case 'integer':
      return Number(text);
    case 'boolean':
      return text === 'true';
    case 'text':
    case 'any':
      return text;
  }
}

function nameOf(path: Path): string {
  const key = path.findLast((part) => typeof part === 'string');
  return key === undefined ? 'this place' : `\`${shorten(key)}\``;
}
