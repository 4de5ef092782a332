/** Whole entries to fill in, offered where an entry of their kind can stand. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import type { EntityKind } from '../../../../schemas/scalars.ts';
import type { Cursor } from './cursor.ts';
import type { Suggestion } from './suggestion.ts';

export interface EntryTemplate {
  readonly label: string;
  /** Words that find it, besides those of the label. */
  readonly words: readonly string[];
  readonly defines: EntityKind;
  readonly description: string;
  /** Lines in the syntax of snippets, indented from the entry's key. */
  readonly body: readonly string[];
}

/** Entries of a kind at the level of the cursor; between brackets only those of one line. */
export function suggestTemplates(kind: EntityKind, cursor: Cursor): readonly Suggestion[] {
  if (cursor.hasColon) return [];
  return entryTemplates
    .filter(({ defines, body }) => defines === kind && (!cursor.isFlow || body.length === 1))
    .map(({ label, words, description, body }) => {
      const snippet = body.join(`\n${' '.repeat(cursor.column)}`);
      return {
        label,
        kind: CompletionItemKind.Snippet,
        detail: 'entry to fill in',
        documentation: description,
        filter: [label, ...words].join(' '),
        insert: withoutStops(snippet),
        snippet,
      };
    });
}

/** Whether entries of a kind can be offered where their id is still to be typed. */
export function hasTemplates(kind: EntityKind | undefined): boolean {
  return entryTemplates.some(({ defines }) => defines === kind);
}

/** A snippet as text: proposals accepted, the first of each choice taken. */
export function withoutStops(snippet: string): string {
  return snippet
    .replaceAll(/\$\{\d+\|([^,|]*)[^|]*\|\}/g, '$1')
    .replaceAll(/\$\{\d+:([^}]*)\}/g, '$1')
    .replaceAll(/\$\d+/g, '');
}

export const entryTemplates: readonly EntryTemplate[] = [
  {
    label: 'Business metric',
    words: ['metric business', 'business metric'],
    defines: 'metric',
    description: 'A metric that a business owner answers for, in money or in what customers see.',
    body: [
      '${1:saved}:',
      '  kind: business',
      '  definition: ${2:economics}',
      '  direction: ${3|maximize,minimize|}',
      '  target: $4',
      '  limit: $5',
      '  justification: {basis: ${6|break-even,status-quo,regulation,user-study,own-data|}, note: ${7:why this target and this limit}}',
      '  owner: ${8:team@example.com}$0',
    ],
  },
  {
    label: 'Model metric',
    words: ['metric model', 'model metric'],
    defines: 'metric',
    description: 'A metric of a model on a split, tied to the business metric that it drives.',
    body: [
      '${1:recall}:',
      '  kind: model',
      '  metric: ${2:recall}',
      '  model: ${3:model-id}',
      '  split: ${4:test}',
      '  direction: ${5|maximize,minimize|}',
      '  target: $6',
      '  limit: $7',
      '  drives: ${8:saved}',
      '  justification: {basis: ${9|break-even,own-data,status-quo,user-study,regulation|}, note: ${10:why this target and this limit}}',
      '  owner: ${11:team@example.com}$0',
    ],
  },
  {
    label: 'Infrastructure metric',
    words: ['metric infrastructure', 'infrastructure metric'],
    defines: 'metric',
    description: 'A metric of the machine that answers: memory, power, throughput, temperature.',
    body: [
      '${1:memory}:',
      '  kind: infrastructure',
      '  metric: ${2|memory,throughput,power,temperature,energy,model-size,cpu,gpu,availability,cold-start|}',
      '  on: ${3:target-id}',
      '  model: ${4:model-id}',
      '  direction: ${5|minimize,maximize|}',
      '  target: $6',
      '  limit: $7',
      '  justification: {basis: ${8|hardware,user-study,regulation,status-quo|}, note: ${9:why this target and this limit}}',
      '  owner: ${10:team@example.com}$0',
    ],
  },
  {
    label: 'Latency metric',
    words: ['metric latency', 'latency'],
    defines: 'metric',
    description: 'How long an answer takes on a device, with percentile and batch size.',
    body: [
      '${1:latency}:',
      '  kind: infrastructure',
      '  metric: latency',
      '  percentile: ${2|99,95,90,50|}',
      '  batch: ${3:1}',
      '  on: ${4:target-id}',
      '  model: ${5:model-id}',
      '  direction: minimize',
      '  target: $6',
      '  limit: $7',
      '  justification: {basis: ${8|user-study,hardware,regulation,status-quo|}, note: ${9:why this target and this limit}}',
      '  owner: ${10:team@example.com}$0',
    ],
  },
  {
    label: 'Data source',
    words: ['data source', 'source'],
    defines: 'data',
    description: 'A data source with its owner, version, roles of columns and privacy.',
    body: [
      '${1:source}:',
      '  path: ${2:data/source.parquet}',
      '  modality: ${3|table,image,text,audio,time-series|}',
      '  contract: ${4:contracts/source.odcs.yaml}',
      '  owner: ${5:team@example.com}',
      '  version: {${6|dvc,git,md5,table_version|}: "${7:data/source.parquet.dvc}"}',
      '  roles:',
      '    label: ${8:column}',
      '    time: ${9:column}',
      '    after: [${10:columns known only after the decision}]',
      '  privacy: {personal_data: ${11|false,true|}}$0',
    ],
  },
  {
    label: 'Split by condition',
    words: ['split where', 'split'],
    defines: 'split',
    description: 'A part of a data source, chosen by a condition on its columns.',
    body: ['${1:test}: {of: ${2:source}, where: "${3:column >= \'2026-01-01\'}"}$0'],
  },
  {
    label: 'Split by period',
    words: ['split period'],
    defines: 'split',
    description: 'A part of a data source between two days, both included.',
    body: ['${1:test}: {of: ${2:source}, period: ${3:2026-01-01}/${4:2026-01-31}}$0'],
  },
  {
    label: 'Split by chance',
    words: ['split fraction', 'split random'],
    defines: 'split',
    description: 'A random part of a data source; the seed makes it the same part every time.',
    body: ['${1:test}: {of: ${2:source}, fraction: ${3:20} %, seed: ${4:42}}$0'],
  },
  {
    label: 'Label',
    words: ['label'],
    defines: 'label',
    description: 'What is predicted, where its truth comes from and how labels of new data arrive.',
    body: [
      '${1:label}:',
      '  of: ${2:source}',
      '  task: ${3|binary-classification,multiclass-classification,multilabel-classification,regression,object-detection,semantic-segmentation,instance-segmentation,keypoints|}',
      '  definition: ${4:when something counts as this}',
      '  source: ${5|outcome,human,heuristic,synthetic|}',
      '  guideline: {path: ${6:docs/labels.md}, version: ${7:1}}',
      '  new_data: {method: ${8|outcome,human|}, rate: ${9:100} %, delay: ${10:1 day}, owner: ${11:team@example.com}}$0',
    ],
  },
  {
    label: 'Model',
    words: ['model'],
    defines: 'model',
    description: 'An ONNX model with its inputs, outputs and decision.',
    body: [
      '${1:model}:',
      '  path: ${2:models/model.onnx}',
      '  task: ${3|binary-classification,multiclass-classification,multilabel-classification,regression,object-detection,semantic-segmentation,instance-segmentation,keypoints|}',
      '  label: ${4:label}',
      '  trained_on: ${5:train}',
      '  inputs:',
      '    ${6:input}: {columns: [${7:columns}], type: ${8|float32,float64,int64,int32,uint8,bool,string|}}',
      '  outputs:',
      '    ${9:output}: {as: ${10|probabilities,probability,logits,value,class-id,boxes,masks|}}$0',
    ],
  },
  {
    label: 'Drift check',
    words: ['check drift', 'check'],
    defines: 'check',
    description: 'Watches the inputs or outputs of a model against a reference.',
    body: [
      '${1:inputs}:',
      '  watch: ${2|inputs,outputs|}',
      '  model: ${3:model}',
      '  reference: ${4:train}',
      '  window: {every: ${5:1 day}, min_rows: ${6:500}}',
      '  owner: ${7:team@example.com}',
      '  action: ${8:runbooks/drift.md}$0',
    ],
  },
  {
    label: 'Quality check',
    words: ['check quality'],
    defines: 'check',
    description: 'Watches a metric in production with labels that arrive later.',
    body: [
      '${1:quality}:',
      '  watch: metric',
      '  metric: ${2:recall}',
      '  labels: ${3:label}',
      '  window: {duration: ${4:14 days}, min_rows: ${5:2000}}',
      '  owner: ${6:team@example.com}',
      '  action: ${7:runbooks/quality.md}$0',
    ],
  },
  {
    label: 'Cost of work',
    words: ['cost hours', 'cost item'],
    defines: 'item',
    description: 'Hours at a rate, each month or once.',
    body: ['${1:cleaning}: {hours: ${2:60} h/month, rate: ${3:75} USD/h}$0'],
  },
  {
    label: 'Cost with a range',
    words: ['cost range'],
    defines: 'item',
    description: 'An estimate of a one-off cost with its lowest, likely and highest value.',
    body: ['${1:acquisition}: {cost: {low: ${2:20} kUSD, likely: ${3:28} kUSD, high: ${4:45} kUSD}, once: true}$0'],
  },
  {
    label: 'No cost, with a reason',
    words: ['cost none'],
    defines: 'item',
    description: 'Says that a category costs nothing, and why.',
    body: ['${1:compliance}: {none: ${2:why there is none}}$0'],
  },
];
