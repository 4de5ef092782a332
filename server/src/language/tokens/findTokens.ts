/** What each word of a spec is, for colours: ids by kind, references, quantities, expressions, words of the language. */
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { oncePer } from '../../rules/oncePer.ts';
import type { AnyNode } from '../../spec/located.ts';
import type { SpecFile } from '../../spec/specFile.ts';
import type { Suppression } from '../../spec/suppressions.ts';
import { fileOf } from '../fileRange.ts';
import { nameInKey, textPlace } from '../names/writtenName.ts';
import { tokensOfExpression } from './expressionWords.ts';
import { entityTokenTypes, token } from './token.ts';
import type { PlacedToken, TokenModifier, TokenType } from './token.ts';

/** A token in offsets of the file; it never crosses the end of a line. */
export interface FileToken {
  readonly start: number;
  readonly end: number;
  readonly type: TokenType;
  readonly modifiers: readonly TokenModifier[];
}

/**
 * The tokens of a file in its order, none of which overlap; empty for a file that is no part of the project.
 *
 * @param range offsets outside of which nothing is asked for
 */
export function findTokens(
  { project, result }: ProjectSnapshot,
  uri: string,
  range?: { readonly start: number; readonly end: number },
): readonly FileToken[] {
  const file = fileOf(project, uri);
  if (file === undefined) return [];
  const outdated = result.findings.filter((finding) => finding.uri === uri && finding.tag === 'deprecated');
  const tokens = tokensOfFile(file)
    .filter(({ start, end }) => range === undefined || (start < range.end && range.start < end))
    .map((one) =>
      outdated.some(({ start, end }) => start <= one.start && one.end <= end)
        ? { ...one, modifiers: [...one.modifiers, 'deprecated' as const] }
        : one,
    );
  return tokens;
}

const tokensOfFile = oncePer((file: SpecFile): readonly FileToken[] => {
  const sections = Object.values(file.root.fields as Readonly<Record<string, AnyNode>>);
  const placed = sections.flatMap((section) => tokensOfSection(section));
  const found = placed.flatMap(({ place, type, modifiers }): FileToken[] => {
    const at = file.yaml.rangeOf(place);
    if (at === undefined || at.end <= at.start || file.yaml.text.slice(at.start, at.end).includes('\n')) return [];
    return [{ ...at, type, modifiers }];
  });
  const all = [...found, ...file.suppressions.flatMap((suppression) => tokensOfSuppression(file, suppression))];
  const ordered = all.toSorted((left, right) => left.start - right.start || left.end - right.end);
  let reached = 0;
  return ordered.filter(({ start, end }) => {
    if (start < reached) return false;
    reached = end;
    return true;
  });
});

/** Sections that did not change are the same objects in the next version of a file. */
const tokensOfSection = oncePer((section: AnyNode): readonly PlacedToken[] => {
  const tokens: PlacedToken[] = [];
  collect(section, tokens);
  return tokens;
});

function collect(node: AnyNode, tokens: PlacedToken[]): void {
  switch (node.kind) {
    case 'object':
      for (const child of Object.values(node.fields as Readonly<Record<string, AnyNode>>)) collect(child, tokens);
      return;
    case 'map': {
      const type = typeOfKeys(node);
      if (type !== undefined) {
        for (const entry of node.yaml.entries)
          tokens.push(token(nameInKey(entry).place, type, ...modifiersOfKeys(node)));
      }
      for (const child of node.entries.values()) collect(child, tokens);
      return;
    }
    case 'list':
      for (const child of node.items) collect(child, tokens);
      return;
    case 'expression':
      tokens.push(...tokensOfExpression(node));
      return;
    case 'quantity':
      tokens.push(...tokensOfQuantity(node));
      return;
    case 'reference':
      tokens.push(...tokensOfReference(node));
      return;
    case 'scalar':
      tokens.push(...tokensOfScalar(node));
  }
}

type MapOf = Extract<AnyNode, { kind: 'map' }>;

function typeOfKeys({ shape }: MapOf): TokenType | undefined {
  if (shape.defines !== undefined) return entityTokenTypes[shape.defines];
  switch (shape.keys) {
    case 'column':
      return 'variable';
    case 'class':
      return 'enumMember';
    case 'rule':
      return 'decorator';
    case 'role':
      return entityTokenTypes.role;
    case 'currency':
      return 'type';
    case 'metric-name':
    case 'outcome':
    case 'id':
    case 'graph-name':
    case 'path':
    case 'free':
    case undefined:
      return undefined;
  }
}

function modifiersOfKeys({ shape, path }: MapOf): readonly TokenModifier[] {
  return shape.defines !== undefined || path.at(-1) === 'derive' ? ['definition'] : [];
}

function tokensOfQuantity({ text, textStart, place }: Extract<AnyNode, { kind: 'quantity' }>): readonly PlacedToken[] {
  if (textStart === undefined) return [];
  const match = /^(\s*)([-+]?[\d.]+(?:[eE][-+]?\d+)?)(\s*)(\S+)?/.exec(text);
  if (match === null) return [];
  const [, lead = '', number = '', space = '', unit = ''] = match;
  const start = textStart + lead.length;
  const unitStart = start + number.length + space.length;
  return [
    token({ ...place, start, end: start + number.length }, 'number'),
    ...(unit === '' ? [] : [token({ ...place, start: unitStart, end: unitStart + unit.length }, 'type')]),
  ];
}

function tokensOfReference(node: Extract<AnyNode, { kind: 'reference' }>): readonly PlacedToken[] {
  const { yaml, isWord, refersTo, otherwise } = node;
  const [kind] = refersTo;
  if (yaml.kind !== 'scalar' || yaml.textStart === undefined || kind === undefined) return [];
  if (isWord) return [token(textPlace(yaml), 'keyword')];
  // Free text and paths stand here, too; only what has the form of an id is drawn as one.
  if (otherwise !== undefined && !/^[a-z][a-z0-9_-]*$/.test(node.id)) return [];
  return [token(textPlace(yaml), entityTokenTypes[kind])];
}

function tokensOfScalar({ yaml, shape, meaning, text }: Extract<AnyNode, { kind: 'scalar' }>): readonly PlacedToken[] {
  if (yaml.kind !== 'scalar' || yaml.textStart === undefined) return [];
  const place = textPlace(yaml);
  if (shape.kind === 'choice') return [token(place, 'enumMember')];
  switch (meaning) {
    case 'column':
      return [token(place, 'variable')];
    case 'class':
      return [token(place, 'enumMember')];
    case 'currency':
      return [token(place, 'type')];
    case 'evidence': {
      const colon = text.indexOf(':');
      const name = { ...place, start: place.start + colon + 1 };
      if (colon === -1) return [];
      const rest = text.startsWith('split:') ? [token(name, entityTokenTypes.split)] : [];
      return [token({ ...place, end: place.start + colon }, 'keyword'), ...rest];
    }
    default:
      return [];
  }
}

/** `plumbline: ignore` and the rules in a comment; its reason stays a comment. */
function tokensOfSuppression({ yaml }: SpecFile, { comment, rules }: Suppression): readonly FileToken[] {
  const directive = /plumbline:[ \t]*ignore/.exec(yaml.text.slice(comment.start, comment.end));
  if (directive === null) return [];
  const start = comment.start + directive.index;
  return [
    { start, end: start + directive[0].length, type: 'keyword', modifiers: [] },
    ...rules.map((rule) => ({ start: rule.start, end: rule.end, type: 'decorator' as const, modifiers: [] })),
  ];
}
