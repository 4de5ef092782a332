/** Everything with an id in all projects, found by some of its letters. */
import type { WorkspaceSymbol } from 'vscode-languageserver-types';
import { SymbolKind } from 'vscode-languageserver-types';
import { metricsOf } from '../rules/metricView.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { entityNouns } from '../rules/ref.ts';
import { columnsOfObject, objectsOf } from '../spec/contractFile.ts';
import type { Project } from '../spec/project.ts';
import { shownText } from '../text/shownText.ts';
import type { Place } from '../yaml/place.ts';
import { locationOf } from './fileRange.ts';
import { entityKinds, symbolKinds } from './symbolKinds.ts';

/** Symbols in one answer: more than anyone reads, and clients narrow the list as they type. */
const mostSymbols = 1000;

/**
 * Ids, slices, scenarios and columns that hold the letters of a query in their order, best first.
 *
 * @param query letters in any case; empty asks for all
 */
export function findWorkspaceSymbols(snapshots: readonly ProjectSnapshot[], query: string): readonly WorkspaceSymbol[] {
  const found = snapshots.flatMap((snapshot) => symbolsOf(snapshot, query));
  return found
    .toSorted((left, right) => left.rank - right.rank || compareText(left.symbol.name, right.symbol.name))
    .slice(0, mostSymbols)
    .map(({ symbol }) => symbol);
}

interface Ranked {
  readonly symbol: WorkspaceSymbol;
  readonly rank: number;
}

function symbolsOf({ project }: ProjectSnapshot, query: string): readonly Ranked[] {
  const owner = shownText(project.spec.fields.project?.text ?? '');
  const symbol = (name: string, kind: SymbolKind, noun: string, place: Place): readonly Ranked[] => {
    const rank = rankOf(name, query);
    const location = rank === undefined ? undefined : locationOf(project, place);
    if (rank === undefined || location === undefined) return [];
    return [
      {
        symbol: { name: shownText(name), kind, location, containerName: owner === '' ? noun : `${noun} of ${owner}` },
        rank,
      },
    ];
  };
  const entities = entityKinds.flatMap((kind) =>
    project.entities(kind).flatMap(({ id, keyPlace }) => symbol(id, symbolKinds[kind], entityNouns[kind], keyPlace)),
  );
  const columns = [...(project.spec.fields.data?.entries.values() ?? [])].flatMap(({ fields }) =>
    (fields.derive?.yaml.entries ?? []).flatMap(({ key, keyPlace }) =>
      symbol(key, SymbolKind.Variable, 'derived column', keyPlace),
    ),
  );
  const scenarios = [...(project.spec.fields.data?.entries.values() ?? [])].flatMap(({ fields }) =>
    (fields.scenarios?.yaml.entries ?? []).flatMap(({ key, keyPlace }) =>
      symbol(key, SymbolKind.Package, 'scenario', keyPlace),
    ),
  );
  const slices = metricsOf(project.spec).flatMap(({ id, node }) =>
    (node.fields.slices?.yaml.entries ?? []).flatMap(({ key, keyPlace }) =>
      symbol(key, SymbolKind.Package, `slice of ${shownText(id)}`, keyPlace),
    ),
  );
  return [...entities, ...columns, ...scenarios, ...slices, ...contractSymbols(project, symbol)];
}

/** What contracts describe: objects and their columns. */
function contractSymbols(
  { contracts }: Project,
  symbol: (name: string, kind: SymbolKind, noun: string, place: Place) => readonly Ranked[],
): readonly Ranked[] {
  return contracts.flatMap(objectsOf).flatMap((object) => {
    const { name } = object.fields;
    const columns = columnsOfObject(object).flatMap(({ fields }) =>
      fields.name === undefined
        ? []
        : symbol(fields.name.text, SymbolKind.Field, columnNoun(name?.text), fields.name.place),
    );
    return name === undefined
      ? columns
      : [...symbol(name.text, SymbolKind.Struct, 'data contract', name.place), ...columns];
  });
}

function columnNoun(object: string | undefined): string {
  return object === undefined ? 'column' : `column of ${shownText(object)}`;
}

/** 0 for the whole name, 1 for its start, 2 for a part, 3 for scattered letters; undefined when letters are missing. */
function rankOf(name: string, query: string): number | undefined {
  const [text, wanted] = [name.toLowerCase(), query.trim().toLowerCase()];
  if (text === wanted) return 0;
  if (text.startsWith(wanted)) return 1;
  if (text.includes(wanted)) return 2;
  let at = 0;
  for (const letter of wanted) {
    const found = text.indexOf(letter, at);
    if (found === -1) return undefined;
    at = found + letter.length;
  }
  return 3;
}

function compareText(left: string, right: string): number {
  return left < right ? -1 : left > right ? 1 : 0;
}
