/** `__main__.py`: the command line of the package. */
import { plainLines } from './generatedLines.ts';
import type { GeneratedLine } from './generatedLines.ts';
import { pipelineStages } from './emitPipeline.ts';
import type { PromotionPlan } from './plan.ts';

export function emitMain(plan: PromotionPlan): readonly GeneratedLine[] {
  const names = pipelineStages(plan).map(({ name }) => name);
  const predicts = (plan.captures ?? []).length > 0;
  return plainLines(`"""Command line: python -m ${plan.packageName} ${['run', ...names, ...(predicts ? ['predict'] : [])].join('|')} [--params FILE]."""

import argparse
import json
import logging
import sys
from collections.abc import Sequence
from pathlib import Path

${predicts ? 'from . import artifacts, infer\n' : ''}from .config import load
from .pipeline import STAGES, plain, run, run_stage


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs everything, or one stage of it; metrics go to reports/metrics.json."""
    parser = argparse.ArgumentParser(prog="${plan.packageName}")
    parser.add_argument("stage", choices=["run", *STAGES${predicts ? ', "predict"' : ''}], help="run does all stages in one process")
    parser.add_argument("--params", default="params.yaml", help="file with the configuration")
${predicts ? predictArguments : ''}    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
${predicts ? predictCommand : ''}    config = load(given.params)
    results = run(config) if given.stage == "run" else run_stage(given.stage, config, Path("build"))
    if given.stage == "run" or results.metrics:
        reports = Path("reports")
        reports.mkdir(exist_ok=True)
        text = json.dumps(plain(results.metrics), indent=2, ensure_ascii=False)
        (reports / "metrics.json").write_text(text + "\\n", encoding="utf-8")
${predicts ? '    if given.stage in ("run", list(STAGES)[-1]):\n        artifacts.save(results.learned, "models")\n' : ''}    return 0


if __name__ == "__main__":
    sys.exit(main())`);
}

const predictArguments = `    parser.add_argument("--input", help="predict: file with raw rows")
    parser.add_argument("--output", help="predict: file for the answers, CSV")
`;

const predictCommand = `    if given.stage == "predict":
        if given.input is None or given.output is None:
            parser.error("predict needs --input and --output")
        infer.predict_file(given.input, given.output)
        return 0
`;
