/** The imports that the package needs, each with the modules that use it. */
import type { Facts } from './statementFacts.ts';
import { importText } from './importSources.ts';
import type { ImportSource } from './importSources.ts';
import type { DefinitionSource } from './definitionSources.ts';
import type { NotebookCode } from './notebookCode.ts';
import type { PlannedDefinition, PlannedFunction, PlannedImport, StageModule } from './plan.ts';
import type { StatementId } from '../flow/analysis.ts';

interface Needed {
  readonly source: ImportSource;
  readonly usedIn: Set<StageModule | 'common'>;
}

export function planImports(
  code: NotebookCode,
  facts: Facts,
  functions: readonly PlannedFunction[],
  definitions: readonly PlannedDefinition[],
  sources: ReadonlyMap<StatementId, DefinitionSource>,
): readonly PlannedImport[] {
  const needed = new Map<string, Needed & { readonly binds: string }>();
  const need = (id: StatementId, module: StageModule | 'common'): void => {
    const statement = sources.get(id)?.code ?? code.of(id);
    if (statement === undefined) return;
    for (const [binds, found] of facts.of(statement).imports) {
      for (const source of found) {
        const text = importText(source, binds);
        const known = needed.get(text) ?? { source, binds, usedIn: new Set() };
        known.usedIn.add(module);
        needed.set(text, known);
      }
    }
  };
  for (const { statements, module } of functions) for (const id of statements) need(id, module);
  for (const { statement, module } of definitions) need(statement, module);
  for (const [source, binds] of switches(code, facts)) {
    const text = importText(source, binds);
    const usedIn = new Set(
      [...needed.values()].filter((other) => isOf(other.source, source)).flatMap((other) => [...other.usedIn]),
    );
    if (usedIn.size > 0) needed.set(text, { source, binds, usedIn });
  }
  return [...needed]
    .map(([text, { source, binds, usedIn }]) => ({
      text,
      module: source.module,
      binds,
      variable: source.binds,
      usedIn: [...usedIn],
    }))
    .toSorted((left, right) => (left.text < right.text ? -1 : 1));
}

/** Imports that are made for what they switch on, as `from sklearn.experimental import enable_halving_search_cv`. */
function switches(code: NotebookCode, facts: Facts): readonly (readonly [ImportSource, string])[] {
  return code.statements.flatMap((source) =>
    facts.of(source).importSources.filter(([{ module }]) => /\.experimental$/.test(module)),
  );
}

function isOf({ module }: ImportSource, { module: switched }: ImportSource): boolean {
  return module.split('.')[0] === switched.split('.')[0];
}
