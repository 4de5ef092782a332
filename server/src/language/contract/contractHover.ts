/** Hover in a data contract: what a key is for, what a word means, what is known of a column. */
import type { ContractFile } from '../../spec/contractFile.ts';
import { objectsOf } from '../../spec/contractFile.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { YamlScalar } from '../../yaml/nodes.ts';
import { findColumn } from '../columns.ts';
import { describeColumn } from '../hover/columnText.ts';
import { describeField } from '../hover/keyText.ts';
import { code, escapeText, paragraphs, sentences } from '../markdown.ts';
import type { ShapePath } from '../shapePath.ts';
import { keysOf, pathAt, scalarOf } from '../treePath.ts';
import type { Step } from '../treePath.ts';
import { sourcesOfObject } from './contractFiles.ts';
import { followContract } from './contractShapes.ts';
import { isNameOfPart, partsAt } from './nestedParts.ts';

export interface ContractHover {
  readonly text: string;
  readonly span: { readonly start: number; readonly end: number };
}

/** @returns undefined where nothing is to be said */
export function hoverInContract(
  snapshot: ProjectSnapshot,
  contract: ContractFile,
  offset: number,
  rulePages: string,
): ContractHover | undefined {
  const path = contract.yaml.isRead ? pathAt(contract.yaml, offset) : undefined;
  const last = path?.steps.at(-1);
  if (path === undefined || last === undefined || path.at === 'between') return undefined;
  const shapes = followContract(path.steps);
  if (path.at === 'key') {
    const span = last.kind === 'entry' ? contract.yaml.rangeOf(last.entry.keyPlace) : undefined;
    const text = textOfKey(shapes, rulePages);
    return span === undefined || text === undefined ? undefined : { text, span };
  }
  const scalar = scalarOf(path);
  const span = scalar === undefined ? undefined : contract.yaml.rangeOf(scalar.place);
  if (scalar === undefined || span === undefined) return undefined;
  const text = isNameOfPart(keysOf(path.steps))
    ? (textOfColumn(snapshot, contract, scalar, path.steps) ?? textOfKey(shapes, rulePages))
    : (textOfWord(shapes, scalar.text) ?? textOfKey(shapes, rulePages));
  return text === undefined ? undefined : { text, span };
}

function textOfKey({ field }: ShapePath, rulePages: string): string | undefined {
  if (field === undefined) return undefined;
  const since = field.since === undefined ? undefined : `Since ${field.since} of the standard.`;
  return paragraphs([describeField(field, rulePages), since]);
}

function textOfWord({ shapes }: ShapePath, word: string): string | undefined {
  for (const shape of shapes) {
    const meaning =
      shape.kind === 'choice' ? shape.meanings[word] : shape.kind === 'scalar' ? shape.suggests[word] : undefined;
    if (meaning !== undefined && meaning !== '') return paragraphs([`**${code(word)}**`, sentences(meaning)]);
  }
  return undefined;
}

/** Steps to the name of a column: `schema`, its item, `properties`, its item, `name`. Longer ways lead to parts. */
const shortestOfPart = 5;

/** What the table of each source knows of the column, or of the part of one. */
function textOfColumn(
  snapshot: ProjectSnapshot,
  contract: ContractFile,
  { place, text }: YamlScalar,
  steps: readonly Step[],
): string | undefined {
  const at = contract.yaml.rangeOf(place);
  const object = objectsOf(contract).find((candidate) => {
    const range = contract.yaml.rangeOf(candidate.place);
    return at !== undefined && range !== undefined && range.start <= at.start && at.end <= range.end;
  });
  const sources = object === undefined ? [] : sourcesOfObject(snapshot.project, object);
  if (steps.length > shortestOfPart) {
    const part = partsAt(snapshot, sources, steps)?.find(({ name }) => name === text);
    return part === undefined ? undefined : `**${code(part.name)}** · ${escapeText(part.type.toLowerCase())}`;
  }
  const known = findColumn(snapshot, sources, text);
  return known === undefined ? undefined : describeColumn(snapshot, known);
}
