/** Whether a thing can be renamed, and to what. */
import type { EntityKind } from '../../../../schemas/scalars.ts';
import { entityNouns } from '../../rules/ref.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import { keywords } from '../../spec/expression.ts';
import { shorten } from '../../spec/words.ts';
import { columnsOfSource } from '../columns.ts';
import { locationOf } from '../fileRange.ts';
import type { Name } from '../names/name.ts';

const idGrammar = /^[a-z][a-z0-9_-]*$/;
/** Columns that an expression can name without quotes, which would end those of YAML. */
const columnGrammar = /^[\p{L}_][\p{L}\p{M}\p{N}_]*$/u;

/** Words that stand where ids of a kind do, and mean something else. */
const reservedWords: Readonly<Partial<Record<EntityKind, readonly string[]>>> = {
  baseline: ['none'],
  metric: ['economics'],
  role: ['authority'],
};

/** @returns one sentence that says why the name under the cursor is not one that a spec can change; undefined if it is */
export function refuseName({ project }: ProjectSnapshot, name: Name): string | undefined {
  switch (name.kind) {
    case 'entity':
      return project.entity(name.entity, name.id) === undefined
        ? `There is no ${entityNouns[name.entity]} \`${shorten(name.id)}\` to rename: define it, or name one that exists.`
        : undefined;
    case 'column':
      return project.spec.fields.data?.entries.get(name.dataId)?.fields.derive?.entries.has(name.id) === true
        ? undefined
        : `The column \`${shorten(name.id)}\` comes from the data of \`${name.dataId}\`: rename it there, or derive one with the new name.`;
    case 'class':
      return `The class \`${shorten(name.id)}\` is a value of the data: change it there first, then in the label.`;
    case 'rule':
      return `\`${shorten(name.id)}\` is a rule of Plumbline, whose name is fixed.`;
  }
}

/** @returns one sentence that says why a thing cannot have this name; undefined if it can */
export function refuseNewName(snapshot: ProjectSnapshot, name: Name, next: string): string | undefined {
  switch (name.kind) {
    case 'entity':
      return refuseId(snapshot, name.entity, next);
    case 'column':
      return refuseColumn(snapshot, name.dataId, next);
    case 'class':
    case 'rule':
      return refuseName(snapshot, name);
  }
}

function refuseId({ project }: ProjectSnapshot, kind: EntityKind, next: string): string | undefined {
  const shown = shorten(next);
  if (!idGrammar.test(next)) {
    return `\`${shown}\` cannot be an id: use small letters, digits, \`-\` and \`_\`, beginning with a letter.`;
  }
  if (reservedWords[kind]?.includes(next) === true) {
    return `\`${shown}\` has a meaning of its own where a ${entityNouns[kind]} is named: choose another id.`;
  }
  for (const other of kindsNamedTogether(project.references, kind)) {
    const taken = project.entity(other, next);
    if (taken === undefined) continue;
    const at = locationOf(project, taken.keyPlace);
    const where = at === undefined ? '' : ` (${fileName(at.uri)}, line ${at.range.start.line + 1})`;
    return `There is a ${entityNouns[other]} \`${shown}\` already${where}: choose another id.`;
  }
  return undefined;
}

/** The kind itself, and kinds that a place of this project may name as well, where two equal ids could not be told apart. */
function kindsNamedTogether(
  references: ProjectSnapshot['project']['references'],
  kind: EntityKind,
): ReadonlySet<EntityKind> {
  return new Set([
    kind,
    ...references.filter(({ refersTo }) => refersTo.includes(kind)).flatMap(({ refersTo }) => refersTo),
  ]);
}

function refuseColumn(snapshot: ProjectSnapshot, dataId: string, next: string): string | undefined {
  const shown = shorten(next);
  if (!columnGrammar.test(next)) {
    return `\`${shown}\` cannot name a derived column: use letters, digits and \`_\`, beginning with a letter.`;
  }
  if (keywords.has(next.toLowerCase())) {
    return `\`${shown}\` is a word of the expression language: choose another name for the column.`;
  }
  return columnsOfSource(snapshot, dataId).columns.some((column) => column.name === next)
    ? `\`${dataId}\` has a column \`${shown}\` already: choose another name.`
    : undefined;
}

function fileName(uri: string): string {
  return uri.slice(uri.lastIndexOf('/') + 1);
}
