/** Reads `MLmodel`, the file in which MLflow says what a packaged model takes. */
import { isList, isMap, readPlain, textAt } from './plainValue.ts';
import type { PlainValue } from './plainValue.ts';

/** One column, or one tensor, that the model takes. */
export interface SignatureInput {
  /** Undefined for a single tensor, which needs no name. */
  readonly name: string | undefined;
  /** As MLflow writes it: `double`, `long`, `string` for columns, a NumPy type such as `float32` for tensors. */
  readonly type: string | undefined;
  readonly kind: 'column' | 'tensor';
  readonly isRequired: boolean;
}

export type MlModelReading =
  | { readonly kind: 'signature'; readonly inputs: readonly SignatureInput[] }
  /** The file is there and has no signature. */
  | { readonly kind: 'none' }
  /** `because` ends "cannot be read because …", without a full stop. */
  | { readonly kind: 'problem'; readonly because: string };

/** Reads the signature of an `MLmodel`, whose inputs are JSON inside YAML. Never throws. */
export function readMlModel(text: string): MlModelReading {
  const read = readPlain(text);
  if (read.kind === 'problem') return read;
  const signature = isMap(read.value) ? read.value.get('signature') : undefined;
  const written = isMap(signature) ? textAt(signature, 'inputs') : undefined;
  if (written === undefined) return { kind: 'none' };
  const inputs = readPlain(written);
  if (inputs.kind === 'problem') return { kind: 'problem', because: 'its signature is no JSON' };
  if (!isList(inputs.value)) return { kind: 'problem', because: 'the inputs of its signature are no list' };
  return { kind: 'signature', inputs: inputs.value.flatMap(readInput) };
}

function readInput(value: PlainValue): readonly SignatureInput[] {
  if (!isMap(value)) return [];
  const tensor = value.get('tensor-spec');
  return [
    {
      name: textAt(value, 'name'),
      type: isMap(tensor) ? textAt(tensor, 'dtype') : textAt(value, 'type'),
      kind: isMap(tensor) ? 'tensor' : 'column',
      // Older releases wrote `optional` instead.
      isRequired: value.get('required') !== false && value.get('optional') !== true,
    },
  ];
}
