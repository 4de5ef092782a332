/** The first sentence of a function's docstring: what it does to what, as the data flow has it. */
import type { PlannedFunction, PromotionPlan } from './plan.ts';

/** A sentence in the third person, with a full stop. */
export function sayFunction(plan: PromotionPlan, planned: PlannedFunction): string {
  const inputs = planned.inputs.map(({ name }) => name);
  const given = new Set(inputs);
  const changed = planned.outputs.map(({ name }) => name).filter((name) => given.has(name));
  const made = planned.outputs.map(({ name }) => name).filter((name) => !given.has(name));
  const from = inputs.length === 0 ? '' : ` from ${listed(inputs)}`;
  const does = has(plan, planned);
  switch (planned.stage) {
    case 'data':
      return made.length > 0
        ? `${does.reads ? 'Reads' : 'Prepares'} ${listed(made)}${from}.`
        : changed.length > 0
          ? `Prepares ${listed(changed)}.`
          : 'Prepares files.';
    case 'features':
      if (made.length > 0) return `Makes ${listed(made)}${from}.`;
      return changed.length > 0 ? `Makes features in ${listed(changed)}.` : `Works${withThese(inputs)}.`;
    case 'split':
      if (made.length > 0 && inputs.length > 0) return `Splits ${listed(inputs)} into ${listed(made)}.`;
      return made.length > 0 ? `Makes ${listed(made)}.` : `Splits the rows${withThese(inputs)}.`;
    case 'train':
      if (does.trains) {
        const models = [...made, ...changed];
        return `Trains ${models.length === 0 ? 'a model' : listed(models)}${withThese(inputs.filter((name) => !models.includes(name)))}.`;
      }
      if (made.length > 0) return `Makes ${listed(made)}${from}.`;
      return changed.length > 0
        ? `Prepares ${listed(changed)}.`
        : `Saves${inputs.length === 0 ? ' what training made' : ` ${listed(inputs)}`}.`;
    case 'evaluate':
    case 'infer':
      if (planned.reports) return `Measures${withThese(inputs)}.`;
      if (made.length > 0) return `Computes ${listed(made)}${from}.`;
      return changed.length > 0
        ? `Changes ${listed(changed)}.`
        : `Shows${inputs.length === 0 ? ' figures' : ` ${listed(inputs)}`}.`;
    case 'explore':
      return inputs.length === 0 ? 'Looks at the data.' : `Looks at ${listed(inputs)}.`;
    default: {
      const never: never = planned.stage;
      return never;
    }
  }
}

function has(
  { analysis }: PromotionPlan,
  { statements }: PlannedFunction,
): { readonly reads: boolean; readonly trains: boolean } {
  const calls = statements.flatMap((id) => analysis.statements[id]?.calls ?? []);
  return {
    reads: calls.some(({ effect }) => (effect?.reads.length ?? 0) > 0 || effect?.role === 'load'),
    trains: calls.some(({ effect }) => effect?.role === 'fit'),
  };
}

function withThese(names: readonly string[]): string {
  return names.length === 0 ? '' : ` with ${listed(names)}`;
}

const mostNames = 5;

function listed(names: readonly string[]): string {
  const shown =
    names.length > mostNames ? [...names.slice(0, mostNames - 1), `${names.length - mostNames + 1} more`] : names;
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} and ${shown.at(-1) ?? ''}`;
}
