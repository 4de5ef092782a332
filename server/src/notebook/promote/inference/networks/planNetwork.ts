/** Inference with a network that the notebook trains in a loop of its own. */
import type { Call, ObjectId, Statement } from '../../../flow/analysis.ts';
import { partOf } from '../../../syntax/pythonTree.ts';
import type { PythonNode } from '../../../syntax/pythonTree.ts';
import type { PlannedModel } from '../../plan.ts';
import { createCaptures } from '../captures.ts';
import { derivePreprocess, withCapture } from '../derivePreprocess.ts';
import type { ReadNotebook } from '../derivePreprocess.ts';
import { labelStep } from '../labelStep.ts';
import { everything } from '../need.ts';
import type { Step } from '../reading.ts';
import type { Inference, InferencePlan } from '../planInference.ts';
import { argumentsOf, callAtNode, scopeOf } from './scopes.ts';
import type { Scope } from './scopes.ts';
import { followInput } from './followInput.ts';
import type { FollowedInput, FollowedPictures } from './followInput.ts';
import { planAnswers } from './planAnswers.ts';
import { readMaking } from './readAtTop.ts';

/** A call of the network, and the one value that it is given. */
interface AskedNetwork {
  readonly statement: Statement;
  readonly call: Call;
  readonly scope: Scope;
  readonly node: PythonNode;
  readonly input: FollowedInput;
}

export function planNetwork(notebook: ReadNotebook, model: PlannedModel): Inference {
  const { plan, kept } = notebook;
  const made = makingOf(notebook, model.object);
  if (made === undefined)
    return {
      kind: 'none',
      because:
        'The network is made inside a loop or a branch, or in several statements, so that it cannot be made again.',
    };
  if (isRebuilt(notebook, made))
    return { kind: 'none', because: 'The network gets other parts after it is made, so that it cannot be made again.' };
  const training = kept.find(({ id }) => id === model.trainedBy);
  const asked = kept.flatMap((statement) => asksOf(notebook, statement, model.object));
  const inTraining = asked.filter(({ statement }) => statement === training);
  const trainedWith = inTraining.find(({ call }) => isLearnedFrom(plan.analysis, call, training));
  if (training === undefined || trainedWith === undefined)
    return { kind: 'none', because: 'The loop does not ask the network in a way that can be followed.' };
  const trained = resolve(notebook, trainedWith);
  if (typeof trained === 'string') return { kind: 'none', because: trained };
  const later = asked.filter(({ statement }) => statement.id > training.id);
  const evaluating = inTraining.filter((each) => each.call !== trainedWith.call);
  const tried = [...later, ...evaluating, trainedWith].map((each) => resolve(notebook, each));
  const candidates = tried.filter((each) => typeof each !== 'string');
  const plans = candidates.map((each) => deriveNetwork(notebook, made, trained, each));
  const raw = plans.find((each) => typeof each !== 'string' && each.kind === 'raw');
  const best = raw ?? plans[0];
  if (best === undefined || typeof best === 'string') {
    const [because = 'Nothing is known of what the network is asked.'] = [...plans, ...tried].filter(
      (each) => typeof each === 'string',
    );
    return { kind: 'none', because };
  }
  return best;
}

interface Making {
  readonly statement: Statement;
  readonly node: PythonNode;
}

/** The expression whose value a name is bound to when the network is made. */
function makingOf({ plan, trees, kept }: ReadNotebook, object: ObjectId): Making | undefined {
  const madeBy = plan.analysis.object(object)?.madeBy;
  const statement = kept.find(({ id }) => id === madeBy?.statement);
  const node = statement === undefined ? undefined : trees.nodeAt(statement.at);
  const inner = node?.type === 'expression_statement' ? node.children[0] : undefined;
  const left = inner?.type === 'assignment' ? partOf(inner, 'left') : undefined;
  const right = inner?.type === 'assignment' ? partOf(inner, 'right') : undefined;
  return statement === undefined || right === undefined || left?.type !== 'identifier' || right.type === 'assignment'
    ? undefined
    : { statement, node: right };
}

/** Whether a part of the network is set by its name later, as the last layer of one that was trained before. */
function isRebuilt({ trees, kept }: ReadNotebook, { statement: by, node }: Making): boolean {
  const own = trees.treeOf(by.at.cell)?.text ?? '';
  const name = /^\s*(?<name>\w+)/.exec(own.slice(by.at.start, node.start))?.groups?.['name'] ?? '';
  const sets = new RegExp(
    `(?<![\\w.])${name}(?:\\.\\w+|\\[[^\\]]*\\])+\\s*=(?!=)|(?<![\\w.])${name}(?:\\.\\w+)*\\.(?:add_module|append|insert|extend)\\(`,
    'u',
  );
  return kept.some(
    ({ id, at: { cell, start, end } }) => id > by.id && sets.test(trees.treeOf(cell)?.text.slice(start, end) ?? ''),
  );
}

function asksOf(notebook: ReadNotebook, statement: Statement, model: ObjectId): readonly AskedCall[] {
  return statement.calls.flatMap((call) => {
    const isAsk = call.receiver === model && call.effect?.role === 'predict';
    const scope = isAsk ? scopeOf(notebook, statement, call) : undefined;
    const node = isAsk ? notebook.trees.callAt(call.at) : undefined;
    return scope === undefined || node === undefined ? [] : [{ statement, call, scope, node }];
  });
}

type AskedCall = Omit<AskedNetwork, 'input'>;

/** Whether what a loss is computed of comes from a call. */
function isLearnedFrom(
  analysis: ReadNotebook['plan']['analysis'],
  { result }: Call,
  training: Statement | undefined,
): boolean {
  const losses = (training?.calls ?? []).filter(
    ({ text, effect }) => effect?.role === 'fit' && text.endsWith('.backward'),
  );
  const open = losses.flatMap(({ receiver }) => (receiver === undefined ? [] : [receiver]));
  const seen = new Set(open);
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (id === result) return true;
    for (const { of } of analysis.object(id)?.rows ?? []) {
      if (seen.has(of)) continue;
      seen.add(of);
      open.push(of);
    }
  }
  return false;
}

/** @returns why what it is given cannot be followed, as a sentence */
function resolve(notebook: ReadNotebook, asked: AskedCall): AskedNetwork | string {
  const [first, ...others] = argumentsOf(asked.node);
  if (first === undefined || first.type === 'keyword_argument' || others.length > 0)
    return 'The network is asked with several values, which cannot be followed to raw rows.';
  const input = followInput(notebook, asked.scope, first);
  return typeof input === 'string'
    ? `What the network is asked cannot be made of raw rows: ${input}.`
    : { ...asked, input };
}

function deriveNetwork(
  notebook: ReadNotebook,
  made: Making,
  trained: AskedNetwork,
  asked: AskedNetwork,
): InferencePlan | string {
  if (asked.input.pictures !== undefined) return derivePictures(notebook, made, asked, asked.input.pictures);
  if (trained.input.pictures !== undefined)
    return 'The network is trained on pictures, and asked about something else.';
  const captures = createCaptures();
  const { cell } = made.statement.at;
  const model = captures.keep(
    { cell, start: made.node.start, end: made.node.end },
    'learned',
    'model',
    made.statement.id,
  );
  const { statement: trainedBy, node: data } = trained.input;
  const features = captures.keep(
    { cell: trainedBy.at.cell, start: data.start, end: data.end },
    'learned_columns',
    'model_columns',
    trainedBy.id,
  );
  const making = readMaking(notebook, made.statement, made.node, captures);
  if (typeof making === 'string') return making;
  const { statement, node } = asked.input;
  const derived = derivePreprocess(notebook, { statement, node, before: node.start }, captures, [
    model,
    features,
    ...making.uses,
  ]);
  const answers = planAnswers(notebook, [asked], 'tensor', captures);
  const undone = labelStep(notebook.plan, notebook.trees, labelsOf(notebook, trained), notebook.kept, captures);
  const label = answers.labelWith(undone);
  const uses = [...answers.uses, ...(label?.capture === undefined ? [] : [label.capture])];
  return {
    model,
    method: 'forward',
    features,
    boosted: undefined,
    scores: 'raw',
    ...derived,
    label,
    network: {
      library: 'torch',
      make: making,
      toInput: asked.input.wrap('features'),
      scores: answers.scores,
    },
    captures: uses.reduce((known, name) => withCapture(known, name, captures), derived.captures),
  };
}

/** Inference for pictures: what the data set of the evaluation does to each of them. */
function derivePictures(
  notebook: ReadNotebook,
  made: Making,
  asked: AskedNetwork,
  { statement, transform, mode, isDrawn }: FollowedPictures,
): InferencePlan | string {
  if (isDrawn) return 'What is done to the pictures that the network is asked about is drawn by chance.';
  const captures = createCaptures();
  const keep = (at: Statement, node: PythonNode, kind: 'learned' | 'learned_pictures', name: string): string =>
    captures.keep({ cell: at.at.cell, start: node.start, end: node.end }, kind, name, at.id);
  const model = keep(made.statement, made.node, 'learned', 'model');
  const features = keep(asked.input.statement, asked.input.node, 'learned_pictures', 'model_columns');
  const making = readMaking(notebook, made.statement, made.node, captures);
  if (typeof making === 'string') return making;
  const transforming = readMaking(notebook, statement, transform, captures);
  if (typeof transforming === 'string') return transforming;
  const answers = planAnswers(notebook, [asked], 'tensor', captures);
  const label = answers.labelWith(undefined);
  const uses = [
    ...[model, features, ...making.uses, ...transforming.uses, ...answers.uses],
    ...(label?.capture === undefined ? [] : [label.capture]),
  ];
  const { cell } = statement.at;
  return {
    kind: 'raw',
    because: undefined,
    model,
    method: 'forward',
    features,
    boosted: undefined,
    scores: 'raw',
    preprocess: {
      steps: [
        ...transforming.steps,
        { ...noStep, cell, binds: 'transform', code: `transform = ${transforming.result}` },
      ],
      result: `torch.stack([transform(picture.convert("${mode}")) for picture in rows])`,
      source: `${asked.input.statement.at.cell}:${asked.input.node.start}`,
      cell,
      need: everything,
      reader: undefined,
      pictures: mode,
    },
    label,
    network: { library: 'torch', make: making, toInput: asked.input.wrap('features'), scores: answers.scores },
    captures: uses.reduce<InferencePlan['captures']>((known, name) => withCapture(known, name, captures), []),
  };
}

const noStep: Omit<Step, 'cell' | 'code'> = {
  binds: undefined,
  changes: undefined,
  sets: [],
  reads: [],
  passes: [],
  uses: [],
  refusals: [],
};

/** The answers that the loss holds the network to. */
function labelsOf(notebook: ReadNotebook, { call, scope }: AskedNetwork): ObjectId | undefined {
  const loss = scope.statement.calls.find(
    ({ effect, arguments: given }) =>
      typeof effect?.labels === 'number' && given.some(({ objects }) => objects.includes(call.result ?? -1)),
  );
  const place = typeof loss?.effect?.labels === 'number' ? loss.arguments[loss.effect.labels] : undefined;
  const node = place === undefined ? undefined : notebook.trees.nodeAt(place.at);
  const inside = loss === undefined ? undefined : scopeOf(notebook, scope.statement, loss);
  if (node === undefined || inside === undefined) return undefined;
  const input = followInput(notebook, inside, node);
  if (typeof input === 'string') return undefined;
  const { statement, node: top } = input;
  const given = statement.calls
    .flatMap((each) => each.arguments)
    .find(({ at }) => at.cell === statement.at.cell && at.start === top.start && at.end === top.end);
  const made = callAtNode({ statement, cell: statement.at.cell }, top)?.result;
  const used = statement.uses.find(({ at }) => at.cell === statement.at.cell && at.start === top.start);
  return given?.objects[0] ?? made ?? used?.objects[0];
}
