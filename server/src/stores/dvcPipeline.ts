/** Reads `dvc.yaml`: stages with what they read and write, and the files of metrics and parameters. */
import { fillTemplates, joinVariables } from './dvcVariables.ts';
import { joinPath } from './pathBeside.ts';
import { isList, isMap, readPlain, textAt } from './plainValue.ts';
import type { PlainMap, PlainValue } from './plainValue.ts';

/** A stage; loops are unrolled, and named as DVC names them. Paths count from the folder of `dvc.yaml`. */
export interface DvcStage {
  readonly name: string;
  readonly wdir: string;
  readonly commands: readonly string[];
  readonly deps: readonly string[];
  /** Outputs of every kind, metrics and plots included. */
  readonly outs: readonly string[];
  readonly metrics: readonly string[];
  readonly plots: readonly string[];
  /** Files of parameters; no keys means the whole file. */
  readonly params: readonly { readonly path: string; readonly keys: readonly string[] }[];
}

export interface DvcPipeline {
  readonly stages: readonly DvcStage[];
  /** Every metrics file, those of stages first, each once. */
  readonly metrics: readonly string[];
  /** Parameter files named at the top. */
  readonly params: readonly string[];
}

export type DvcPipelineReading =
  | { readonly kind: 'pipeline'; readonly pipeline: DvcPipeline }
  /** `because` ends "cannot be read because …", without a full stop. */
  | { readonly kind: 'problem'; readonly because: string };

/** The file that stages take parameters and templates take values from, unless they say otherwise. */
export const standardParams = 'params.yaml';
/** Stages that loops unroll into at most. */
const stageLimit = 2000;

/** The files from which templates take values, the standard one first; what a template hides is not known here. */
export function variableFiles(text: string): readonly string[] {
  const read = readPlain(text, (key) => key === 'vars');
  return read.kind === 'value' && isMap(read.value) ? filesOfVariables(read.value) : [standardParams];
}

function filesOfVariables(top: PlainMap): readonly string[] {
  const vars = top.get('vars');
  const named = isList(vars)
    ? vars.flatMap((item) => (typeof item === 'string' ? [item.split(':', 1)[0] ?? ''] : []))
    : [];
  return [...new Set([standardParams, ...named.filter((path) => path !== '')])];
}

/**
 * Reads a `dvc.yaml`. Never throws; what has another form than DVC's is left out.
 *
 * @param textOf texts of the files that `variableFiles` names; undefined for those that are not there
 */
export function readDvcPipeline(text: string, textOf: (path: string) => string | undefined): DvcPipelineReading {
  const read = readPlain(text);
  if (read.kind === 'problem') return read;
  if (!isMap(read.value)) return { kind: 'problem', because: 'it holds no map' };
  const top = read.value;
  const variables = collectVariables(top, textOf);
  const stages = readStages(top.get('stages'), variables);
  const metrics = [
    ...stages.flatMap((stage) => stage.metrics),
    ...pathsIn(fillTemplates(top.get('metrics') ?? null, variables), ''),
  ];
  const params = pathsIn(fillTemplates(top.get('params') ?? null, variables), '');
  return { kind: 'pipeline', pipeline: { stages, metrics: [...new Set(metrics)], params } };
}

function collectVariables(top: PlainMap, textOf: (path: string) => string | undefined): PlainMap {
  let variables: PlainMap = new Map();
  for (const path of filesOfVariables(top)) {
    const content = textOf(path);
    const read = content === undefined ? undefined : readPlain(content);
    if (read?.kind === 'value' && isMap(read.value)) variables = joinVariables(variables, read.value);
  }
  const vars = top.get('vars');
  for (const item of isList(vars) ? vars : []) if (isMap(item)) variables = joinVariables(variables, item);
  return variables;
}

function readStages(stages: PlainValue | undefined, variables: PlainMap): readonly DvcStage[] {
  const read: DvcStage[] = [];
  for (const [name, stage] of isMap(stages) ? stages : []) {
    if (!isMap(stage)) continue;
    for (const { suffix, values } of turnsOf(stage, variables)) {
      if (read.length >= stageLimit) return read;
      const body = isMap(stage.get('do')) ? stage.get('do') : stage;
      const filled = fillTemplates(body ?? null, joinVariables(variables, values));
      if (isMap(filled)) read.push(readStage(`${name}${suffix}`, filled));
    }
  }
  return read;
}

interface Turn {
  /** What DVC appends to the name of the stage. */
  readonly suffix: string;
  readonly values: PlainMap;
}

/** The turns of a loop, or the one of a stage without. */
function turnsOf(stage: PlainMap, variables: PlainMap): readonly Turn[] {
  const foreach = fillTemplates(stage.get('foreach') ?? null, variables);
  if (isList(foreach)) {
    return foreach.map((item, index) => ({
      suffix: `@${isMap(item) || isList(item) ? index : String(item)}`,
      values: new Map([['item', item]]),
    }));
  }
  if (isMap(foreach)) {
    return [...foreach].map(([key, item]) => ({
      suffix: `@${key}`,
      values: new Map<string, PlainValue>([
        ['key', key],
        ['item', item],
      ]),
    }));
  }
  const matrix = fillTemplates(stage.get('matrix') ?? null, variables);
  return isMap(matrix) ? matrixTurns(matrix) : [{ suffix: '', values: new Map() }];
}

function matrixTurns(matrix: PlainMap): readonly Turn[] {
  let turns: readonly { readonly names: readonly string[]; readonly item: PlainMap }[] = [
    { names: [], item: new Map() },
  ];
  for (const [key, values] of matrix) {
    if (!isList(values)) continue;
    turns = turns
      .flatMap(({ names, item }) =>
        values.map((value, index) => ({
          names: [...names, isMap(value) || isList(value) ? `${key}${index}` : String(value)],
          item: new Map([...item, [key, value]]),
        })),
      )
      .slice(0, stageLimit);
  }
  return turns.map(({ names, item }) => ({ suffix: `@${names.join('-')}`, values: new Map([['item', item]]) }));
}

function readStage(name: string, stage: PlainMap): DvcStage {
  const wdir = textAt(stage, 'wdir') ?? '';
  const cmd = stage.get('cmd');
  const metrics = pathsIn(stage.get('metrics') ?? null, wdir);
  const plots = pathsIn(stage.get('plots') ?? null, wdir);
  return {
    name,
    wdir,
    commands: isList(cmd) ? cmd.map(String) : typeof cmd === 'string' ? [cmd] : [],
    deps: pathsIn(stage.get('deps') ?? null, wdir),
    outs: [...pathsIn(stage.get('outs') ?? null, wdir), ...metrics, ...plots],
    metrics,
    plots,
    params: paramsIn(stage.get('params') ?? null, wdir),
  };
}

/** Paths of a list whose items are a path, or a path with options. */
function pathsIn(list: PlainValue, folder: string): readonly string[] {
  if (!isList(list)) return [];
  return list.flatMap((item) => {
    const paths = typeof item === 'string' ? [item] : isMap(item) ? [...item.keys()] : [];
    return paths.map((path) => joinPath(folder, path));
  });
}

function paramsIn(list: PlainValue, folder: string): DvcStage['params'] {
  if (!isList(list)) return [];
  const byPath = new Map<string, string[]>();
  const add = (path: string, keys: readonly string[]) =>
    byPath.set(joinPath(folder, path), [...(byPath.get(joinPath(folder, path)) ?? []), ...keys]);
  for (const item of list) {
    if (typeof item === 'string') add(standardParams, [item]);
    else if (isMap(item)) {
      for (const [path, keys] of item) add(path, isList(keys) ? keys.map(String) : []);
    }
  }
  return [...byPath].map(([path, keys]) => ({ path, keys }));
}
