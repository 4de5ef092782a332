/** Reads `dvc.lock`: what each stage read and wrote when it last ran. */
import { readOutputs } from './dvcOutput.ts';
import type { DvcOutput } from './dvcOutput.ts';
import { isMap, readPlain, textAt } from './plainValue.ts';
import type { PlainMap } from './plainValue.ts';
import { joinPath } from './pathBeside.ts';
import { leavesOf } from './pointer.ts';

export interface LockedStage {
  readonly name: string;
  /** Paths count from the folder of the file. */
  readonly deps: readonly DvcOutput[];
  readonly outs: readonly DvcOutput[];
  /** Parameters as texts, by their keys; of several files, the later wins. */
  readonly params: Readonly<Record<string, string>>;
  /** The same by the file in which they stood. */
  readonly paramFiles: readonly { readonly path: string; readonly values: Readonly<Record<string, string>> }[];
}

export type DvcLockReading =
  | { readonly kind: 'lock'; readonly stages: readonly LockedStage[] }
  /** `because` ends "cannot be read because …", without a full stop. */
  | { readonly kind: 'problem'; readonly because: string };

/**
 * Reads a `dvc.lock` of the schemas 1.0 and 2.0. Never throws.
 *
 * @param wdirOf the working directory of a stage, which `dvc.yaml` alone knows and from which the paths of the lock count
 */
export function readDvcLock(text: string, wdirOf: (stage: string) => string): DvcLockReading {
  const read = readPlain(text);
  if (read.kind === 'problem') return read;
  if (!isMap(read.value)) return { kind: 'problem', because: 'it holds no map' };
  const schema = textAt(read.value, 'schema');
  if (schema !== undefined && schema !== '2.0') {
    return { kind: 'problem', because: `its schema is \`${schema}\`, and 2.0 is the newest that is understood` };
  }
  // Without a schema it is of the first form, in which the stages stand at the top.
  const stages = schema === undefined ? read.value : read.value.get('stages');
  if (!isMap(stages)) return { kind: 'lock', stages: [] };
  return {
    kind: 'lock',
    stages: [...stages].flatMap(([name, stage]) => (isMap(stage) ? [readStage(name, stage, wdirOf(name))] : [])),
  };
}

function readStage(name: string, stage: PlainMap, wdir: string): LockedStage {
  const files = stage.get('params');
  const paramFiles = [...(isMap(files) ? files : [])].map(([path, values]) => ({
    path: joinPath(wdir, path),
    values: Object.fromEntries([...leavesOf(values)].map(([key, value]) => [key, String(value)])),
  }));
  return {
    name,
    deps: readOutputs(stage.get('deps'), wdir),
    outs: readOutputs(stage.get('outs'), wdir),
    params: Object.fromEntries(paramFiles.flatMap(({ values }) => Object.entries(values))),
    paramFiles,
  };
}
