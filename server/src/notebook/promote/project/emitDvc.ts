/** `dvc.yaml`: the stages with what they depend on and what they leave. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import { pipelineStages } from '../emitPipeline.ts';
import type { PipelineStage } from '../emitPipeline.ts';
import type { ConfigurationValue, PromotionPlan } from '../plan.ts';
import type { EmittedModules } from './projectInput.ts';
import { isAbsolute, isAddress } from './relocatePath.ts';

/** Each stage takes what the one before it leaves, so the graph is a line: it has no circles. */
export function emitDvc(plan: PromotionPlan, modules: EmittedModules): GeneratedFile {
  const stages = pipelineStages(plan);
  const written = new Set<string>();
  const blocks = stages.map((stage, index) => {
    const isLast = index === stages.length - 1;
    return stageLines(plan, modules, stage, stages[index - 1], isLast, written);
  });
  const heading = '# Stages in the order of the notebook: each takes what the one before it leaves in build/.';
  return {
    path: 'dvc.yaml',
    text: `${[heading, ...(blocks.length === 0 ? ['stages: {}'] : ['stages:', ...blocks.flat()])].join('\n')}\n`,
  };
}

function stageLines(
  plan: PromotionPlan,
  modules: EmittedModules,
  { name, functions }: PipelineStage,
  before: PipelineStage | undefined,
  isLast: boolean,
  written: Set<string>,
): readonly string[] {
  const keys = [...new Set(functions.flatMap(({ configuration }) => configuration))];
  const files = plan.configuration.filter(({ role, key }) => role === 'path' && keys.includes(key));
  const module = functions[0]?.module ?? name;
  const made = unique(files.filter(({ access }) => access === 'written').flatMap(pathIn)).filter(
    (path) => !written.has(path) && !path.startsWith('../') && !path.endsWith('/'),
  );
  const read = unique(files.filter(({ access }) => access !== 'written').flatMap(pathIn));
  const own = new Set(made);
  for (const path of made) written.add(path);
  const deps = [
    ...(before === undefined ? [] : [`build/${before.name}`]),
    ...read.filter((path) => !own.has(path)),
    ...sourcesOf(modules, plan.packageName, module),
  ];
  const outs = [
    `build/${name}`,
    ...made,
    ...(isLast && (plan.captures ?? []).length > 0 ? ['models/state.joblib'] : []),
  ];
  const params = keys.toSorted();
  return [
    `  ${name}:`,
    `    cmd: python -m ${plan.packageName} ${name}`,
    '    deps:',
    ...deps.map((path) => `      - ${quoted(path)}`),
    ...(params.length === 0 && before !== undefined
      ? []
      : [
          '    params:',
          ...[...(before === undefined ? ['seed'] : []), ...params.filter((key) => key !== 'seed')].map(
            (key) => `      - ${key}`,
          ),
        ]),
    '    outs:',
    ...outs.map((path) => `      - ${quoted(path)}`),
    ...(isLast ? ['    metrics:', '      - reports/metrics.json:', '          cache: false'] : []),
  ];
}

function pathIn({ value }: ConfigurationValue): readonly string[] {
  return typeof value === 'string' && !isAddress(value) && !isAbsolute(value) && !/[*?[]/.test(value) ? [value] : [];
}

/** The module of a stage, and those of the package that it imports. */
function sourcesOf(modules: EmittedModules, packageName: string, module: string): readonly string[] {
  const found: string[] = [];
  const open = [module];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const path = `src/${packageName}/${next}.py`;
    const file = modules.find((candidate) => candidate.path === path);
    if (file === undefined || found.includes(path)) continue;
    found.push(path);
    for (const { groups } of file.text.matchAll(/^from \.(?<name>\w+) import /gm)) open.push(groups?.['name'] ?? '');
  }
  return found.toSorted();
}

function quoted(path: string): string {
  return /^[\w./][\w./ -]*[\w/]$|^\w$/.test(path) ? path : JSON.stringify(path);
}

function unique(items: readonly string[]): readonly string[] {
  return [...new Set(items)];
}
