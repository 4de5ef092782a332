/** Definitions of pipelines in the formats of other tools, as far as the rules ask of them. */
import { entryOf } from '../yaml/nodes.ts';
import type { YamlMap, YamlNode } from '../yaml/nodes.ts';
import type { Place } from '../yaml/place.ts';
import { parseYamlOnce } from '../yaml/yamlFile.ts';
import type { YamlFile } from '../yaml/yamlFile.ts';

/** A number with which a pipeline compares something before it goes on. */
export interface PipelineCondition {
  /** What is compared, as the definition calls it: a path in a report, a parameter, an option. */
  readonly subject: string;
  /** Decimal text. */
  readonly number: string;
  /** From 1. */
  readonly line: number;
}

export interface PipelineStage {
  readonly name: string;
  /** Whether it judges a model: by what it is, what it writes, or what it is called. */
  readonly isEvaluation: boolean;
  /** Whether it says in what it runs: an image, or a lock file that it depends on. */
  readonly hasRuntime: boolean;
}

export interface PipelineDefinition {
  readonly stages: readonly PipelineStage[];
  readonly conditions: readonly PipelineCondition[];
}

/** Bounded, so that no number costs more than it says. */
const number = String.raw`[-+]?(?:\d{1,30}(?:\.\d{0,30})?|\.\d{1,30})(?:[eE][-+]?\d{1,2})?`;

/**
 * Reads a definition of DVC, Kubeflow Pipelines (v2) or SageMaker, the last one as JSON, which is YAML too.
 *
 * @returns undefined when it is none of them. Never throws; what has another form is left out.
 */
export function readPipelineDefinition(text: string): PipelineDefinition | undefined {
  const yaml = parseYamlOnce(text);
  const top = topOf(yaml);
  if (top === undefined) return undefined;
  const lineOf = (place: Place): number => {
    const start = yaml.rangeOf(place)?.start ?? 0;
    return text.slice(0, start).split('\n').length;
  };
  if (valueOf(top, 'Steps')?.kind === 'list') return readSageMaker(top, lineOf);
  if (valueOf(top, 'root')?.kind === 'map' || valueOf(top, 'deploymentSpec')?.kind === 'map') {
    return readKubeflow(top, lineOf);
  }
  const stages = valueOf(top, 'stages');
  return stages?.kind === 'map' ? readDvc(top, stages, lineOf) : undefined;
}

type LineOf = (place: Place) => number;

/** The entries at the top; a whole file in braces is one map. */
function topOf(yaml: YamlFile): Pick<YamlMap, 'entries'> | undefined {
  return yaml.isRead && yaml.entries.length > 0 ? { entries: yaml.entries } : undefined;
}

function valueOf(map: Pick<YamlMap, 'entries'> | undefined, key: string): YamlNode | undefined {
  return map?.entries.findLast((entry) => entry.key === key)?.value;
}

function mapAt(node: YamlNode | undefined, ...keys: readonly string[]): YamlMap | undefined {
  let current = node;
  for (const key of keys) current = current?.kind === 'map' ? entryOf(current, key)?.value : undefined;
  return current?.kind === 'map' ? current : undefined;
}

function textAt(map: YamlMap | undefined, key: string): string | undefined {
  const value = map === undefined ? undefined : entryOf(map, key)?.value;
  return value?.kind === 'scalar' ? value.text : undefined;
}

function itemsOf(node: YamlNode | undefined): readonly YamlNode[] {
  return node?.kind === 'list' ? node.items : [];
}

function isNumber(text: string | undefined): text is string {
  return text !== undefined && new RegExp(`^${number}$`).test(text);
}

/** Every map below a node, itself included; a node shared by aliases is visited once. */
function* mapsBelow(node: YamlNode | undefined, seen = new Set<YamlNode>()): Generator<YamlMap> {
  if (node === undefined || seen.has(node)) return;
  seen.add(node);
  if (node.kind === 'list') for (const item of node.items) yield* mapsBelow(item, seen);
  if (node.kind !== 'map') return;
  yield node;
  for (const entry of node.entries) yield* mapsBelow(entry.value, seen);
}

/** Words of a name: `evaluateModel-2` is evaluate, model, 2. */
export function wordsOf(name: string): readonly string[] {
  return name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '');
}

function soundsLikeEvaluation(name: string): boolean {
  return wordsOf(name).some((word) => word === 'test' || /^(?:eval|validat|scor|assess)/.test(word));
}

/** Files that pin packages, by their names. */
const lockFile =
  /(?:^|\/)(?:[\w.-]*requirements[\w.-]*\.txt|[\w.-]+\.lock|[\w.-]*lock\.(?:json|ya?ml)|environment\.ya?ml)$/;

function readDvc(top: Pick<YamlMap, 'entries'>, stages: YamlMap, lineOf: LineOf): PipelineDefinition {
  const variables = new Map<string, string>();
  for (const item of itemsOf(valueOf(top, 'vars'))) collectVariables(item, '', variables);
  const found: PipelineStage[] = [];
  const conditions: PipelineCondition[] = [];
  for (const { key, value } of stages.entries) {
    const stage = mapAt(value);
    if (stage === undefined) continue;
    // A stage in a loop or a matrix has its parts below.
    const body = mapAt(stage, 'do') ?? stage;
    const dependencies = itemsOf(entryOf(body, 'deps')?.value).map((item) => (item.kind === 'scalar' ? item.text : ''));
    found.push({
      name: key,
      isEvaluation: soundsLikeEvaluation(key) || entryOf(body, 'metrics') !== undefined,
      hasRuntime: dependencies.some((path) => lockFile.test(path)),
    });
    const command = entryOf(body, 'cmd')?.value;
    for (const part of command?.kind === 'list' ? command.items : command === undefined ? [] : [command]) {
      if (part.kind === 'scalar') conditions.push(...optionsOf(part.text, variables, lineOf(part.place)));
    }
  }
  return { stages: found, conditions };
}

function collectVariables(node: YamlNode, prefix: string, variables: Map<string, string>): void {
  if (node.kind !== 'map') return;
  for (const { key, value } of node.entries) {
    if (value?.kind === 'scalar') variables.set(`${prefix}${key}`, value.text);
    else if (value?.kind === 'map') collectVariables(value, `${prefix}${key}.`, variables);
  }
}

/** Words that make an option of a command a bound, not a setting. */
const boundWords: ReadonlySet<string> = new Set(
  'min max minimum maximum limit threshold gate floor ceiling least most lower upper'.split(' '),
);

/** Options such as `--min-recall 0.6`. */
function optionsOf(
  command: string,
  variables: ReadonlyMap<string, string>,
  line: number,
): readonly PipelineCondition[] {
  const whole = command.replace(/\$\{([\w.]+)\}/g, (text, name: string) => variables.get(name) ?? text);
  return [...whole.matchAll(new RegExp(String.raw`--([A-Za-z][\w-]*)(?:=|\s+)(${number})(?![\w.])`, 'g'))].flatMap(
    ([, name = '', value = '']) =>
      wordsOf(name).some((word) => boundWords.has(word)) ? [{ subject: name, number: value, line }] : [],
  );
}

function readKubeflow(top: Pick<YamlMap, 'entries'>, lineOf: LineOf): PipelineDefinition {
  const root = valueOf(top, 'root');
  const defaults = mapAt(root, 'inputDefinitions', 'parameters');
  const executors = mapAt(valueOf(top, 'deploymentSpec'), 'executors');
  const components = mapAt(valueOf(top, 'components'));
  const stages: PipelineStage[] = [];
  const conditions: PipelineCondition[] = [];
  const dags = [mapAt(root, 'dag'), ...(components?.entries ?? []).map(({ value }) => mapAt(value, 'dag'))];
  for (const dag of dags) {
    for (const { key, value } of mapAt(dag, 'tasks')?.entries ?? []) {
      const task = mapAt(value);
      const component = mapAt(components, textAt(mapAt(task, 'componentRef'), 'name') ?? '');
      const executor = textAt(component, 'executorLabel');
      // A task without an executor is a group of others, which are listed themselves.
      if (executor !== undefined) {
        const image = textAt(mapAt(executors, executor, 'container'), 'image');
        stages.push({ name: key, isEvaluation: soundsLikeEvaluation(key), hasRuntime: image !== undefined });
      }
      const trigger = mapAt(task, 'triggerPolicy');
      const condition = trigger === undefined ? undefined : entryOf(trigger, 'condition')?.value;
      if (condition?.kind === 'scalar') {
        conditions.push(...comparisonsOf(condition.text, defaults, lineOf(condition.place)));
      }
    }
  }
  return { stages, conditions };
}

const parameter = String.raw`(?:\w+\()?inputs\.parameter_values\[['"]([^'"]+)['"]\]\)?`;

/** Comparisons such as `inputs.parameter_values['pipelinechannel--evaluate-recall'] >= 0.6`. */
function comparisonsOf(condition: string, defaults: YamlMap | undefined, line: number): readonly PipelineCondition[] {
  const pattern = new RegExp(String.raw`${parameter}\s*(?:>=|<=|>|<)\s*(?:(${number})|${parameter})`, 'g');
  return [...condition.matchAll(pattern)].flatMap(([, subject = '', literal, other]) => {
    const name = other?.replace(/^pipelinechannel--/, '') ?? '';
    const value = literal ?? textAt(mapAt(defaults, name), 'defaultValue');
    return isNumber(value) ? [{ subject, number: value, line }] : [];
  });
}

const evaluationSteps: ReadonlySet<string> = new Set(['Condition', 'QualityCheck']);
/** Steps that run code of the user. */
const runningSteps: ReadonlySet<string> = new Set(['Processing', 'Training', 'Tuning', 'Transform']);

function readSageMaker(top: Pick<YamlMap, 'entries'>, lineOf: LineOf): PipelineDefinition {
  const defaults = new Map<string, string>();
  for (const item of itemsOf(valueOf(top, 'Parameters'))) {
    const [name, value] = [textAt(mapAt(item), 'Name'), textAt(mapAt(item), 'DefaultValue')];
    if (name !== undefined && value !== undefined) defaults.set(`Parameters.${name}`, value);
  }
  const stages: PipelineStage[] = [];
  const conditions: PipelineCondition[] = [];
  // Steps of a condition stand below it, in `IfSteps` and `ElseSteps`.
  for (const step of mapsBelow(valueOf(top, 'Steps'))) {
    const type = textAt(step, 'Type') ?? '';
    const name = textAt(step, 'Name');
    const settings = mapAt(step, 'Arguments');
    if (name === undefined || settings === undefined) continue;
    const image =
      textAt(mapAt(settings, 'AppSpecification'), 'ImageUri') ??
      textAt(mapAt(settings, 'AlgorithmSpecification'), 'TrainingImage');
    stages.push({
      name,
      isEvaluation: evaluationSteps.has(type) || soundsLikeEvaluation(name),
      hasRuntime: image !== undefined || !runningSteps.has(type),
    });
    if (type === 'Condition') conditions.push(...gatesOf(settings, defaults, lineOf));
  }
  return { stages, conditions };
}

function gatesOf(
  settings: YamlMap,
  defaults: ReadonlyMap<string, string>,
  lineOf: LineOf,
): readonly PipelineCondition[] {
  const conditions: PipelineCondition[] = [];
  for (const condition of mapsBelow(entryOf(settings, 'Conditions')?.value)) {
    if (!/(?:Greater|Less)Than/.test(textAt(condition, 'Type') ?? '')) continue;
    const right = entryOf(condition, 'RightValue')?.value;
    const value = right?.kind === 'scalar' ? right.text : defaults.get(textAt(mapAt(right), 'Get') ?? '');
    const left = mapAt(condition, 'LeftValue');
    const subject = textAt(mapAt(left, 'Std:JsonGet'), 'Path') ?? textAt(left, 'Get');
    if (right === undefined || subject === undefined || !isNumber(value)) continue;
    conditions.push({ subject, number: value, line: lineOf(right.place) });
  }
  return conditions;
}
