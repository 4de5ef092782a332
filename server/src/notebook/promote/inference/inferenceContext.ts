/** What reading the notebook for inference begins with, and which of its functions inference may call. */
import type { Statement, StatementId } from '../../flow/analysis.ts';
import type { PlannedDefinition, PlanSource, PromotionPlan } from '../plan.ts';
import type { TextEdit } from '../textEdits.ts';
import { inferParameters, nameInNotebook } from './aliasClashes.ts';
import { placeKey } from './readExpression.ts';
import type { InferenceContext } from './readExpression.ts';
import type { Captures } from './reading.ts';

/** An empty context: nothing of the notebook is read yet. */
export function createContext(plan: PromotionPlan, captures: Captures): InferenceContext {
  const { analysis, configuration, definitions } = plan;
  return {
    analysis,
    names: new Map(),
    captures,
    calls: new Map(),
    statement: 0,
    configured: new Map(configuration.filter(({ role }) => role !== 'path').map(({ key, at }) => [placeKey(at), key])),
    functions: new Map([
      ...analysis.functions.map(({ name }) => [name, `The function \`${name}\` cannot be called alone`] as const),
      ...nestedClasses(plan),
      ...[...Map.groupBy(definitions, ({ name, statement }) => nameInNotebook(plan, statement) ?? name)].map(
        ([variable, own]) => [variable, whyNoneCalled(plan, variable, own)] as const,
      ),
    ]),
    secrets: secretsOf(plan),
    sources: new Set(),
  };
}

/** Classes that stand inside functions of the package, since they read what the notebook binds. */
function nestedClasses({ source, definitions }: PromotionPlan): readonly (readonly [string, string])[] {
  const placed = new Set(definitions.map(({ statement }) => statement));
  return [...source.definitions.values()]
    .filter(({ kind, statement }) => kind === 'class' && !placed.has(statement))
    .map(({ name, nestedBecause }) => [
      name,
      `The class \`${name}\` stands inside a function, where inference cannot make one: ${(nestedBecause ?? 'the notebook does not need it elsewhere').replace(/\.$/, '').replace(/^I/, 'i')}`,
    ]);
}

/** Undefined where inference can call what the notebook has under a name. */
function whyNoneCalled(
  { source }: PromotionPlan,
  variable: string,
  definitions: readonly PlannedDefinition[],
): string | undefined {
  const texts = new Set(definitions.map(({ statement }) => textOfStatement(source, statement)));
  if (texts.size > 1) return `The function \`${variable}\` is defined several times, each time otherwise`;
  const [first] = definitions;
  return first === undefined
    ? undefined
    : whyNotCalled(
        first.name,
        first.parameters.map((parameter) => parameter.variable),
      );
}

function textOfStatement({ code }: PlanSource, id: StatementId): string {
  const source = code.of(id);
  return source === undefined ? '' : code.textAt(source.statement.at);
}

/** Undefined where inference can call a function of the notebook. */
function whyNotCalled(name: string, reads: readonly string[]): string | undefined {
  if (reads.length > 0) return `The function \`${name}\` reads \`${reads.join('`, `')}\` of the notebook`;
  return inferParameters.has(name) ? ownName(name) : undefined;
}

/** Why a name cannot be used in `infer.py`. */
export function ownName(name: string): string {
  return `\`${name}\` is a name that inference has for itself`;
}

function secretsOf({ source }: PromotionPlan): ReadonlyMap<number, readonly TextEdit[]> {
  const secrets = source.replacements.filter(({ key }) => key === undefined);
  const edits = secrets.map(({ at: { cell, start, end }, code }) => ({ cell, edit: { start, end, text: code } }));
  return new Map([...Map.groupBy(edits, ({ cell }) => cell)].map(([cell, own]) => [cell, own.map(({ edit }) => edit)]));
}

/** The context in which a statement is read. */
export function within(context: InferenceContext, { id, calls }: Statement): InferenceContext {
  const own = calls.filter(({ through }) => through === undefined);
  return { ...context, statement: id, calls: new Map(own.map((call) => [placeKey(call.at), call])) };
}
