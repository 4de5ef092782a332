/** Columns of a table as the tensors that a model takes. */
import type { Tensor } from 'onnxruntime-node';
import type { ModelInput } from '../../../schemas/evaluationJob.ts';
import type { RowColumn } from '../evaluation/rowSource.ts';
import type { FedInput } from './fedInput.ts';
import { ModelProblem } from './modelProblem.ts';
import type { ModelValue, OpenModel } from './openModel.ts';

/**
 * Checks an input that columns fill against that of the graph, and makes it ready.
 *
 * @param batch most rows of a tensor
 * @throws {ModelProblem} for types and widths that do not fit
 */
export function prepareTableInput(
  model: OpenModel,
  graph: ModelValue,
  input: ModelInput,
  batch: number,
  label: string,
): FedInput {
  const width = input.columns.length;
  if (input.type !== undefined && input.type !== graph.type) {
    throw new ModelProblem(
      `The input ${graph.name} of ${label} is ${graph.type}, and the spec says ${input.type}; correct the spec.`,
    );
  }
  const declared = graph.shape[1];
  if (graph.shape.length > 2) {
    throw new ModelProblem(
      `The input ${graph.name} of ${label} has ${graph.shape.length} axes, which columns of a table cannot fill; for images say under \`image\` how they are prepared.`,
    );
  }
  const expected = graph.shape.length === 1 ? 1 : declared;
  if (expected !== undefined && expected !== width) {
    throw new ModelProblem(
      `The input ${graph.name} of ${label} takes ${expected} ${expected === 1 ? 'column' : 'columns'}, and the spec names ${width}: ${input.columns.join(', ')}.`,
    );
  }
  const store = storeFor(graph, batch * width, label);
  const codes =
    input.categories === undefined ? undefined : new Map(input.categories.map((name, code) => [name, code]));
  const kind = codes === undefined ? store.reads : 'text';
  return {
    name: graph.name,
    columns: input.columns.map((column): RowColumn => ({ kind, column })),
    put: (at, values, rows, number) => {
      // Column by column, so that the inner loop meets one kind of values only.
      for (let column = 0; column < width; column++) {
        const given = values[column];
        for (let place = 0; place < rows.length; place++) {
          const row = rows[place] ?? 0;
          const value = given?.getItem(row) ?? missingValue(input, graph, column, number + row);
          const coded =
            codes === undefined || typeof value === 'number'
              ? value
              : codeOf(codes, value, input, column, number + row);
          if (!store.set((at + place) * width + column, coded)) {
            throw new ModelProblem(
              `Row ${number + row + 1} has ${describe(coded)} in ${input.columns[column] ?? ''}, which does not fit the type ${graph.type} of the input ${graph.name}.`,
            );
          }
        }
      }
    },
    tensor: (rows) => store.tensor(model, rows * width, graph.shape.length === 1 ? [rows] : [rows, width]),
    notes: store.notes,
  };
}

function missingValue(input: ModelInput, graph: ModelValue, column: number, number: number): unknown {
  if (input.missing === 'nan') return NaN;
  if (input.missing !== 'refuse') return input.missing;
  throw new ModelProblem(
    `Row ${number + 1} has no value in ${input.columns[column] ?? ''}, and the input ${graph.name} refuses missing values; say with \`missing\` what they become.`,
  );
}

function codeOf(
  codes: ReadonlyMap<string, number>,
  value: unknown,
  input: ModelInput,
  column: number,
  number: number,
): number {
  const code = codes.get(String(value));
  if (code !== undefined) return code;
  throw new ModelProblem(
    `Row ${number + 1} has ${describe(value)} in ${input.columns[column] ?? ''}, which is none of the \`categories\` of the input ${input.name}.`,
  );
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value.slice(0, 80)) : String(value);
}

/** Elements of a tensor that are filled one by one. */
interface Store {
  readonly reads: 'number' | 'integer' | 'boolean' | 'text';
  /** @returns false when the value does not fit the type */
  readonly set: (at: number, value: unknown) => boolean;
  readonly tensor: (model: OpenModel, length: number, shape: readonly number[]) => Tensor;
  readonly notes: () => readonly string[];
}

const noNotes = (): readonly string[] => [];

type SmallInteger = 'int8' | 'int16' | 'int32' | 'uint8' | 'uint16' | 'uint32';

const smallIntegers: Readonly<Record<SmallInteger, readonly [number, number]>> = {
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 4_294_967_295],
};

function isSmallInteger(type: string): type is SmallInteger {
  return Object.hasOwn(smallIntegers, type);
}

function storeFor({ name, type }: ModelValue, length: number, label: string): Store {
  if (type === 'float32') return float32Store(length, name);
  if (type === 'float64') {
    const data = new Float64Array(length);
    return numberStore(data, (model, until, shape) => new model.Tensor('float64', data.subarray(0, until), shape));
  }
  if (type === 'string') return textStore(length);
  if (type === 'bool') return truthStore(length);
  if (type === 'int64' || type === 'uint64') return bigStore(type, length);
  if (isSmallInteger(type)) return integerStore(type, length);
  throw new ModelProblem(`The input ${name} of ${label} is of the type ${type}, which columns of a table cannot fill.`);
}

function numberStore(data: Float64Array, tensor: Store['tensor']): Store {
  return {
    reads: 'number',
    set: (at, value) => {
      if (typeof value !== 'number') return false;
      data[at] = value;
      return true;
    },
    tensor,
    notes: noNotes,
  };
}

function float32Store(length: number, name: string): Store {
  const data = new Float32Array(length);
  let rounded = false;
  return {
    reads: 'number',
    set: (at, value) => {
      if (typeof value !== 'number') return false;
      data[at] = value;
      // A whole number beyond 2^24 loses digits that may matter; a fraction always loses some.
      if (Number.isInteger(value) && data[at] !== value) rounded = true;
      return true;
    },
    tensor: (model, until, shape) => new model.Tensor('float32', data.subarray(0, until), shape),
    notes: () => (rounded ? [`Whole numbers for the input ${name} are too large for float32 and were rounded.`] : []),
  };
}

function textStore(length: number): Store {
  const data = Array.from({ length }, () => '');
  return {
    reads: 'text',
    set: (at, value) => {
      if (typeof value !== 'string') return false;
      data[at] = value;
      return true;
    },
    tensor: (model, until, shape) => new model.Tensor('string', data.slice(0, until), shape),
    notes: noNotes,
  };
}

function truthStore(length: number): Store {
  const data = new Uint8Array(length);
  return {
    reads: 'boolean',
    set: (at, value) => {
      if (typeof value !== 'boolean' && typeof value !== 'number') return false;
      data[at] = Number(value) === 0 ? 0 : 1;
      return true;
    },
    tensor: (model, until, shape) => new model.Tensor('bool', data.subarray(0, until), shape),
    notes: noNotes,
  };
}

function bigStore(type: 'int64' | 'uint64', length: number): Store {
  const data = type === 'int64' ? new BigInt64Array(length) : new BigUint64Array(length);
  return {
    reads: 'integer',
    set: (at, value) => {
      if (typeof value !== 'bigint' && !(typeof value === 'number' && Number.isSafeInteger(value))) return false;
      const whole = BigInt(value);
      if (type === 'uint64' && whole < 0n) return false;
      data[at] = whole;
      return true;
    },
    tensor: (model, until, shape) =>
      data instanceof BigInt64Array
        ? new model.Tensor('int64', data.subarray(0, until), shape)
        : new model.Tensor('uint64', data.subarray(0, until), shape),
    notes: noNotes,
  };
}

function integerStore(type: SmallInteger, length: number): Store {
  const [least, most] = smallIntegers[type];
  const data = new Float64Array(length);
  return {
    reads: 'number',
    set: (at, value) => {
      if (typeof value !== 'number' || !Number.isInteger(value) || value < least || value > most) return false;
      data[at] = value;
      return true;
    },
    tensor: (model, until, shape) => integerTensor(model, type, data.subarray(0, until), shape),
    notes: noNotes,
  };
}

function integerTensor(
  { Tensor: Make }: OpenModel,
  type: SmallInteger,
  values: Float64Array,
  shape: readonly number[],
): Tensor {
  switch (type) {
    case 'int8':
      return new Make('int8', Int8Array.from(values), shape);
    case 'int16':
      return new Make('int16', Int16Array.from(values), shape);
    case 'int32':
      return new Make('int32', Int32Array.from(values), shape);
    case 'uint8':
      return new Make('uint8', Uint8Array.from(values), shape);
    case 'uint16':
      return new Make('uint16', Uint16Array.from(values), shape);
    case 'uint32':
      return new Make('uint32', Uint32Array.from(values), shape);
  }
}
