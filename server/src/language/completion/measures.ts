/** Completion of what was measured: runs, metrics of MLflow, and values in metrics files. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { Fact, RunFact } from '../../../../schemas/facts.ts';
import { formatNumber } from '../../spec/quantityFormat.ts';
import { decimal } from '../../spec/decimal.ts';
import { readPlain } from '../../stores/plainValue.ts';
import { leavesOf, pointerText } from '../../stores/pointer.ts';
import { keysOf } from '../treePath.ts';
import { textBelow } from '../yamlValues.ts';
import type { CompletionContext } from './context.ts';
import { valueText } from './suggestion.ts';
import type { Suggestion, SuggestionList } from './suggestion.ts';

/** Entries of one list. */
const suggestionLimit = 500;

/** Evidence after `run:`, `mlflow:` or `dvc:`; undefined for other evidence. */
export function suggestMeasureEvidence(context: CompletionContext): SuggestionList | undefined {
  const { cursor, snapshot } = context;
  const { facts } = snapshot;
  switch (/^(?:run|mlflow|dvc)(?=:)/.exec(cursor.before)?.[0]) {
    case 'run':
      return listOf(context, facts.runs('plumbline'), (run) => [[`run:${run.id}`, aboutRun(run)]]);
    case 'mlflow':
      return listOf(context, facts.runs('mlflow'), (run) =>
        valuesOf(run).map(([key, text]) => [`mlflow:runs/${run.id}/metrics/${key}`, `${text} · ${aboutRun(run)}`]),
      );
    case 'dvc':
      return listOf(context, facts.runs('dvc'), (run) =>
        valuesOf(run).map(([key, text]) => [`dvc:${run.id}#${key}`, text]),
      );
    case undefined:
    default:
      return undefined;
  }
}

/** Names below the `source` of a metric; undefined anywhere else. */
export function suggestSource(context: CompletionContext): SuggestionList | undefined {
  const { cursor, snapshot, file } = context;
  const [section, , source, ...keys] = keysOf(cursor.steps);
  if (section !== 'metrics' || source !== 'source') return undefined;
  const { facts } = snapshot;
  const step = cursor.steps.at(-1);
  const beside = step?.kind === 'entry' ? step.map : undefined;
  switch (keys.join('.')) {
    case 'mlflow.experiment':
      return listOf(context, facts.runs('mlflow'), ({ experiment }) =>
        experiment === undefined ? [] : [[experiment, 'experiment of MLflow']],
      );
    case 'mlflow.key': {
      const experiment = textBelow(beside, 'experiment');
      return listOf(context, facts.runs('mlflow'), (run) =>
        experiment === undefined || run.experiment === experiment ? valuesOf(run) : [],
      );
    }
    case 'dvc':
      return listOf(context, facts.runs('dvc'), (run) =>
        valuesOf(run).map(([key, text]) => [`${run.id}#${key}`, text]),
      );
    case 'pointer': {
      const path = textBelow(beside, 'file');
      return path === undefined ? undefined : suggestPointers(context, path, file.uri);
    }
    default:
      return undefined;
  }
}

/** The numbers of a file, as JSON Pointers. */
function suggestPointers(context: CompletionContext, path: string, uri: string): SuggestionList {
  const fact = context.snapshot.facts.text(path, uri);
  if (fact.state !== 'known') return { suggestions: [], isIncomplete: fact.state === 'pending' };
  const read = readPlain(fact.value.text);
  if (read.kind === 'problem') return { suggestions: [] };
  const entries = [...leavesOf(read.value, { join: pointerText })];
  return {
    suggestions: entries
      .flatMap(([pointer, value]) => (typeof value === 'number' ? [suggestion(context, pointer, String(value))] : []))
      .slice(0, suggestionLimit),
  };
}

type Entry = readonly [label: string, detail: string];

/** One list of what every run gives, each label once, that of the newest run. */
function listOf(
  context: CompletionContext,
  fact: Fact<readonly RunFact[]>,
  entriesOf: (run: RunFact) => readonly Entry[],
): SuggestionList {
  if (fact.state !== 'known') return { suggestions: [], isIncomplete: fact.state === 'pending' };
  const entries = new Map<string, string>();
  for (const run of fact.value) {
    for (const [label, detail] of entriesOf(run)) if (!entries.has(label)) entries.set(label, detail);
    if (entries.size >= suggestionLimit) break;
  }
  return { suggestions: [...entries].map(([label, detail]) => suggestion(context, label, detail)) };
}

function suggestion({ cursor }: CompletionContext, label: string, detail: string): Suggestion {
  return { label, kind: CompletionItemKind.Value, insert: valueText(label, cursor), detail };
}

function valuesOf({ values }: RunFact): readonly Entry[] {
  return Object.entries(values).map(([key, { value, unit }]) => {
    const number = formatNumber(decimal(value));
    return [key, unit === '' ? number : `${number} ${unit}`];
  });
}

function aboutRun({ at, model, split, experiment }: RunFact): string {
  return [at.slice(0, 10), experiment, model, split].filter((part) => part !== undefined).join(' · ');
}
