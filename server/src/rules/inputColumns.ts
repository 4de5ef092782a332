/** The columns that feed models, each with everything that it is computed from. */
import type { Place } from '../yaml/place.ts';
import type { RuleContext } from './rule.ts';
import { derivationsOf, lineageOf, sourceOfModel } from './sources.ts';
import type { SourceNode } from './sources.ts';

/** One column that feeds a model. */
export interface InputColumn {
  readonly modelId: string;
  readonly name: string;
  readonly place: Place;
  /** The source of the model; undefined while nothing says which it is. */
  readonly source: SourceNode | undefined;
  /** The column and everything that it is computed from. */
  readonly lineage: ReadonlySet<string>;
}

/** In file order. What a smaller form of a model inherits is named once, at its original. */
export function* inputColumnsOf({ spec }: Pick<RuleContext, 'spec'>): Generator<InputColumn> {
  for (const [modelId, model] of spec.fields.models?.entries ?? []) {
    const dataId = sourceOfModel(spec, modelId);
    const source = dataId === undefined ? undefined : spec.fields.data?.entries.get(dataId);
    const derived = derivationsOf(source);
    for (const { fields } of model.fields.inputs?.entries.values() ?? []) {
      for (const column of [fields.column, ...(fields.columns?.items ?? [])]) {
        if (column === undefined) continue;
        yield { modelId, name: column.text, place: column.place, source, lineage: lineageOf(column.text, derived) };
      }
    }
  }
}
