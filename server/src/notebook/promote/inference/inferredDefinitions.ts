/** Functions of the notebook that inference calls, though they stand in modules of training. */
import type { StatementId } from '../../flow/analysis.ts';
import type { PromotionPlan } from '../plan.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { emitInfer } from './emitInfer.ts';
import type { Inference } from './planInference.ts';

export function inferredDefinitions(
  plan: PromotionPlan,
  inference: Inference,
  parser: PythonParser,
): ReadonlySet<StatementId> {
  if (inference.kind !== 'raw') return new Set();
  const { text } = emitInfer(plan, inference, parser).file;
  const isImported = ({ name, module }: PromotionPlan['definitions'][number]): boolean =>
    module !== 'common' &&
    module !== 'features' &&
    new RegExp(`^from \\.${module} import .*\\b${name}\\b`, 'm').test(text);
  return new Set(plan.definitions.filter(isImported).map(({ statement }) => statement));
}
