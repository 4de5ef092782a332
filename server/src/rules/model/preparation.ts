/** Rules about what happens around a model: how images become tensors, and how a threshold was chosen. */
import type { ModelImageShape } from '../../../../schemas/spec/models.ts';
import type { Fix } from '../../spec/edits.ts';
import type { ObjectNode } from '../../spec/located.ts';
import { lacks } from '../../spec/located.ts';
import { listOf, shorten } from '../../spec/words.ts';
import { fillKey, joinInsertions } from '../fillKey.ts';
import { roleOfSplit } from '../metricView.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { sourceOfModel } from '../sources.ts';
import { modelsOf } from './modelView.ts';
import type { InputNode, ModelView } from './modelView.ts';

type ImageNode = ObjectNode<ModelImageShape>;
type ImageKey = 'color' | 'layout' | 'scale';

function* undeclared(context: RuleContext, model: ModelView): Generator<Finding> {
  for (const [name, input] of model.node.fields.inputs?.entries ?? []) {
    const { image } = input.fields;
    if (input.unreadable.has('image') || (image === undefined && !readsImage(context, model, input))) continue;
    const missing = missingKeys(context, model, name, input, image);
    if (missing.length === 0) continue;
    yield {
      place: input.empty.get('image') ?? image?.keyPlace ?? input.keyPlace ?? input.place,
      message: `How an image becomes \`${shorten(name)}\` is not said: ${listOf(missing)} ${missing.length === 1 ? 'is' : 'are'} missing under \`image\`, and must be as in the training.`,
      fixes: [fixFor(input, image, missing)],
    };
  }
}

/** Whether an input takes the images of a folder. */
function readsImage({ spec }: RuleContext, { id }: ModelView, { fields, empty }: InputNode): boolean {
  if (empty.has('image')) return true;
  const source = spec.fields.data?.entries.get(sourceOfModel(spec, id) ?? '');
  return source?.fields.modality?.value === 'image' && fields.column?.text === 'image';
}

function missingKeys(
  context: RuleContext,
  model: ModelView,
  name: string,
  input: InputNode,
  image: ImageNode | undefined,
): readonly ImageKey[] {
  const isMissing = (key: ImageKey): boolean => image === undefined || lacks(image, key);
  const missing = (['color', 'layout'] as const).filter(isMissing);
  return isMissing('scale') && isFloat(context, model, name, input) ? [...missing, 'scale'] : missing;
}

/** By the spec, else by the graph; not known means no. */
function isFloat({ facts, know }: RuleContext, model: ModelView, name: string, { fields }: InputNode): boolean {
  const declared = fields.type?.text;
  if (declared !== undefined) return declared.startsWith('float');
  if (model.node.fields.path === undefined) return false;
  const value = know(facts.model(model.id))?.inputs.find((input) => input.name === name);
  return value?.type?.startsWith('float') === true;
}

function fixFor(input: InputNode, image: ImageNode | undefined, missing: readonly ImageKey[]): Fix {
  const changes =
    image === undefined
      ? [fillKey(input, 'image', `{${missing.map((key) => `${key}: `).join(', ')}}`)]
      : joinInsertions(missing.map((key) => fillKey(image, key, '')));
  return { title: `Add ${listOf(missing)}`, changes, isPreferred: true };
}

export const modelPreparationRules: readonly Rule[] = [
  {
    id: 'model/preprocess-undeclared',
    severity: 'W/W/E',
    waits: 'section',
    finds: 'an image input without colours, layout or scale',
    why: 'A model that learned from pixels between 0 and 1 and gets 0 to 255, or blue where red was, answers without any error and is wrong. Tools differ in their defaults, so nothing is assumed: write what the training did.',
    hasFix: true,
    *check(context) {
      for (const model of modelsOf(context.spec)) yield* undeclared(context, model);
    },
  },
  {
    id: 'model/threshold-from-test',
    severity: 'E/E/E',
    finds: 'a threshold that was chosen on the test split',
    why: 'The best threshold of some rows is the best by luck as well. Measured on the same rows it looks better than it is, and the test split no longer tells what to expect. Choose it on the validation split.',
    *check({ spec }) {
      for (const { node } of modelsOf(spec)) {
        const chosen = node.fields.decision?.fields.chosen_on;
        if (chosen === undefined || roleOfSplit(spec, chosen.id) !== 'test') continue;
        yield {
          place: chosen.place,
          message: `The threshold was chosen on \`${chosen.id}\`, the split that judges it: choose it on a validation split.`,
        };
      }
    },
  },
];
