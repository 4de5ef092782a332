/** `pipeline.py`: runs the stages in the order of the notebook, whole or one by one. */
import { plainLines } from './generatedLines.ts';
import type { GeneratedLine } from './generatedLines.ts';
import type { PlannedFunction, PromotionPlan } from './plan.ts';
import { seededSources } from './seededSources.ts';
import { sortImports } from './sortImports.ts';
import type { SeededSource } from './seededSources.ts';

/** Functions of one module that are called one after the other: what runs as a stage of its own. */
export interface PipelineStage {
  /** Unique, such as `train` and `train_2`. */
  readonly name: string;
  readonly functions: readonly PlannedFunction[];
}

/** The stages in the order in which they run; a module that is called at two times is two stages. */
export function pipelineStages({ functions }: Pick<PromotionPlan, 'functions'>): readonly PipelineStage[] {
  const stages: { readonly module: string; readonly functions: PlannedFunction[] }[] = [];
  for (const planned of functions) {
    const last = stages.at(-1);
    if (last?.module === planned.module) last.functions.push(planned);
    else stages.push({ module: planned.module, functions: [planned] });
  }
  const times = new Map<string, number>();
  return stages.map(({ module, functions: own }) => {
    const time = (times.get(module) ?? 0) + 1;
    times.set(module, time);
    return { name: time === 1 ? module : `${module}_${time}`, functions: own };
  });
}

export function emitPipeline(plan: PromotionPlan): readonly GeneratedLine[] {
  const stages = pipelineStages(plan);
  const modules = [...new Set(plan.functions.map(({ module }) => module))].sort();
  const sources = seededSources(plan);
  const learns = (plan.captures ?? []).length > 0;
  const text = [
    '"""Runs the stages in the order of the notebook."""',
    '',
    'import logging',
    'import pickle',
    'import random',
    'from dataclasses import dataclass, field',
    'from pathlib import Path',
    'from typing import Any',
    ...(sources.length > 0 ? ['', ...sortImports(sources.map(({ imported }) => imported))] : []),
    '',
    ...(modules.length > 0 ? [`from . import ${modules.join(', ')}`] : []),
    'from .config import Config, make_folders',
    ...(learns ? ['from .state import LEARNED'] : []),
    '',
    'logger = logging.getLogger(__name__)',
    '',
    '',
    '@dataclass',
    'class Results:',
    '    """What a run leads to: numbers that are reported, and values by their names in the notebook."""',
    '',
    '    metrics: dict[str, Any] = field(default_factory=dict)',
    '    values: dict[str, Any] = field(default_factory=dict)',
    ...(learns ? ['    learned: dict[str, Any] = field(default_factory=dict)'] : []),
    ...stages.flatMap(stageFunction),
    '',
    '',
    'STAGES: dict[str, Any] = {',
    ...stages.map(({ name }) => `    "${name}": run_${name},`),
    '}',
    '',
    '',
    'def seed_everything(seed: int) -> None:',
    '    """Seeds what draws random numbers without a seed of its own."""',
    '    random.seed(seed)',
    ...sources.map(({ call }) => `    ${call}`),
    rest(sources, learns),
  ];
  return plainLines(text.join('\n'));
}

function stageFunction({ name, functions }: PipelineStage): readonly string[] {
  return [
    '',
    '',
    `def run_${name}(config: Config, values: dict[str, Any], metrics: dict[str, Any]) -> None:`,
    `    """Runs the stage ${name}: takes values of the stages before it, and adds its own."""`,
    ...functions.flatMap(callLines),
  ];
}

const valuesOf = (name: string): string => `values["${name}"]`;

function callLines({ module, name, inputs, outputs, configuration, reports }: PlannedFunction): readonly string[] {
  const given = [
    ...inputs.map((input) => valuesOf(input.name)),
    ...(configuration.length > 0 ? ['config=config'] : []),
  ];
  const call = `${module}.${name}(${given.join(', ')})`;
  const targets = outputs.map((output) => valuesOf(output.name));
  if (!reports) return [`    ${targets.length === 0 ? '' : `${targets.join(', ')} = `}${call}`];
  if (targets.length === 0) return [`    metrics.update(${call})`];
  return [`    ${targets.join(', ')}, reported = ${call}`, '    metrics.update(reported)'];
}

/** @param learns whether stages keep what inference needs */
function rest(seeded: readonly SeededSource[], learns: boolean): string {
  const hasNumpy = seeded.some(({ imported }) => imported === 'import numpy as np');
  const hasTorch = seeded.some(({ imported }) => imported === 'import torch');
  // Keras and TensorFlow do not say where their generators stand, so each stage begins anew.
  const begun = seeded.some(({ imported }) => /keras|tensorflow/.test(imported))
    ? '        seed_everything(config.seed)\n'
    : '';
  const kept = [
    '"random": random.getstate()',
    ...(hasNumpy ? ['"numpy": np.random.get_state()'] : []),
    ...(hasTorch ? ['"torch": torch.get_rng_state()'] : []),
  ];
  const states = `{${kept.join(', ')}}`;
  return `

def run(config: Config) -> Results:
    """Runs everything, in one process, seeded once."""
    seed_everything(config.seed)
    make_folders(config)
    results = Results()
${learns ? '    LEARNED.clear()\n' : ''}    for name, stage in STAGES.items():
        logger.info("stage %s", name)
        stage(config, results.values, results.metrics)
${learns ? '    results.learned.update(LEARNED)\n' : ''}    for key, value in results.metrics.items():
        logger.info("%s: %s", key, value)
    return results


def run_stage(name: str, config: Config, folder: Path) -> Results:
    """Runs one stage with what the stage before it left in the folder, and leaves its own there."""
    names = list(STAGES)
    before = names.index(name) - 1
    results = Results()
    make_folders(config)
    if before < 0:
        seed_everything(config.seed)
    else:
        with open(folder / names[before] / "values.pkl", "rb") as file:
            results.values, results.metrics, states${learns ? ', learned' : ''} = pickle.load(file)
${learns ? '        LEARNED.update(learned)\n' : ''}${begun}        random.setstate(states["random"])
${hasNumpy ? '        np.random.set_state(states["numpy"])\n' : ''}${hasTorch ? '        torch.set_rng_state(states["torch"])\n' : ''}    STAGES[name](config, results.values, results.metrics)
    states = ${states}
    values = {key: value for key, value in results.values.items() if _can_be_kept(key, value)}
${learns ? '    results.learned.update({key: value for key, value in LEARNED.items() if _can_be_kept(key, value)})\n' : ''}    (folder / name).mkdir(parents=True, exist_ok=True)
    with open(folder / name / "values.pkl", "wb") as file:
        pickle.dump((values, results.metrics, states${learns ? ', results.learned' : ''}), file)
    return results


def plain(value: Any) -> Any:
    """A value as JSON can say it: numbers, lists and maps; text for anything else. Long arrays are only named."""
    if getattr(value, "size", 0) > 1000 and hasattr(value, "shape"):
        return f"{type(value).__name__} of shape {value.shape}"
    if value is None or isinstance(value, (bool, int, float, str)):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    for convert in ("tolist", "to_dict"):
        if hasattr(value, convert):
            return plain(getattr(value, convert)())
    return str(value)


def _can_be_kept(key: str, value: Any) -> bool:
    try:
        pickle.dumps(value)
    except Exception as error:  # noqa: BLE001 - what cannot be pickled raises anything
        logger.warning("%s cannot be handed to the next stage: %s", key, error)
        return False
    return True`;
}
