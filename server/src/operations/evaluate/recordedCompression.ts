/** A recorded run of a smaller model beside the newest run of the one that it comes from. */
import type { CompressionReport } from '../../../../schemas/compressionReport.ts';
import type { RunRecord, RunValue } from '../../../../schemas/run.ts';
import { metricsOf } from '../../rules/metricView.ts';
import { quantityOf } from '../../rules/money/measuredGoal.ts';
import type { Project } from '../../spec/project.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { compareCompressions } from './compareCompression.ts';
import type { MeasuredForm } from './compareCompression.ts';
import { describeInferenceMoney } from './inferenceMoney.ts';
import { originalsOf } from './machinePlan.ts';
import { evaluatedOf } from './runMetricsView.ts';

/**
 * @param records of the project, the newest first
 * @returns undefined when the model is no smaller form, or its original was never evaluated on the split
 */
export function recordedCompression(
  { spec }: Project,
  record: RunRecord,
  records: readonly RunRecord[],
): CompressionReport | undefined {
  const modelId = record.model?.id;
  if (modelId === undefined) return undefined;
  const originals = originalsOf(spec, modelId).flatMap((id) => {
    const newest = records.find(({ model, split }) => model?.id === id && split?.id === record.split?.id);
    return newest === undefined ? [] : [formOf(spec, newest)];
  });
  return compareCompressions(spec, [formOf(spec, record), ...originals]).find(({ model }) => model === modelId);
}

function formOf(spec: Project['spec'], { model, split, values, figures }: RunRecord): MeasuredForm {
  const known = metricsOf(spec).flatMap((metric) => {
    const value = values[metric.id];
    return value === undefined ? [] : [{ metric, value }];
  });
  const business = known
    .filter(({ metric }) => metric.kind === 'business')
    .map(({ metric, value }) => ({ id: metric.id, value: evaluatedOf(value), text: textOf(value) }));
  const yearly = business.map((judged) => ({ judged, unit: unitOf(values[judged.id]) }));
  return {
    model: model?.id ?? '',
    split: split?.id ?? '',
    metrics: known.map(({ metric, value }) => ({ id: metric.id, value: evaluatedOf(value) })),
    business,
    ...(figures === undefined
      ? {}
      : {
          machine: { state: 'measured', result: figures, money: describeInferenceMoney(spec, yearly, figures) },
        }),
  };
}

function unitOf(value: RunValue | undefined): string {
  return value?.state === 'known' ? value.unit : '';
}

function textOf(value: RunValue): string | null {
  const quantity = value.state === 'known' ? quantityOf(value.value, value, undefined) : undefined;
  return quantity === undefined ? null : formatQuantity(quantity);
}
