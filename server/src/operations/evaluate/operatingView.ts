/** Counts and money of a recorded run along its thresholds: what a slider moves. */
import type { Operating } from '../../../../schemas/evaluationPanel.ts';
import type { RunRecord } from '../../../../schemas/run.ts';
import { flatValueOf, prevalenceOf, volumeOf } from '../../rules/economicsView.ts';
import { labelOfModel, modelChain } from '../../rules/metricView.ts';
import type { Project } from '../../spec/project.ts';
import type { Locations } from '../overview/locations.ts';

/** @returns undefined when the record holds no counts by threshold */
export function operatingOf({ spec }: Project, record: RunRecord, locations: Locations): Operating | undefined {
  const found = record.curves?.['true-positives']?.points;
  const raised = new Map(record.curves?.['false-positives']?.points);
  const values = new Map(record.curves?.['value']?.points);
  const { rows, positives } = record.split ?? {};
  if (found === undefined || raised.size === 0 || rows === undefined || positives === undefined) return undefined;
  const modelId = record.model?.id;
  const decision = modelChain(spec, modelId).flatMap(({ fields }) => fields.decision ?? [])[0];
  const threshold = decision?.fields.threshold;
  const volume = volumeOf(spec);
  const prevalence = Number(prevalenceOf(spec)?.quantity.value.toString() ?? NaN);
  const positive = decision?.fields.class?.text ?? labelOfModel(spec, modelId)?.fields.positive?.text;
  const currency = currencyOf(flatValueOf(spec, 'tp')?.quantity.unit.of.measure);
  const used = record.params?.['threshold'];
  return {
    points: found.flatMap(([at, truePositives]) => {
      const falsePositives = raised.get(at);
      const value = values.get(at);
      if (falsePositives === undefined) return [];
      return [{ threshold: at, truePositives, falsePositives, ...(value === undefined ? {} : { value }) }];
    }),
    positives,
    negatives: rows - positives,
    ...(typeof used === 'number' ? { used } : {}),
    ...(threshold === undefined
      ? {}
      : {
          current: {
            threshold: Number(threshold.quantity.value.toString()),
            definedAt: locations.of(threshold.place),
          },
        }),
    ...(currency === undefined ? {} : { currency }),
    ...(volume.kind === 'known' ? { perYear: Number(volume.value.toString()) } : {}),
    ...(prevalence > 0 && prevalence < 1 ? { prevalence } : {}),
    ...(positive === undefined ? {} : { positiveClass: positive }),
  };
}

type Measure = NonNullable<ReturnType<typeof flatValueOf>>['quantity']['unit']['of']['measure'];

function currencyOf(measure: Measure | undefined): string | undefined {
  return measure?.kind === 'money' ? measure.currency : undefined;
}
