/** The test of a package that looks at the rows from which something is learned. */
import type { InferencePlan } from '../inference/planInference.ts';
import type { PlannedCapture, PromotionPlan } from '../plan.ts';
import { cellName } from './cellName.ts';
import { fitsBeyondTraining } from './fitsBeyondTraining.ts';
import type { ProjectOptions } from './projectInput.ts';

/** Undefined when nothing but the model is fitted. */
export function stateTest(plan: PromotionPlan, inference: InferencePlan, options: ProjectOptions): string | undefined {
  const { preprocess } = inference;
  const written = [...(preprocess?.steps ?? []).map(({ code }) => code), preprocess?.result ?? ''].join('\n');
  const fitted = inference.captures.filter(
    ({ with: recorder, name }) =>
      (recorder === 'fitted' || recorder === 'fitted_copy' || recorder === 'learned_groups') &&
      written.includes(`state[${JSON.stringify(name)}]`),
  );
  if (fitted.length === 0) return undefined;
  const beyond = new Map(
    fitsBeyondTraining(plan, options.parser, fitted, inference).map((capture) => [capture.name, capture]),
  );
  const tests = fitted.map((capture) => stateTestOf(inference, capture, beyond.has(capture.name), options));
  return `"""What is learned is learned from training rows alone."""

${beyond.size > 0 ? 'import pytest\n\n\n' : '\n'}${tests.join('\n\n')}


def _count(rows):
    return rows.shape[0] if hasattr(rows, "shape") else len(rows)


def _assert_only(seen, trained):
    if all(hasattr(getattr(rows, "index", None), "is_unique") for rows in (seen, trained)) and seen.index.is_unique:
        assert set(seen.index) <= set(trained.index)
    assert _count(seen) <= _count(trained)
`;
}

function stateTestOf(
  { features }: InferencePlan,
  { name, at }: PlannedCapture,
  isBeyond: boolean,
  { findings = [] }: ProjectOptions,
): string {
  const finding = findings.find(({ rule, at: place }) => rule.startsWith('leak/') && place.cell === at.cell);
  const rule = finding?.rule ?? 'leak/preprocessing';
  const mark = isBeyond ? `@pytest.mark.xfail(strict=True, reason="${rule}, ${cellName(at.cell)}")\n` : '';
  return `${mark}def test_${name}_saw_training_rows_alone(run):
    _assert_only(run.seen[${JSON.stringify(name)}], run.seen[${JSON.stringify(features)}])`;
}
