/** The distributions that a package needs. */
import type { PromotionReport } from '../../../../../schemas/promotion.ts';
import { normaliseDistribution } from '../../packages/distributionName.ts';
import { distributionOf } from '../../packages/distributionOf.ts';
import { impliedDistributions, loadImplied } from '../../packages/impliedDistributions.ts';
import type { ImpliedTable } from '../../packages/impliedDistributions.ts';
import type { Call } from '../../flow/analysis.ts';
import { keptCalls } from '../keptCalls.ts';
import type { PromotionPlan } from '../plan.ts';
import { seededSources } from '../seededSources.ts';
import type { ProjectOptions } from './projectInput.ts';

export type Dependency = PromotionReport['dependencies'][number];

/** What the package itself imports to save and load. */
const own = ['joblib'];

/**
 * Distributions of kept imports, and those that kept calls need though nothing imports them.
 *
 * @returns sorted by name, none twice; a name is not verified when it is only guessed from the import
 */
export function inferDependencies(
  plan: PromotionPlan,
  options: Pick<ProjectOptions, 'installed' | 'versions' | 'isLocalModule'>,
): readonly Dependency[] {
  const found = new Map<string, { name: string; imports: Set<string>; isVerified: boolean }>();
  const add = (name: string, module: string | undefined, isVerified: boolean): void => {
    const key = normaliseDistribution(name);
    const known = found.get(key) ?? { name, imports: new Set<string>(), isVerified: false };
    known.isVerified ||= isVerified;
    if (module !== undefined) known.imports.add(module);
    found.set(key, known);
  };
  const used = plan.imports.filter(({ usedIn }) => usedIn.length > 0).map(({ module }) => module);
  const written = plan.written.flatMap(({ imports }) => imports);
  for (const module of [...own, ...used, ...written]) {
    if (module.startsWith('.') || options.isLocalModule?.(module) === true) continue;
    const origin = distributionOf(module, options.installed);
    if (origin.kind === 'distribution') add(origin.name, module, origin.source !== 'guessed');
    if (origin.kind === 'notebook' && origin.name !== undefined) add(origin.name, module, true);
  }
  for (const name of impliedByCalls(plan)) add(name, undefined, true);
  // The pipeline seeds it, also where only another library imports it.
  if (seededSources(plan).some(({ module }) => module === 'torch')) add('torch', undefined, true);
  const versions = new Map(
    [...(options.versions ?? [])].map(([name, version]) => [normaliseDistribution(name), version]),
  );
  return [...found]
    .toSorted(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, { name, imports, isVerified }]) => ({
      distribution: name,
      imports: [...imports].toSorted(),
      version: versions.get(key) ?? null,
      isVerified,
    }));
}

function impliedByCalls(plan: PromotionPlan): ReadonlySet<string> {
  const table: ImpliedTable = loadImplied();
  const names = new Set<string>();
  for (const call of keptCalls(plan)) {
    if (call.effect?.key === undefined) continue;
    for (const name of impliedDistributions(table, call.effect.key, pathOf(call))) names.add(name);
  }
  return names;
}

function pathOf({ effect, arguments: given }: Call): string | undefined {
  const places = effect === undefined ? [] : [...effect.reads, ...effect.writes];
  const paths = places.map((place) => (typeof place === 'number' ? given[place]?.literal : undefined));
  return paths.find((path) => typeof path === 'string');
}
