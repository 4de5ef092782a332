/** What a promotion leads to: the seed, fitted state, the model that inference uses, files. */
import type { Call, NotebookAnalysis, ObjectId, StatementId } from '../flow/analysis.ts';
import type { Place } from '../effects/effect.ts';
import { trainedFor } from '../flow/objectsAt.ts';
import type { FittedState, PlannedFile, PlannedModel } from './plan.ts';

/** The seed that the notebook sets first; undefined when it sets none that is written in it. */
export function findSeed({ statements }: NotebookAnalysis): number | undefined {
  for (const { calls } of statements) {
    for (const { effect, arguments: given } of calls) {
      const literal = given[0]?.literal;
      if ((effect?.seeds.length ?? 0) > 0 && typeof literal === 'number' && Number.isInteger(literal)) return literal;
    }
  }
  return undefined;
}

/** The files that statements read and write, in the order in which they do. */
export function findFiles(analysis: NotebookAnalysis, kept: readonly StatementId[]): readonly PlannedFile[] {
  const files: PlannedFile[] = [];
  for (const id of kept) {
    for (const call of analysis.statements[id]?.calls ?? []) {
      const add = (role: PlannedFile['role'], places: readonly Place[]): void => {
        for (const place of places) {
          const literal = typeof place === 'number' ? call.arguments[place]?.literal : undefined;
          if (typeof literal === 'string') files.push({ path: literal, role, statement: id });
        }
      };
      add('read', call.effect?.reads ?? []);
      add('written', call.effect?.writes ?? []);
    }
  }
  return files.filter(
    ({ path, role }, index) => files.findIndex((other) => other.path === path && other.role === role) === index,
  );
}

const models: ReadonlySet<string> = new Set([
  'estimator',
  'search',
  'pipeline',
  'booster',
  'keras-model',
  'torch-module',
  'fitted',
]);

interface Fit {
  readonly statement: StatementId;
  readonly object: ObjectId;
  readonly name: string;
  readonly call: Call;
}

/** What a call trains for another object, as `trainer.fit(model)` trains a network, has its name where it is made. */
function trainedByOther(
  analysis: NotebookAnalysis,
  call: Call,
  nameOf: (statement: StatementId) => string | undefined,
): Omit<Fit, 'statement' | 'call'> | undefined {
  const [object, ...others] = trainedFor(call, analysis);
  const madeBy = object === undefined ? undefined : analysis.object(object)?.madeBy.statement;
  const name = madeBy === undefined || others.length > 0 ? undefined : nameOf(madeBy);
  return object === undefined || name === undefined ? undefined : { object, name };
}

/** @param nameOf the package's name of what a statement fits */
export function findFits(
  analysis: NotebookAnalysis,
  kept: readonly StatementId[],
  nameOf: (statement: StatementId, object: ObjectId, call: Call) => string | undefined,
): readonly Fit[] {
  return kept.flatMap((statement) =>
    (analysis.statements[statement]?.calls ?? []).flatMap((call) => {
      const { effect, receiver, result } = call;
      if (effect?.trains !== undefined) return [];
      const isFit = effect?.role === 'fit' || effect?.role === 'fit-transform';
      const object = receiver ?? result;
      const name = isFit && object !== undefined ? nameOf(statement, object, call) : undefined;
      return object === undefined || name === undefined ? [] : [{ statement, object, name, call }];
    }),
  );
}

/**
 * Networks that are trained by others: by loops, what the loss of a `backward` is computed with, and by trainers.
 *
 * @param nameOf the package's name of what a statement binds
 */
export function findTrainedNetworks(
  analysis: NotebookAnalysis,
  kept: readonly StatementId[],
  nameOf: (statement: StatementId) => string | undefined,
): readonly Fit[] {
  return kept.flatMap((statement) => {
    const calls = analysis.statements[statement]?.calls ?? [];
    return calls.flatMap((call): readonly Fit[] => {
      if (call.effect?.role !== 'fit') return [];
      const trained = trainedByOther(analysis, call, nameOf);
      if (trained !== undefined) return [{ statement, call, ...trained }];
      if (!call.text.endsWith('.backward') || call.receiver === undefined) return [];
      const asked = new Set(calls.flatMap(({ effect, receiver }) => (effect?.role === 'predict' ? [receiver] : [])));
      const [object, ...others] = networksBehind(analysis, call.receiver).filter((id) => asked.has(id));
      const madeBy = object === undefined ? undefined : analysis.object(object)?.madeBy.statement;
      const name = madeBy === undefined || others.length > 0 ? undefined : nameOf(madeBy);
      return object === undefined || name === undefined ? [] : [{ statement, object, name, call }];
    });
  });
}

function networksBehind(analysis: NotebookAnalysis, loss: ObjectId): readonly ObjectId[] {
  const seen = new Set([loss]);
  for (const id of seen) for (const { of } of analysis.object(id)?.rows ?? []) seen.add(of);
  return [...seen].filter((id) => analysis.object(id)?.kind === 'torch-module');
}

/** What is learned from rows and used by another statement. */
export function findState(
  analysis: NotebookAnalysis,
  kept: readonly StatementId[],
  fits: readonly Fit[],
): readonly FittedState[] {
  const found = new Map<ObjectId, FittedState>();
  const callers = Map.groupBy(
    kept.flatMap((id) =>
      [...new Set(analysis.statements[id]?.calls.map(({ receiver }) => receiver))].map((receiver) => ({
        id,
        receiver,
      })),
    ),
    ({ receiver }) => receiver,
  );
  for (const { object, name, statement } of fits) {
    const described = analysis.object(object);
    if (described === undefined || found.has(object)) continue;
    const usedBy = (callers.get(object) ?? []).flatMap(({ id }) => (id > statement ? [id] : []));
    if (usedBy.length > 0) found.set(object, { name, object, kind: described.kind, fittedBy: statement, usedBy });
  }
  return [...found.values()];
}

/** What is saved with an object: its parts, and the network whose state it is. */
function savedWith(analysis: NotebookAnalysis, id: ObjectId): readonly ObjectId[] {
  const { holds = [], rows = [] } = analysis.object(id) ?? {};
  return [...holds, ...rows.filter(({ relation }) => relation === 'uses').map(({ of }) => of)];
}

/** The model that is saved, else the one that was trained last. */
export function chooseModel(
  analysis: NotebookAnalysis,
  kept: readonly StatementId[],
  fits: readonly Fit[],
): PlannedModel | undefined {
  const trained = fits.filter(({ object }) => models.has(analysis.object(object)?.kind ?? ''));
  const last = trained.at(-1);
  if (last === undefined) return undefined;
  const saved = new Set(
    kept
      .flatMap((id) => analysis.statements[id]?.calls ?? [])
      .filter(({ effect }) => effect?.role === 'save')
      .flatMap(({ arguments: given, receiver }) => [
        ...given.flatMap(({ objects }) => [...objects, ...objects.flatMap((id) => savedWith(analysis, id))]),
        ...(receiver === undefined ? [] : [receiver]),
      ]),
  );
  const chosen = trained.findLast(({ object }) => saved.has(object));
  const { name, object, statement } = chosen ?? last;
  const count = new Set(trained.map((fit) => fit.object)).size;
  const because =
    chosen !== undefined ? 'the notebook saves it' : count === 1 ? 'it is the only one' : 'it is trained last';
  return { name, object, trainedBy: statement, because };
}
