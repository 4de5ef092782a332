/** A run record as the folder of a run that MLflow itself reads. */
import type { RunRecord, RunValue } from '../../../schemas/run.ts';

/** A file below the folder of the store, with forward slashes. */
export interface StoreFile {
  readonly path: string;
  readonly text: string;
}

export interface MlflowTarget {
  /** Name of the run in Plumbline. */
  readonly name: string;
  /** 32 hexadecimal digits. */
  readonly runId: string;
  /** Decimal digits. */
  readonly experimentId: string;
  /** Address of the folder of the store, such as `file:///home/me/mlruns`. */
  readonly storeUri: string;
}

/**
 * The files of a run, and of its experiment, in the form of MLflow's file store.
 *
 * Ends of intervals are metrics of their own (`recall.low`, `recall.high`), slices stand below `slices/`, and the record
 * itself is an artifact. A value that is undefined becomes a tag with its reason, not a number.
 *
 * @param text the record as it stands in its file
 */
export function writeMlflowRun(record: RunRecord, text: string, target: MlflowTarget): readonly StoreFile[] {
  const { name, runId, experimentId, storeUri } = target;
  const experiment = record.project ?? 'plumbline';
  const started = Date.parse(record.startedAt);
  const ended = Date.parse(record.endedAt);
  const folder = `${experimentId}/${runId}`;
  const file = (path: string, content: string): StoreFile => ({ path: `${folder}/${path}`, text: content });
  return [
    {
      path: `${experimentId}/meta.yaml`,
      text: yamlOf({
        artifact_location: `${storeUri}/${experimentId}`,
        creation_time: started,
        experiment_id: experimentId,
        last_update_time: ended,
        lifecycle_stage: 'active',
        name: experiment,
      }),
    },
    file(
      'meta.yaml',
      yamlOf({
        artifact_uri: `${storeUri}/${folder}/artifacts`,
        end_time: ended,
        entry_point_name: '',
        experiment_id: experimentId,
        lifecycle_stage: 'active',
        run_id: runId,
        run_name: name,
        run_uuid: runId,
        source_name: '',
        source_type: 4,
        source_version: '',
        start_time: started,
        // FINISHED, as MLflow numbers it.
        status: 3,
        user_id: '',
      }),
    ),
    ...metricsOf(record).map(([key, value]) => file(`metrics/${key}`, `${ended} ${value} 0\n`)),
    ...Object.entries(paramsOf(record)).map(([key, value]) => file(`params/${keyOf(key)}`, value)),
    ...Object.entries(tagsOf(record, name)).map(([key, value]) => file(`tags/${keyOf(key)}`, value)),
    file('artifacts/run.json', text),
  ];
}

/** JSON strings are strings of YAML, too. */
function yamlOf(fields: Readonly<Record<string, string | number>>): string {
  const lines = Object.entries(fields).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
  return `${lines.join('\n')}\ntags: []\n`;
}

/** MLflow takes letters, digits, underscores, dashes, periods, spaces and slashes; no part may be `.` or `..`. */
function keyOf(name: string): string {
  return name
    .replace(/[^\w\-. /]/g, '_')
    .split('/')
    .map((part) => (/^\.*$/.test(part.trim()) ? '_' : part.trim()))
    .join('/');
}

function metricsOf({ values }: RunRecord): readonly (readonly [string, number])[] {
  const all = Object.entries(values).flatMap(([id, value]) => [
    ...numbersOf(id, value),
    ...Object.entries(value.slices ?? {}).flatMap(([slice, own]) => numbersOf(`slices/${id}/${slice}`, own)),
  ]);
  // Two names that become the same key are told apart by neither of us: the first one stays.
  const byKey = new Map<string, number>();
  for (const [key, value] of all) if (!byKey.has(key)) byKey.set(key, value);
  return [...byKey];
}

function numbersOf(id: string, value: RunValue): readonly (readonly [string, number])[] {
  if (value.state === 'undefined') return [];
  const key = keyOf(id);
  return [
    [key, value.value],
    ...(value.low === undefined ? [] : [[`${key}.low`, value.low] as const]),
    ...(value.high === undefined ? [] : [[`${key}.high`, value.high] as const]),
  ];
}

function paramsOf({ model, split, data, params, predictions }: RunRecord): Record<string, string> {
  return given({
    model: model?.id,
    'model.path': model?.path,
    'model.sha256': model?.sha256,
    split: split?.id,
    rows: split?.rows,
    data: data?.id,
    'data.version': data?.version,
    predictions: predictions?.path,
    ...params,
  });
}

function tagsOf(record: RunRecord, name: string): Record<string, string> {
  const because = Object.entries(record.values).flatMap(([id, value]) =>
    value.state === 'undefined' ? [[`plumbline.undefined.${id}`, value.because] as const] : [],
  );
  return given({
    'mlflow.runName': name,
    'mlflow.source.git.commit': record.git?.commit,
    'plumbline.dirty': record.git?.isDirty,
    'plumbline.version': record.plumbline,
    'plumbline.command': record.command,
    'plumbline.cpu': record.machine?.cpu,
    ...Object.fromEntries(because),
  });
}

function given(fields: Readonly<Record<string, string | number | boolean | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])),
  );
}
