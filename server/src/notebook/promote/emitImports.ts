/** The imports of one module: of the standard library and others first, then of the package itself; sorted, none unused. */
import type { StatementId } from '../flow/analysis.ts';
import type { PlannedDefinition, PlannedFunction, PromotionPlan, StageModule } from './plan.ts';
import { distributionOf } from '../packages/distributionOf.ts';
import { sortImports } from './sortImports.ts';

/** @param needs modules of the standard library that generated text uses */
export function emitImports(
  plan: PromotionPlan,
  module: StageModule | 'common',
  functions: readonly PlannedFunction[],
  definitions: readonly PlannedDefinition[],
  needs: ReadonlySet<string>,
): string {
  const plain = plainNames(plan, [
    ...functions.flatMap(({ statements }) => statements),
    ...definitions.map(({ statement }) => statement),
  ]);
  const imported = plan.imports.filter(({ usedIn }) => usedIn.includes(module));
  const texts = new Set([
    ...imported.filter(({ binds }) => plain.has(binds)).map(({ text }) => text),
    ...[...needs].map((need) => `import ${need}`),
  ]);
  // What is named in formulas alone looks unused, and so does what is imported for what it switches on, which is first.
  const quoted = imported.filter(({ binds }) => !plain.has(binds)).map(({ text }) => `${text}  # noqa: F401`);
  const standard: string[] = [];
  const others: string[] = [];
  const own: string[] = [];
  for (const text of [...quoted, ...sortImports([...texts])]) {
    if (moduleOf(text).startsWith('.')) own.push(text);
    else (distributionOf(moduleOf(text)).kind === 'standard-library' ? standard : others).push(text);
  }
  const shared = definitionsFromCommon(plan, module, functions, definitions);
  if (shared.length > 0) own.push(`from .common import ${shared.join(', ')}`);
  if (functions.some(({ configuration }) => configuration.length > 0)) own.push('from .config import Config');
  if (functions.some(({ statements }) => statements.some((id) => plan.source.figures.has(id)))) {
    own.push('from .figures import save_figure');
  }
  const recorders = recordersOf(plan, functions);
  if (recorders.length > 0) own.push(`from .state import ${recorders.join(', ')}`);
  return [standard, others, own]
    .filter((block) => block.length > 0)
    .map((block) => block.join('\n'))
    .join('\n\n');
}

/** Functions of `state.py` that keep what functions of a module learn. */
function recordersOf({ captures = [] }: PromotionPlan, functions: readonly PlannedFunction[]): readonly string[] {
  const ids = new Set(functions.flatMap(({ statements }) => statements));
  const used = captures.filter(({ statement }) => ids.has(statement)).map((capture) => capture.with);
  return [...new Set(used)].toSorted();
}

function plainNames({ source: { code, facts } }: PromotionPlan, ids: readonly StatementId[]): ReadonlySet<string> {
  const sources = ids.flatMap((id) => code.of(id) ?? []);
  return new Set(sources.flatMap((source) => [...facts.of(source).plain]));
}

function moduleOf(text: string): string {
  return /^(?:import|from)\s+(?<module>[\w.]+)/.exec(text)?.groups?.['module'] ?? '';
}

function definitionsFromCommon(
  plan: PromotionPlan,
  module: StageModule | 'common',
  functions: readonly PlannedFunction[],
  definitions: readonly PlannedDefinition[],
): readonly string[] {
  if (module === 'common') return [];
  const { code, facts } = plan.source;
  const common = new Set(
    plan.definitions.filter((planned) => planned.module === 'common').map(({ statement }) => statement),
  );
  const named = [...functions.flatMap(({ statements }) => statements), ...definitions.map(({ statement }) => statement)]
    .flatMap((id) => code.of(id) ?? [])
    .flatMap((source) => facts.of(source).definitions.map(({ source: definition }) => definition))
    .filter(({ statement }) => common.has(statement))
    .map(({ name }) => name);
  return [...new Set(named)].sort();
}
