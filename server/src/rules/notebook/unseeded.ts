/** The rule about random numbers without a seed that decide a result. */
import type { RandomSource } from '../../../../schemas/effects.ts';
import type { Call, NotebookAnalysis, ObjectId, Statement, StatementId } from '../../notebook/flow/analysis.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { namedChildren, partOf } from '../../notebook/syntax/pythonTree.ts';
import { callsOf, keyOf, nodeAt, placeOf } from './codeAt.ts';
import { reachedFrom } from './flowReach.ts';
import type { NotebookContext, NotebookFinding, NotebookFix, NotebookRule } from './notebookRule.ts';

export const unseededRules: readonly NotebookRule[] = [
  {
    id: 'notebook/unseeded',
    severity: 'I/W/W',
    finds: 'a split, a model or a sample drawn without a seed that decides a reported result',
    why: 'Every run gives another number, so nobody can tell a change of the model from luck. Give a seed: `random_state=` where there is such an argument, else one for the library in the first cell.',
    hasFix: true,
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      const measuring = measures(analysis);
      if (measuring.size === 0) return;
      const told = new Set<string>();
      for (const draw of drawsOf(analysis)) {
        if (told.has(draw.key) || !reachesAny(analysis, draw.statement.id, measuring)) continue;
        told.add(draw.key);
        yield tell(context, draw);
      }
    },
  },
];

interface Draw {
  readonly statement: Statement;
  /** Where a seed would go, or where numbers are drawn. */
  readonly call: Call;
  /** Equal for draws that one seed would settle. */
  readonly key: string;
  readonly source: RandomSource;
}

/** Kinds of things that have a score. */
const scored: ReadonlySet<string> = new Set(
  'estimator clusterer pipeline search booster fitted statsmodel keras-model torch-module trainer'.split(' '),
);

/** Statements whose results are measures. */
function measures(analysis: NotebookAnalysis): ReadonlySet<StatementId> {
  const isMeasure = ({ effect, receiver, text }: Call): boolean => {
    if (effect?.role !== 'score') return effect?.role === 'metric' || effect?.role === 'cross-validate';
    // Densities and splines are evaluated, too, where they are drawn.
    const kind = receiver === undefined ? undefined : analysis.object(receiver)?.kind;
    return kind === undefined || scored.has(kind) || (kind === 'unknown' && text.endsWith('.score'));
  };
  return new Set(analysis.statements.filter(({ calls }) => calls.some(isMeasure)).map(({ id }) => id));
}

/** Calls that draw while nothing has seeded what they draw from, in effective order. */
function drawsOf(analysis: NotebookAnalysis): readonly Draw[] {
  const seeded = new Set<RandomSource>();
  const constructors = constructorsOf(analysis);
  const found: Draw[] = [];
  for (const statement of analysis.statements) {
    for (const { effect } of statement.calls) for (const source of effect?.seeds ?? []) seeded.add(source);
    if (statement.isLeftOut) continue;
    for (const call of statement.calls) {
      const source = call.effect?.draws.find((one) => !seeded.has(one));
      if (source === undefined || call.effect?.source === 'unknown') continue;
      if (call.effect?.seedParameter !== undefined) {
        found.push({ statement, call, key: keyOf(call.at), source });
        continue;
      }
      const makers = makersOf(analysis, constructors, call.receivers);
      for (const maker of makers) found.push({ statement, call: maker, key: keyOf(maker.at), source });
      // Without an argument for it, one seed for the library settles all.
      if (makers.length === 0 && call.receiver === undefined) found.push({ statement, call, key: source, source });
      if (makers.length === 0 && isNetwork(analysis, call)) found.push({ statement, call, key: source, source });
    }
  }
  return found;
}

/** Networks, and what trains them, take their seed from the library alone. */
function isNetwork(analysis: NotebookAnalysis, { receiver }: Call): boolean {
  const kind = receiver === undefined ? undefined : analysis.object(receiver)?.kind;
  return kind === 'keras-model' || kind === 'torch-module' || kind === 'trainer';
}

/** Models with one best answer, which they come to from any start: a seed changes the last digits at most. */
const convex = /(?:^|\.)(?:LogisticRegression(?:CV)?|LinearSV[CR]|Ridge(?:Classifier)?|Lasso|ElasticNet)$/;

type Constructors = ReadonlyMap<ObjectId, Call>;

function constructorsOf(analysis: NotebookAnalysis): Constructors {
  const makers = callsOf(analysis).filter(({ call: { receiver, effect, text } }) => {
    // A method may give back the object that it belongs to, which it has not made.
    return receiver === undefined && !convex.test(text) && (effect?.traits?.draws.length ?? 0) > 0;
  });
  return new Map(makers.flatMap(({ call }) => (call.result === undefined ? [] : [[call.result, call] as const])));
}

/** The calls that made objects, or what they hold, and that take a seed and were given none. */
function makersOf(
  analysis: NotebookAnalysis,
  constructors: Constructors,
  receivers: readonly ObjectId[],
): readonly Call[] {
  const makers: Call[] = [];
  const seen = new Set<ObjectId>();
  const visit = (id: ObjectId, depth: number): void => {
    if (seen.has(id) || depth > 3) return;
    seen.add(id);
    const maker = constructors.get(id);
    if (maker?.effect?.seedParameter !== undefined && maker.effect.seed === undefined) makers.push(maker);
    else for (const held of analysis.object(id)?.holds ?? []) visit(held, depth + 1);
  };
  receivers.forEach((id) => visit(id, 0));
  return makers;
}

function reachesAny(analysis: NotebookAnalysis, from: StatementId, wanted: ReadonlySet<StatementId>): boolean {
  return wanted.has(from) || [...reachedFrom(analysis, from)].some((id) => wanted.has(id));
}

const seedCalls: Readonly<Record<RandomSource, string>> = {
  numpy: 'np.random.seed(0)',
  random: 'random.seed(0)',
  torch: 'torch.manual_seed(0)',
  tf: 'keras.utils.set_random_seed(0)',
};

function tell(context: NotebookContext, { call, source }: Draw): NotebookFinding {
  const parameter = call.effect?.seedParameter;
  const name = call.text.slice(call.text.lastIndexOf('.') + 1);
  const at = calleeOf(context, call.at);
  if (parameter === undefined) {
    return {
      at,
      message: `Random numbers that decide a result are drawn here without a seed: call \`${seedCalls[source]}\` in the first cell.`,
    };
  }
  const argument = `${parameter}=0`;
  const changes = withArgument(context, call.at, argument);
  return {
    at,
    message: `\`${name}\` draws random numbers without a seed, and a reported result depends on them: give it \`${argument}\`.`,
    fixes: changes.length === 0 ? [] : [{ title: `Add \`${argument}\``, changes, isPreferred: true }],
  };
}

/** What is called, without the arguments, which may be many lines. */
function calleeOf(context: NotebookContext, at: CellRange): CellRange {
  const placed = nodeAt(context, at);
  const callee = placed === undefined ? undefined : partOf(placed.node, 'function');
  return placed === undefined || callee === undefined ? at : placeOf(placed.cell, callee);
}

function withArgument(context: NotebookContext, at: CellRange, argument: string): NotebookFix['changes'] {
  const placed = nodeAt(context, at);
  const list = placed === undefined ? undefined : partOf(placed.node, 'arguments');
  if (placed === undefined || list?.type !== 'argument_list') return [];
  const last = namedChildren(list).at(-1);
  const end = last?.end ?? list.start + 1;
  return [{ at: placeOf(placed.cell, { start: end, end }), newText: last === undefined ? argument : `, ${argument}` }];
}
