/** What fills the inputs of a graph, as plain data that can cross to another thread, and the tensors made of it. */
import type { Tensor, TensorConstructor } from 'onnxruntime-node';
import { wordInputsOf } from '../onnx/takeWords.ts';
import { numberTensor } from './numberTensor.ts';

/** One input, filled. */
export type FedPart =
  | {
      readonly name: string;
      readonly shape: readonly number[];
      /** Of the elements, which lie side by side in `bytes`. */
      readonly type: string;
      readonly bytes: ArrayBuffer;
    }
  | {
      readonly name: string;
      readonly shape: readonly number[];
      /** Different texts; the same array as long as they stay the same. */
      readonly words: readonly string[];
      /** For each element the place of its text in `words`; a buffer of its own. */
      readonly places: Int32Array<ArrayBuffer>;
    };

/** How texts go into a session: as they are, or as a model takes them that was changed by `takeWords`. */
export type TextForm = 'texts' | 'words';

/** @throws {ModelProblem} for a type that has no tensors here */
export function feedsOf(parts: readonly FedPart[], form: TextForm, Make: TensorConstructor): Record<string, Tensor> {
  const feeds: Record<string, Tensor> = {};
  for (const part of parts) {
    if ('bytes' in part) {
      feeds[part.name] = numberTensor(Make, part.name, part.type, part.bytes, part.shape);
    } else if (form === 'texts') {
      const texts = Array.from(part.places, (place) => part.words[place] ?? '');
      feeds[part.name] = new Make('string', texts, part.shape);
    } else {
      const { words, places } = wordInputsOf(part.name);
      feeds[words] = new Make('string', part.words, [part.words.length]);
      feeds[places] = new Make('int32', part.places, part.shape);
    }
  }
  return feeds;
}

/** The memory that can change hands instead of being copied. */
export function buffersOf(parts: readonly FedPart[]): ArrayBuffer[] {
  return parts.map((part) => ('bytes' in part ? part.bytes : part.places.buffer));
}

/**
 * The same inputs for some of their rows, in memory of their own.
 *
 * @param rows places in the parts, in the order that is wanted
 */
export function pickRows(parts: readonly FedPart[], rows: readonly number[]): readonly FedPart[] {
  return parts.map((part) => {
    const shape = [rows.length, ...part.shape.slice(1)];
    const whole = new Uint8Array('bytes' in part ? part.bytes : part.places.buffer);
    const width = ('bytes' in part ? part.bytes : part.places).byteLength / Math.max(1, part.shape[0] ?? 1);
    const own = new Uint8Array(rows.length * width);
    const start = 'bytes' in part ? 0 : part.places.byteOffset;
    for (const [place, row] of rows.entries()) {
      own.set(whole.subarray(start + row * width, start + (row + 1) * width), place * width);
    }
    return 'bytes' in part
      ? { ...part, shape, bytes: own.buffer }
      : { ...part, shape, places: new Int32Array(own.buffer) };
  });
}
