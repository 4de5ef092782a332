/** From a spec to what a model of pictures is to be asked: which outputs, which truth, which metrics. */
import type { PictureMetric, PictureOutput, PictureRequest } from '../../../../schemas/pictureJob.ts';
import type { SpecShape } from '../../../../schemas/spec.ts';
import type { LabelShape } from '../../../../schemas/spec/labels.ts';
import type { ModelShape } from '../../../../schemas/spec/models.ts';
import { evenlySpaced } from '../../evaluation/detection/cocoProtocol.ts';
import { labelOfModel, modelChain, taskOfModel } from '../../rules/metricView.ts';
import type { MetricView } from '../../rules/metricView.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { dataSourceOf, splitOf } from '../facts/tableRequests.ts';
import { inputsOf, metricRequest, metricsFor, sayElsewhere } from './evaluationPlan.ts';
import type { AskedPlan, CannotEvaluate, Pairing } from './evaluationPlan.ts';

type Spec = ObjectNode<SpecShape>;

export type PicturePlan = AskedPlan & {
  readonly model: ObjectNode<ModelShape>;
  /** What carries the path of the truth. */
  readonly label: ObjectNode<LabelShape>;
  readonly request: Pick<PictureRequest, 'task' | 'inputs' | 'outputs' | 'classes' | 'metrics'> & {
    readonly decision: Partial<PictureRequest['decision']>;
  };
};

/** @returns undefined when the model is none of pictures whose answers can be measured */
export function planPictures(spec: Spec, { modelId, splitId }: Pairing): PicturePlan | CannotEvaluate | undefined {
  const cannot = (sentence: string): CannotEvaluate => ({ modelId, splitId, sentence });
  const task = taskOfModel(spec, modelId);
  if (task !== 'object-detection' && task !== 'instance-segmentation' && task !== 'semantic-segmentation') {
    return undefined;
  }
  const chain = modelChain(spec, modelId);
  const [model] = chain;
  const dataId = splitOf(spec, splitId)?.fields.of?.id;
  if (model === undefined) return undefined;
  const elsewhere = sayElsewhere(spec, modelId, '--ground-truth PATH');
  if (elsewhere !== undefined) return cannot(elsewhere);
  if (dataId === undefined || dataSourceOf(spec, dataId) === undefined) {
    return cannot(`There is no split ${splitId} of a data source in the spec.`);
  }
  const inputs = chain.flatMap(({ fields }) => (fields.inputs === undefined ? [] : [inputsOf(fields.inputs)]))[0];
  const outputs = chain.flatMap(({ fields }) => (fields.outputs === undefined ? [] : [outputsOf(fields.outputs)]))[0];
  if (inputs === undefined || inputs.length === 0)
    return cannot(`The model ${modelId} says of no input what feeds it.`);
  if (outputs === undefined || outputs.length === 0) {
    return cannot(`The model ${modelId} says of no output what it means.`);
  }
  const label = labelOfModel(spec, modelId);
  if (label?.fields.annotations === undefined) {
    return cannot(
      `The model ${modelId} has no label with \`annotations\`; say there which file or folder holds what is true of the pictures.`,
    );
  }
  const classes = classesOf(chain, label);
  if (classes.length === 0) return cannot(`Neither the outputs nor the label of the model ${modelId} name classes.`);
  const metrics = metricsFor(spec, modelId, splitId);
  return {
    modelId,
    splitId,
    dataId,
    metrics,
    model,
    label,
    wish: {},
    request: {
      task,
      inputs,
      outputs,
      classes,
      metrics: metrics.map(pictureMetric),
      decision: decisionOf(chain),
    },
  };
}

/** Between two overlaps of a range. */
const overlapStep = 0.05;
const pictureKinds = ['boxes', 'scores', 'class-ids', 'count', 'detections', 'masks', 'coefficients'] as const;

function outputsOf({ entries }: NonNullable<ObjectNode<ModelShape>['fields']['outputs']>): PictureOutput[] {
  return [...entries].flatMap(([name, { fields }]): PictureOutput[] => {
    const as = pictureKinds.find((kind) => kind === fields.as?.value);
    if (as === undefined) return [];
    const { holds, format, units, frame, values, layout, covers } = fields;
    return [
      {
        name,
        as,
        ...(holds === undefined ? {} : { holds: holds.items.map(({ value }) => value) }),
        ...(format === undefined ? {} : { format: format.value }),
        ...(units === undefined ? {} : { units: units.value }),
        ...(frame === undefined ? {} : { frame: frame.value }),
        ...(values === undefined ? {} : { values: values.value }),
        ...(layout === undefined ? {} : { layout: layout.value }),
        ...(covers === undefined ? {} : { covers: covers.value }),
      },
    ];
  });
}

/** Those of the outputs, whose order is that of the numbers; else those of the label. */
function classesOf(chain: readonly ObjectNode<ModelShape>[], label: ObjectNode<LabelShape>): string[] {
  for (const { fields } of chain) {
    for (const output of fields.outputs?.entries.values() ?? []) {
      if (output.fields.classes !== undefined) return output.fields.classes.items.map(({ text }) => text);
    }
  }
  const classes = label.fields.classes;
  if (classes === undefined) return [];
  return classes.kind === 'list' ? classes.items.map(({ text }) => text) : [...classes.entries.keys()];
}

function decisionOf(chain: readonly ObjectNode<ModelShape>[]): PicturePlan['request']['decision'] {
  const decision = chain.flatMap(({ fields }) => fields.decision ?? [])[0]?.fields;
  const number = (quantity: { readonly value: { toString: () => string } }): number =>
    Number(quantity.value.toString());
  const nms = decision?.nms?.fields;
  return {
    ...(decision?.score === undefined ? {} : { score: number(decision.score.quantity) }),
    ...(nms?.iou === undefined ? {} : { overlap: number(nms.iou.quantity) }),
    ...(nms?.per_class === undefined ? {} : { perClass: nms.per_class.value }),
    ...(decision?.max === undefined ? {} : { most: decision.max.value }),
  };
}

function pictureMetric(view: MetricView): PictureMetric {
  const {
    id,
    node: { fields },
  } = view;
  return {
    id,
    metric: fields.metric?.value ?? '',
    overlaps: [...overlapsOf(fields.iou?.text)],
    area: fields.area?.value ?? 'all',
    slices: metricRequest(view).slices,
    ...(fields.k === undefined ? {} : { k: fields.k.value }),
    ...(fields.class === undefined ? {} : { class: fields.class.text }),
    ...(fields.averaging === undefined ? {} : { averaging: fields.averaging.value }),
    ...(fields.empty === undefined ? {} : { empty: fields.empty.value }),
    ...(fields.within === undefined ? {} : { within: fields.within.value }),
  };
}

/** `0.5`, or the ten overlaps of `0.50:0.95`, which are those of COCO to the last bit. */
function overlapsOf(text: string | undefined): readonly number[] {
  const [first, last] = (text ?? '0.50:0.95').split(':').map(Number);
  if (first === undefined) return [];
  const count = last === undefined ? 1 : Math.round((last - first) / overlapStep) + 1;
  return last === undefined || count < 2 ? [first] : evenlySpaced(first, last, count);
}
