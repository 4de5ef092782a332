/** Rules about data that several people and models share: contracts, duties, use, coverage, loops, formats. */
import type { ColumnFact } from '../../../../schemas/facts.ts';
import type { ColumnKind } from '../../../../schemas/profile.ts';
import { draftContract } from '../../contract/draftContract.ts';
import type { Fix } from '../../spec/edits.ts';
import { lacks } from '../../spec/located.ts';
import { one } from '../../spec/decimal.ts';
import { compare } from '../../spec/rational.ts';
import { counted, listOf, shorten } from '../../spec/words.ts';
import { fillKey } from '../fillKey.ts';
import { modelChain, roleOfSplit } from '../metricView.ts';
import type { Finding, Rule, RuleContext } from '../rule.ts';
import { createColumnFinder, groupColumn, sourcesOf } from '../sources.ts';
import type { Source } from '../sources.ts';

/** Kinds of data whose recording decides what it can show. */
const recordedModalities: ReadonlySet<string> = new Set(['image', 'audio', 'time-series']);

function* unassignedDuties({ facts, know }: RuleContext, { id, node }: Source): Generator<Finding> {
  if (node.fields.contract === undefined || node.unreadable.has('quality_duties')) return;
  const contract = know(facts.contract(id));
  if (contract === undefined) return;
  const duties = node.fields.quality_duties;
  const assigned = new Set([...(duties?.entries.keys() ?? []), ...(duties?.unreadable ?? [])]);
  const checked = contract.checks.flatMap(({ column }) => (column === undefined ? [] : [column]));
  const idle = [...new Set(checked)].filter((column) => !assigned.has(column));
  if (idle.length === 0) return;
  yield {
    place: duties?.keyPlace ?? node.fields.contract.place,
    message: `The contract checks ${listOf(idle)}, and nobody in \`quality_duties\` answers for ${idle.length === 1 ? 'it' : 'them'}.`,
  };
}

function* undersampled({ facts, know }: RuleContext, { id, node }: Source): Generator<Finding> {
  for (const [scenario, { fields }] of node.fields.scenarios?.entries ?? []) {
    if (fields.min_rows === undefined || fields.where === undefined) continue;
    const counts = know(facts.scenario(id, scenario));
    if (counts === undefined) continue;
    for (const [name, least] of fields.min_rows.entries) {
      const found = counts.byClass.get(name);
      if (found === undefined || found >= least.value) continue;
      yield {
        place: least.place,
        message: `\`${scenario}\` has ${counted(found, 'row')} of \`${shorten(name)}\` and needs ${least.value.toLocaleString('en')}: collect ${counted(least.value - found, 'row')} more.`,
      };
    }
  }
}

/** Answers of a model that come back as what a model learns from. */
function* feedbackLoops({ spec }: RuleContext): Generator<Finding> {
  for (const [id, { fields }] of spec.fields.models?.entries ?? []) {
    const split = fields.trained_on;
    if (split === undefined || roleOfSplit(spec, split.id) !== 'production') continue;
    const label = fields.label === undefined ? undefined : spec.fields.labels?.entries.get(fields.label.id);
    // `assist` is the mark: it says which model proposed the labels, and how many were left unchanged.
    if (label === undefined || label.fields.assist !== undefined || label.unreadable.has('assist')) continue;
    yield {
      place: split.place,
      message: `\`${id}\` learns from \`${split.id}\`, which it may have influenced after launch: learn from rows before launch, or say under \`assist\` of the label which model had a hand in it.`,
    };
  }
  for (const [id, { fields }] of spec.fields.labels?.entries ?? []) {
    const { model, accepted } = fields.assist?.fields ?? {};
    if (model === undefined || accepted === undefined || compare(accepted.quantity.exact, one) < 0) continue;
    const learnsIt = modelChain(spec, model.id).some((link) => link.fields.label?.id === id);
    if (!learnsIt) continue;
    yield {
      place: accepted.place,
      message: `All labels of \`${id}\` are what \`${model.id}\` proposed, and \`${model.id}\` learns from them: have people correct a part of them.`,
    };
  }
}

/** Kinds that hold the same values in another notation; a join between two families fails or loses rows. */
function familyOf(kind: ColumnKind): string {
  switch (kind) {
    case 'integer':
    case 'float':
      return 'a number';
    case 'text':
      return 'a text';
    case 'boolean':
      return 'a truth value';
    case 'date':
    case 'timestamp':
      return 'a date or a time';
    case 'time':
      return 'a time of day';
    case 'opaque':
      return 'opaque';
  }
}

/** Columns of two sources that are joined, which mean the same and are not kept alike. */
function* divergences(context: RuleContext): Generator<Finding> {
  const columnsOfSource = createColumnFinder(context);
  const byKey = new Map<string, Source[]>();
  for (const source of sourcesOf(context.spec)) {
    const { id } = source.node.fields.roles?.fields ?? {};
    const keys = [id?.text, groupColumn(source.node)].filter((key) => key !== undefined);
    for (const key of new Set(keys)) byKey.set(key, [...(byKey.get(key) ?? []), source]);
  }
  for (const [key, joined] of byKey) {
    const [first, ...rest] = joined;
    if (first === undefined || rest.length === 0) continue;
    const before = new Map(columnsOfSource(first.id)?.columns.map((column) => [column.name, column] as const));
    for (const source of rest) {
      for (const column of columnsOfSource(source.id)?.columns ?? []) {
        const other = before.get(column.name);
        const difference = other === undefined ? undefined : differenceOf(other, first, column, source);
        if (difference === undefined) continue;
        yield {
          place: source.keyPlace,
          message: `\`${first.id}\` and \`${source.id}\` share the key \`${shorten(key)}\`, and \`${shorten(column.name)}\` is ${difference}: keep it alike, or rename one.`,
          related: [{ place: first.keyPlace, message: 'The other source is declared here.' }],
        };
      }
    }
  }
}

/** Drafts a contract from the header of the table, when that is known and nothing stands in the way. */
function draftFixes({ facts, project, spec }: RuleContext, { id, node, keyPlace }: Source): readonly Fix[] {
  const { path } = node.fields;
  // Not knowing the table costs a better fix, and no check.
  const table = facts.table(id);
  if (path === undefined || table.state !== 'known') return [];
  const file = `contracts/${id}.odcs.yaml`;
  const there = facts.path(file, project.uriOf(keyPlace) ?? '');
  if (there.state !== 'known' || there.value.kind !== 'missing') return [];
  const { columns } = table.value;
  const text = draftContract({
    id: `${spec.fields.project?.text ?? 'project'}-${id}`,
    object: id,
    path: path.text,
    columns,
  });
  const changes = [fillKey(node, 'contract', `${file}#${id}`)];
  return [
    {
      title: `Draft \`${file}\` from the columns of the table`,
      changes,
      creates: [{ path: file, text }],
      isPreferred: true,
    },
  ];
}

function differenceOf(
  left: ColumnFact,
  leftSource: Source,
  right: ColumnFact,
  rightSource: Source,
): string | undefined {
  const [leftFamily, rightFamily] = [familyOf(left.kind), familyOf(right.kind)];
  if (leftFamily !== rightFamily && leftFamily !== 'opaque' && rightFamily !== 'opaque') {
    return `${leftFamily} in one and ${rightFamily} in the other`;
  }
  const [isLeftPersonal, isRightPersonal] = [leftSource, rightSource].map((source) =>
    source.node.fields.privacy?.fields.fields?.items.some(({ text }) => text === left.name),
  );
  return (isLeftPersonal ?? false) === (isRightPersonal ?? false)
    ? undefined
    : 'personal data in one and not in the other';
}

export const dataSharingRules: readonly Rule[] = [
  {
    id: 'data/no-contract',
    severity: 'I/I/W',
    waits: 'section',
    finds: 'a data source without a data contract',
    why: 'Shared data needs a shared description: types, meaning, checks and who answers. Write one in the Open Data Contract Standard and name it here; columns are then checked even where the table cannot be read.',
    hasFix: true,
    *check(context) {
      for (const source of sourcesOf(context.spec)) {
        const { id, node, keyPlace } = source;
        if (!lacks(node, 'contract') || node.empty.has('contract')) continue;
        yield {
          place: keyPlace,
          message: `No contract describes \`${id}\`: name one in the Open Data Contract Standard under \`contract\`.`,
          fixes: [
            ...draftFixes(context, source),
            { title: 'Add `contract`', changes: [fillKey(node, 'contract', '')] },
          ],
        };
      }
    },
  },
  {
    id: 'data/quality-duty-unassigned',
    severity: 'H/I/I',
    waits: 'section',
    finds: 'a quality check of the contract for whose column nobody answers',
    why: 'A check that fails at night needs somebody who repairs the cause, and that is seldom the one who sees it. Name the party for each checked column.',
    *check(context) {
      for (const source of sourcesOf(context.spec)) yield* unassignedDuties(context, source);
    },
  },
  {
    id: 'data/unused-source',
    severity: 'I/I/I',
    waits: 'project',
    finds: 'a data source that no split, label or check uses',
    why: 'Every source costs care, permission and money. Use it, or remove it.',
    *check({ spec, project }) {
      const used = new Set(
        project.references.filter(({ refersTo }) => refersTo.includes('data')).map((reference) => reference.id),
      );
      for (const { id, keyPlace } of sourcesOf(spec)) {
        if (used.has(id)) continue;
        yield {
          place: keyPlace,
          message: `No split, label or check uses \`${id}\`: use it, or remove it.`,
          tag: 'unnecessary',
        };
      }
    },
  },
  {
    id: 'data/collection-undescribed',
    severity: 'I/W/W',
    waits: 'section',
    finds: 'images, sound or measurements of which nobody says how they were recorded',
    why: 'Production looks different at night, from another angle, with another device. Say how the data was recorded, so that the two can be compared.',
    *check({ spec }) {
      for (const { id, node, keyPlace } of sourcesOf(spec)) {
        const modality = node.fields.modality?.value;
        const { collection } = node.fields;
        if (modality === undefined || !recordedModalities.has(modality)) continue;
        if (!lacks(node, 'collection') && collection?.yaml.entries.length !== 0) continue;
        yield {
          place: node.empty.get('collection') ?? collection?.keyPlace ?? keyPlace,
          message: `Say under \`collection\` how \`${id}\` was recorded, such as device, place and light: production may look different.`,
        };
      }
    },
  },
  {
    id: 'data/scenario-undersampled',
    severity: 'I/W/W',
    finds: 'a scenario with fewer rows of a class than it needs',
    why: 'A model is as good at night as the nights it has seen. Collect more, or take the scenario out of what the model is allowed to do.',
    *check(context) {
      for (const source of sourcesOf(context.spec)) yield* undersampled(context, source);
    },
  },
  {
    id: 'data/feedback-loop',
    severity: 'W/W/W',
    finds: 'a model that learns from its own answers',
    why: 'Answers that return as training data confirm themselves: errors grow and no evaluation shows it. Learn from rows that the model did not touch, or mark its part.',
    check: (context) => feedbackLoops(context),
  },
  {
    id: 'data/format-divergent',
    severity: 'I/I/W',
    finds: 'a column that two sources with a common key keep in different types, or with different privacy',
    why: 'Joins on such columns fail or lose rows without a word, and personal data leaks through the source that does not mark it. Keep the column alike in both contracts.',
    check: (context) => divergences(context),
  },
];
