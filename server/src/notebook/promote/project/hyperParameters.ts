/** Literal arguments of estimators, splits, `compile`, `fit` and search grids, and of calls that seed. */
import type { Argument, Call } from '../../flow/analysis.ts';
import type { CellRange } from '../../read/notebook.ts';
import { namedChildren, partOf, textOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import type { Candidate, KeptCode, KeptStatement } from './configurationInput.ts';
import { pythonName } from './pythonName.ts';
import { readLiteral } from './readLiteral.ts';
import type { ReadLiteral } from './readLiteral.ts';

/** Arguments that say how work is done, not what comes out. */
const inline: ReadonlySet<string> = new Set(
  'verbose verbosity silent n_jobs copy copy_X inplace axis return_train_score return_indicator sparse sparse_output dtype name input_shape input_dim error_score probability_ thread_count allow_writing_files pre_dispatch verbose_eval valid_names'.split(
    ' ',
  ),
);

const configurable: ReadonlySet<string> = new Set(
  'estimator transformer clusterer search splitter resampler booster optimizer statsmodel'.split(' '),
);

/** Parameters that people give by position. */
const firstParameters: readonly { readonly callee: RegExp; readonly name: string }[] = [
  { callee: /KNeighbors\w+$/, name: 'n_neighbors' },
  { callee: /KMeans$/, name: 'n_clusters' },
  { callee: /(?:PCA|SVD|NMF|ICA)$/, name: 'n_components' },
  { callee: /(?:KFold|TimeSeriesSplit|ShuffleSplit)$/, name: 'n_splits' },
  { callee: /\.(?:Ridge|Lasso|ElasticNet)$/, name: 'alpha' },
  { callee: /\.PolynomialFeatures$/, name: 'degree' },
  { callee: /\.(?:RandomForest|ExtraTrees)\w+$/, name: 'n_estimators' },
  { callee: /\.(?:SVC|SVR|LinearSVC|LinearSVR)$/, name: 'C' },
  { callee: /^frame\.sample$/, name: 'n' },
];

export function findHyperParameters(code: KeptCode): readonly Candidate[] {
  return code.statements.flatMap((kept) =>
    kept.statement.calls
      .filter(({ through, at }) => through === undefined && at.cell === kept.statement.at.cell)
      .flatMap((call) => [
        ...argumentsOf(code, kept, call),
        ...gridsOf(code, kept, call),
        ...paramsOf(code, kept, call),
      ]),
  );
}

function argumentsOf(code: KeptCode, kept: KeptStatement, call: Call): readonly Candidate[] {
  const isSeeding = (call.effect?.seeds.length ?? 0) > 0;
  const owner = ownerOf(kept, call);
  if (!isSeeding && owner === undefined) return [];
  return call.arguments.flatMap((argument, index): readonly Candidate[] => {
    const name =
      argument.keyword ?? firstParameters.find(({ callee }) => index === 0 && callee.test(call.callee ?? ''))?.name;
    const parameter = isSeeding ? 'seed' : name;
    const node = valueNode(code, argument);
    if (parameter === undefined || node === undefined || inline.has(parameter)) return [];
    const literal = readLiteral(kept.tree, node);
    if (literal === undefined || isEmptySequence(literal.value) || code.holding(placeOf(argument, node)) === undefined)
      return [];
    if (isSeeding && typeof literal.value !== 'number') return [];
    const isSeed = isSeeding || parameter === call.effect?.seedParameter;
    return [
      {
        at: placeOf(argument, node),
        ...literal,
        role: isSeed ? 'seed' : 'hyper-parameter',
        words: isSeeding ? ['seed'] : [kept.stage, ...(owner ?? []), parameter],
        ownedBy: `${call.at.cell}:${call.at.start}`,
        otherOwner: targetOf(kept),
      },
    ];
  });
}

/** Words between the group and the name of the parameter; undefined for calls that have no hyper-parameters. */
function ownerOf({ stage }: KeptStatement, { callee, effect, text }: Call): readonly string[] | undefined {
  if (callee === undefined || effect === undefined || effect.source === 'unknown') return undefined;
  const last = callee.slice(callee.lastIndexOf('.') + 1);
  if (effect.splits !== undefined || effect.role === 'split') return stage === 'split' ? [] : [last];
  if (/^[A-Z]/.test(last) && configurable.has(effect.returns.kind)) {
    return [pythonName(last.replace(/(?<=.)(?:Classifier|Regressor)$/, ''))];
  }
  const written = /[^.]*$/.exec(text)?.[0] ?? last;
  // `xgb.train` is told by its library, for `train.train` would say nothing.
  const word = written === stage ? (callee.split('.')[0] ?? written) : written;
  const isNamed = effect.role === 'fit' || effect.role === 'cross-validate' || effect.role === 'resample';
  return isNamed || last === 'compile' || callee === 'frame.sample' ? [pythonName(word)] : undefined;
}

/** The name that a statement binds: `gb` of `gb = …`. */
function targetOf({ tree, node }: KeptStatement): string | undefined {
  const assignment = node.type === 'expression_statement' ? node.children[0] : undefined;
  const left = assignment?.type === 'assignment' ? partOf(assignment, 'left') : undefined;
  return left?.type === 'identifier' ? textOf(tree, left) : undefined;
}

function valueNode({ trees }: KeptCode, { at }: Argument): PythonNode | undefined {
  const node = trees.nodeAt(at);
  return node?.type === 'keyword_argument' ? partOf(node, 'value') : node;
}

function placeOf({ at }: Argument, { start, end }: PythonNode): CellRange {
  return { cell: at.cell, start, end };
}

function isEmptySequence(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}

/** The lists of a grid, wherever the notebook writes it. */
function gridsOf(code: KeptCode, { stage }: KeptStatement, call: Call): readonly Candidate[] {
  const { callee = '', effect } = call;
  const search = callee.slice(callee.lastIndexOf('.') + 1);
  if (effect?.returns.kind !== 'search' || !/^[A-Z]/.test(search)) return [];
  return dictsOf(code, call).flatMap(({ at, holder, path, node }) =>
    valuesOf(holder, node).flatMap(({ name, value, literal }): readonly Candidate[] => {
      if (literal.sequence === undefined) return [];
      const words = [stage, gridOwner(holder, path) ?? pythonName(search), name];
      return [{ ...candidate(at, value, literal), role: 'hyper-parameter', words }];
    }),
  );
}

/** The settings that a library's own function of training takes as a dict, as `xgb.train` does. */
function paramsOf(code: KeptCode, { stage }: KeptStatement, call: Call): readonly Candidate[] {
  const { callee, effect, receiver } = call;
  if (callee === undefined || receiver !== undefined || effect?.role !== 'fit' || effect.returns.kind !== 'booster')
    return [];
  return dictsOf(code, call).flatMap(({ at, holder, node }) =>
    valuesOf(holder, node).flatMap(({ name, value, literal }): readonly Candidate[] => {
      if (inline.has(name)) return [];
      const role = /^(?:seed|random_state|random_seed)$/.test(name) ? 'seed' : 'hyper-parameter';
      return [{ ...candidate(at, value, literal), role, words: [stage, 'params', name], otherOwner: targetOf(holder) }];
    }),
  );
}

interface WrittenDict {
  readonly at: CellRange;
  readonly holder: KeptStatement;
  readonly path: readonly PythonNode[];
  readonly node: PythonNode;
}

/** The dicts that a call is given, where they are written in kept code. */
function dictsOf(code: KeptCode, call: Call): readonly WrittenDict[] {
  return call.arguments
    .flatMap(({ objects }) => objects)
    .flatMap((id) => code.input.analysis.object(id) ?? [])
    .filter(({ kind }) => kind === 'dict')
    .flatMap(({ madeBy: { at } }): readonly WrittenDict[] => {
      const holder = code.holding(at);
      const path = code.trees.pathTo(at);
      const node = path.at(-1);
      return holder === undefined || node?.type !== 'dictionary' ? [] : [{ at, holder, path, node }];
    });
}

interface WrittenValue {
  readonly name: string;
  readonly value: PythonNode;
  readonly literal: ReadLiteral;
}

/** Values of a dict that are literals under names. */
function valuesOf(holder: KeptStatement, dict: PythonNode): readonly WrittenValue[] {
  return namedChildren(dict).flatMap((pair): readonly WrittenValue[] => {
    const [key, value] = [partOf(pair, 'key'), partOf(pair, 'value')];
    const name = key === undefined ? undefined : readLiteral(holder.tree, key)?.value;
    const literal = value === undefined ? undefined : readLiteral(holder.tree, value);
    const isNamed = value !== undefined && literal !== undefined && typeof name === 'string';
    return isNamed && !isEmptySequence(literal.value) ? [{ name, value, literal }] : [];
  });
}

/** What is the same for every value of a dict. */
function candidate(at: CellRange, { start, end }: PythonNode, literal: ReadLiteral) {
  return { at: { cell: at.cell, start, end }, ...literal, ownedBy: `${at.cell}:${at.start}` };
}

/** Of a grid in a table of models, the key of the model. */
function gridOwner({ tree }: KeptStatement, path: readonly PythonNode[]): string | undefined {
  const keys = path
    .filter(({ type }) => type === 'pair')
    .map((pair) => partOf(pair, 'key'))
    .map((key) => (key === undefined ? undefined : readLiteral(tree, key)?.value))
    .filter((key) => typeof key === 'string' && !/param|grid/i.test(key));
  const last = keys.at(-1);
  return typeof last === 'string' ? pythonName(last) : undefined;
}
