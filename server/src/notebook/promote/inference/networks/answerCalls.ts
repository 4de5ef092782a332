/** Calls that work on a model's answers row by row. */
import type { Form } from './answer.ts';

export interface AnswerCall {
  readonly decides?: boolean;
  readonly form?: Form;
  /** Must say that it goes along the classes, by `1` or `-1`. */
  readonly needsAxis?: boolean;
  /** Gives values and places. */
  readonly gives?: 'values-and-places';
  /** Joins batches, or makes an array of a list: the rows stay as they are. */
  readonly joins?: boolean;
}

const same: AnswerCall = {};
const decides: AnswerCall = { decides: true };
const decidesAlong: AnswerCall = { decides: true, needsAxis: true };
const along: AnswerCall = { needsAxis: true };
const array: AnswerCall = { form: 'array' };
const joins: AnswerCall = { joins: true };
const joinsArrays: AnswerCall = { joins: true, form: 'array' };

/** By qualified name. */
export const answerFunctions: ReadonlyMap<string, AnswerCall> = new Map<string, AnswerCall>([
  ...['torch.sigmoid', 'torch.nn.functional.sigmoid', 'torch.exp', 'torch.squeeze', 'torch.flatten', 'torch.clamp'].map(
    (name) => [name, same] as const,
  ),
  ...['torch.softmax', 'torch.nn.functional.softmax', 'torch.nn.functional.log_softmax', 'torch.log_softmax'].map(
    (name) => [name, along] as const,
  ),
  ...['torch.round', 'torch.gt', 'torch.ge', 'torch.where'].map((name) => [name, decides] as const),
  ...['torch.argmax', 'numpy.argmax', 'tensorflow.argmax', 'tensorflow.math.argmax', 'keras.ops.argmax'].map(
    (name) => [name, decidesAlong] as const,
  ),
  ['torch.max', { gives: 'values-and-places', needsAxis: true }],
  ...['numpy.round', 'numpy.rint', 'numpy.around', 'numpy.where', 'tensorflow.round', 'tensorflow.where'].map(
    (name) => [name, { decides: true, form: 'array' } as const] as const,
  ),
  ...['numpy.squeeze', 'numpy.ravel', 'numpy.exp', 'numpy.expm1', 'numpy.clip', 'numpy.reshape'].map(
    (name) => [name, array] as const,
  ),
  ...['tensorflow.nn.sigmoid', 'tensorflow.sigmoid', 'tensorflow.squeeze', 'tensorflow.exp', 'keras.ops.sigmoid'].map(
    (name) => [name, array] as const,
  ),
  ...['tensorflow.nn.softmax', 'keras.ops.softmax', 'keras.activations.softmax'].map((name) => [name, array] as const),
  ...['torch.cat', 'torch.concat', 'torch.concatenate', 'torch.vstack', 'torch.stack', 'torch.hstack'].map(
    (name) => [name, joins] as const,
  ),
  ...['numpy.concatenate', 'numpy.vstack', 'numpy.hstack', 'numpy.array', 'numpy.asarray', 'builtins.list'].map(
    (name) => [name, joinsArrays] as const,
  ),
]);

/** By the name of the method. */
export const answerMethods: ReadonlyMap<string, AnswerCall> = new Map<string, AnswerCall>([
  ...['float', 'int', 'long', 'double', 'bool', 'squeeze', 'ravel', 'flatten', 'reshape', 'view', 'astype', 'type'].map(
    (name) => [name, same] as const,
  ),
  ...['sigmoid', 'exp', 'clip', 'clamp', 'to_numpy', 'unsqueeze'].map((name) => [name, same] as const),
  ...['softmax', 'log_softmax'].map((name) => [name, along] as const),
  ...['round', 'gt', 'ge'].map((name) => [name, decides] as const),
  ['argmax', decidesAlong],
  ['max', { gives: 'values-and-places', needsAxis: true }],
  ['numpy', array],
  ['tolist', joinsArrays],
]);

/** Methods that say where values lie. */
export const movingMethods: ReadonlySet<string> = new Set(['cpu', 'cuda', 'detach', 'clone', 'to', 'contiguous']);
