/** A model ready to answer: loaded by path, its inputs and outputs known. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import type { InferenceSession, Tensor, TensorConstructor } from 'onnxruntime-node';
import type { RowUse } from '../onnx/readRowUse.ts';
import { unwrapZipMaps } from '../onnx/unwrapZipMaps.ts';
import { createBatchSessions } from './batchSessions.ts';
import type { BatchSessions } from './batchSessions.ts';
import { explainUnloaded } from './explainUnloaded.ts';
import { withoutRowAxis } from './fixedBatch.ts';
import { importOnnxRuntime } from './importOnnxRuntime.ts';
import { ModelProblem } from './modelProblem.ts';
import type { SessionPlan } from './planSessions.ts';
import { sessionOptions } from './sessionOptions.ts';

/** A tensor that goes in or comes out. */
export interface ModelValue {
  readonly name: string;
  /** Type of the elements, such as `float32`. */
  readonly type: string;
  /** Sizes of the axes; undefined where one is open. */
  readonly shape: readonly (number | undefined)[];
}

export interface OpenModel {
  readonly inputs: readonly ModelValue[];
  readonly outputs: readonly ModelValue[];
  readonly provider: string;
  /** Providers that come with the runtime on this system, whether they work or not. */
  readonly providers: readonly string[];
  /** Name and version of the runtime. */
  readonly runtime: string;
  readonly sha256: string;
  readonly sizeBytes: number;
  /** Seconds that loading the model took. */
  readonly loadSeconds: number;
  /** Seconds that loading the runtime took, which is nothing when it is loaded already. */
  readonly runtimeSeconds: number;
  readonly Tensor: TensorConstructor;
  /** @throws {ModelProblem} when the model cannot answer this */
  readonly run: (feeds: Readonly<Record<string, Tensor>>) => Promise<Readonly<Record<string, Tensor>>>;
  /** Sessions that answer batches of rows of a table at the same time. */
  readonly batches: BatchSessions;
  /** Whether its graph answers each row by that row alone. */
  readonly rowUse: RowUse;
  readonly close: () => Promise<void>;
}

/** Models beyond this size do not fit beside the rest. */
const largestBytes = 2 * 2 ** 30;

/** Bytes below which a file may be a pointer of Git LFS. */
const largestPointer = 1024;

/** Rounded up, so that what is too large does not look as if it fitted. */
function sizeText(bytes: number): string {
  return `${(Math.ceil((bytes / 2 ** 30) * 100) / 100).toFixed(2)} GiB`;
}

export interface OpenOptions {
  /** Cores of one run. */
  readonly threads: number;
  /**
   * Whether threads that wait for work keep their cores awake, as the runtime itself has it: a run alone on the machine
   * answers sooner, and what else is to be done meanwhile waits. Default true.
   */
  readonly spins?: boolean;
  /** How batches are answered; by one session, as it is, unless said. */
  readonly plan?: SessionPlan;
  /** Execution provider; what it cannot do, and nothing else, is done by the processor. Default `cpu`. */
  readonly provider?: string;
  /** Beginning of the file, in the current folder, in which the runtime writes which provider ran which node. */
  readonly profile?: string;
  /** What is loaded instead of the file, from its bytes; undefined loads the file. */
  readonly alter?: (bytes: Uint8Array) => Promise<Uint8Array | undefined>;
}

/**
 * Loads a model.
 *
 * @param path real path inside the workspace, links followed
 * @param label what the user calls it
 * @throws {ModelProblem} in words for the user; also when the provider is not there, as no other takes its place
 */
export async function openModel(path: string, label: string, options: OpenOptions): Promise<OpenModel> {
  const { size } = await stat(path);
  if (size === 0) throw new ModelProblem(`${label} is empty; export the model again.`);
  if (size > largestBytes) {
    throw new ModelProblem(`${label} has ${sizeText(size)}, and at most 2 GiB can be loaded.`);
  }
  if (size < largestPointer && (await readFile(path, 'latin1')).startsWith('version https://git-lfs')) {
    throw new ModelProblem(`${label} is only a pointer of Git LFS; fetch the file itself with \`git lfs pull\`.`);
  }
  const before = process.hrtime.bigint();
  const runtime = await loadRuntime();
  const start = process.hrtime.bigint();
  const { session, model } = await openReadable(runtime, path, label, options);
  const batches = await createBatchSessions(runtime, session, model, label, options);
  const loadSeconds = Number(process.hrtime.bigint() - start) / 1e9;
  const inputs = session.inputMetadata.map((value) => valueOf(value, label, 'input'));
  const run = async (feeds: Readonly<Record<string, Tensor>>) => {
    try {
      return await session.run(withoutRowAxis(feeds, inputs));
    } catch (error) {
      throw new ModelProblem(`${label} cannot answer: ${explainUnloaded(error, path)}.`);
    }
  };
  return {
    inputs,
    outputs: session.outputMetadata.map((value) => valueOf(value, label, 'output')),
    provider: options.provider ?? 'cpu',
    providers: providersOf(runtime),
    runtime: `ONNX Runtime ${runtime.env.versions.node ?? runtime.env.versions.common}`,
    sha256: await hashOf(path),
    sizeBytes: size,
    loadSeconds,
    runtimeSeconds: Number(start - before) / 1e9,
    Tensor: runtime.Tensor,
    run,
    batches,
    rowUse: options.plan?.rowUse ?? { kind: 'unknown' },
    close: async () => {
      await batches.close();
      if (options.profile !== undefined) session.endProfiling();
      await session.release();
    },
  };
}

async function loadRuntime() {
  try {
    return await importOnnxRuntime();
  } catch (error) {
    throw new ModelProblem(
      `Models cannot be run, because ONNX Runtime does not load on ${process.platform}-${process.arch} (${explainUnloaded(error)}); run \`plumbline doctor\`.`,
      'unavailable',
    );
  }
}

type Runtime = Awaited<ReturnType<typeof loadRuntime>>;

/** Loads a model; one that ends in maps, which the binding cannot read, without them. */
async function openReadable(
  runtime: Runtime,
  path: string,
  label: string,
  options: OpenOptions,
): Promise<{ readonly session: InferenceSession; readonly model: string | Uint8Array }> {
  const model = (await options.alter?.(await readFile(path))) ?? path;
  const session = await createSession(runtime, model, path, label, options);
  if (session.outputMetadata.every(({ isTensor }) => isTensor)) return { session, model };
  await session.release();
  const unwrapped = await unwrapZipMaps(await readFile(path));
  return { session: await createSession(runtime, unwrapped, path, label, options), model: unwrapped };
}

function providersOf({ listSupportedBackends }: Runtime): readonly string[] {
  return listSupportedBackends().flatMap(({ name, bundled }) => (bundled ? [name] : []));
}

async function createSession(
  runtime: Runtime,
  model: string | Uint8Array,
  file: string,
  label: string,
  { threads, spins = true, provider = 'cpu', profile }: OpenOptions,
): Promise<InferenceSession> {
  const { InferenceSession: Session } = runtime;
  const bundled = providersOf(runtime);
  if (!bundled.includes(provider)) {
    throw new ModelProblem(
      `The execution provider ${provider} does not come with ONNX Runtime on ${process.platform}-${process.arch}; there ${bundled.length === 1 ? 'is' : 'are'} ${bundled.join(', ')}.`,
    );
  }
  try {
    const options = {
      ...sessionOptions(threads, provider, spins),
      ...(profile === undefined ? {} : { enableProfiling: true, profileFilePrefix: profile }),
    };
    return await (typeof model === 'string' ? Session.create(model, options) : Session.create(model, options));
  } catch (error) {
    if (provider === 'cpu') throw new ModelProblem(`${label} cannot be loaded: ${explainUnloaded(error, file)}.`);
    throw new ModelProblem(
      `${label} cannot be loaded on ${provider}: ${explainUnloaded(error, file)}. Nothing was run on another provider instead.`,
    );
  }
}

function valueOf(
  value: InferenceSession['inputMetadata'][number],
  label: string,
  role: 'input' | 'output',
): ModelValue {
  if (!value.isTensor) {
    throw new ModelProblem(
      `The ${role} ${value.name} of ${label} is no tensor and cannot be read; export the model with \`options={'zipmap': False}\`.`,
    );
  }
  return {
    name: value.name,
    type: value.type,
    shape: value.shape.map((size) => (typeof size === 'number' && size >= 0 ? size : undefined)),
  };
}

async function hashOf(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    if (Buffer.isBuffer(chunk)) hash.update(chunk);
  }
  return hash.digest('hex');
}
