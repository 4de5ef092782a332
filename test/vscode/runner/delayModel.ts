// The model of the small project: the header of a logistic regression on one number. Nobody runs it.
import { elementTypes, model, node, tensorType, value } from '../../support/onnxBytes.ts';
import type { Bytes } from '../../support/onnxBytes.ts';

/** Content of its ONNX file. */
export function delayModel(): Bytes {
  return model({
    opsets: { 'ai.onnx.ml': 1 },
    inputs: [value('x', tensorType(elementTypes.float32, ['N', 1]))],
    nodes: [
      node({
        inputs: ['x'],
        outputs: ['output_label', 'output_probability'],
        operator: 'LinearClassifier',
        domain: 'ai.onnx.ml',
      }),
    ],
    outputs: [
      value('output_label', tensorType(elementTypes.int64, ['N'])),
      value('output_probability', tensorType(elementTypes.float32, ['N', 2])),
    ],
  });
}
