/** Readiness of the data: seven tests. */
import { costCategories } from '../../../../schemas/costCategories.ts';
import { ledgerOf } from '../../rules/ledgerView.ts';
import { sourcesOf } from '../../rules/sources.ts';
import { listOf } from '../../spec/words.ts';
import { automationThat, runsTests, testOf } from './readinessFiles.ts';
import { earned, failed, findingsOf, keyOf, notKnown, unknownFact } from './readinessTest.ts';
import type { Judgement, ReadinessContext, ReadinessTest } from './readinessTest.ts';

function judgeContracts({ snapshot: { project, facts } }: ReadinessContext): Judgement {
  const sources = sourcesOf(project.spec);
  const [first] = sources;
  if (first === undefined) return failed('The spec names no data source.');
  for (const { id, node, keyPlace } of sources) {
    if (node.fields.contract === undefined) return failed(`\`${id}\` has no contract.`, keyPlace);
    const fact = facts.contract(id);
    if (fact.state !== 'known') return unknownFact(fact, node.fields.contract.place);
    if (fact.value.columns.length === 0)
      return failed(`The contract of \`${id}\` states no column.`, { uri: fact.value.uri });
  }
  const unchecked = sources.find(({ id }) => {
    const fact = facts.contract(id);
    return fact.state === 'known' && fact.value.checks.length === 0;
  });
  return unchecked === undefined
    ? earned(1, 'Every source has a contract with columns and checks.', keyOf(first.node.fields.contract))
    : earned(0.5, `The contract of \`${unchecked.id}\` states columns and no quality check.`, unchecked.keyPlace);
}

/** Baselines named `without-<column>` show what a column adds: leaving it out is the test. */
function judgeFeatures({ snapshot: { project } }: ReadinessContext): Judgement {
  const { models, baseline } = project.spec.fields;
  const columns = new Set<string>();
  for (const { fields } of models?.entries.values() ?? []) {
    for (const { fields: input } of fields.inputs?.entries.values() ?? []) {
      for (const column of input.columns?.items ?? []) columns.add(column.text);
      if (input.column !== undefined) columns.add(input.column.text);
    }
  }
  if (columns.size === 0) return notKnown('No model lists the columns that it reads.', keyOf(models));
  const shown = new Map(
    [...(baseline?.entries ?? [])].flatMap(([id, node]) => {
      const column = /^without[-_](.+)$/.exec(id)?.[1];
      return column === undefined || node.fields.evidence === undefined ? [] : [[column, node] as const];
    }),
  );
  const missing = [...columns].filter((column) => !shown.has(column.toLowerCase().replaceAll(/[^a-z0-9_-]/g, '_')));
  if (missing.length > 0) {
    const named = listOf(missing.slice(0, 3));
    return notKnown(
      `Nothing shows what ${missing.length > 3 ? `${missing.length} of ${columns.size} columns add` : `${named} ${missing.length === 1 ? 'adds' : 'add'}`}: state baselines \`without-<column>\` with evidence.`,
      keyOf(baseline ?? models),
    );
  }
  const isByRuns = [...shown.values()].every(({ fields }) => /^(?:run|mlflow|dvc):/.test(fields.evidence?.text ?? ''));
  return earned(
    isByRuns ? 1 : 0.5,
    `A baseline without each of the ${columns.size} columns is stated.`,
    keyOf(baseline),
  );
}

function judgeDataCosts({ snapshot: { project } }: ReadinessContext): Judgement {
  const { costs } = project.spec.fields;
  const ledger = ledgerOf(project.spec);
  if (costs === undefined || ledger === undefined) return failed('The spec states no costs.', keyOf(costs));
  const isData = (name: string): boolean => costCategories.some((one) => one.name === name && one.group === 'data');
  const open = ledger.categories.filter(({ category, state }) => isData(category) && state.kind === 'untracked');
  if (open.length > 0) {
    return failed(
      `${listOf(open.map(({ category }) => category))} ${open.length === 1 ? 'is' : 'are'} not costed.`,
      keyOf(costs),
    );
  }
  const items = ledger.categories.filter(({ category }) => isData(category)).flatMap(({ itemIds }) => itemIds);
  const isActual = items.some((id) => costs.fields.items?.entries.get(id)?.fields.actual !== undefined);
  return earned(
    isActual ? 1 : 0.5,
    isActual
      ? 'Every cost of the data is stated, and imported charges follow it.'
      : 'Every cost of the data is stated.',
    keyOf(costs.fields.items ?? costs),
  );
}

function judgeForbidden(context: ReadinessContext): Judgement {
  const { constraints } = context.snapshot.project.spec.fields;
  const forbidden = constraints?.fields.forbidden_inputs;
  if (forbidden === undefined)
    return failed('`constraints.forbidden_inputs` does not say what no model may read.', keyOf(constraints));
  const [finding] = findingsOf(context, /^privacy\/feature-forbidden$/);
  return finding === undefined
    ? earned(
        1,
        `No model reads ${listOf(
          forbidden.items.slice(0, 3).map(({ text }) => text),
          'or',
        )}, checked on every change.`,
        keyOf(forbidden),
      )
    : failed(finding.message, keyOf(forbidden));
}

function judgePrivacy(context: ReadinessContext): Judgement {
  const sources = sourcesOf(context.snapshot.project.spec);
  const silent = sources.find(({ node }) => node.fields.privacy?.fields.personal_data === undefined);
  const [first] = sources;
  if (first === undefined) return failed('The spec names no data source.');
  if (silent !== undefined)
    return failed(`\`${silent.id}\` does not say whether it holds personal data.`, silent.keyPlace);
  const [finding] = findingsOf(context, /^privacy\//);
  if (finding !== undefined) return failed(finding.message, finding.evidence);
  return earned(
    1,
    'Every source states its privacy, and no rule about it is broken.',
    keyOf(first.node.fields.privacy),
  );
}

function judgeNewFeatures({ snapshot: { project, facts } }: ReadinessContext): Judgement {
  const { pipeline } = project.spec.fields;
  const shared = pipeline?.fields.shared;
  if (shared === undefined)
    return notKnown(
      'Nothing says in how many places a new feature must be written; name `pipeline.shared`.',
      keyOf(pipeline),
    );
  const fact = facts.path(shared.text, project.mainUri);
  if (fact.state !== 'known') return unknownFact(fact, shared.place);
  if (fact.value.kind === 'missing') return failed(`\`${shared.text}\` does not exist.`, shared.place);
  const isReproducible = pipeline?.fields.from !== undefined;
  return earned(
    isReproducible ? 1 : 0.5,
    isReproducible
      ? 'A feature is written in one module, and one command makes everything from it again.'
      : 'A feature is written in one module for training and serving.',
    shared.place,
  );
}

function judgeFeatureCode({ snapshot: { project }, files }: ReadinessContext): Judgement {
  const { shared, stages } = project.spec.fields.pipeline?.fields ?? {};
  const code = shared ?? stages?.fields.prepare;
  if (code === undefined)
    return notKnown('The spec does not name the code that makes the features.', keyOf(project.spec.fields.pipeline));
  const test = testOf(files, code.text);
  if (test === undefined) return failed(`No test imports \`${code.text}\`.`, code.place);
  const automation = automationThat(files, runsTests);
  return automation === undefined
    ? earned(0.5, `A test imports \`${code.text}\`, and nothing runs it on each change.`, { uri: test.uri })
    : earned(1, `A test imports \`${code.text}\`, and runs on each change.`, { uri: test.uri });
}

export const dataTests: readonly ReadinessTest[] = [
  { title: 'What is expected of the data stands in a schema', judge: judgeContracts },
  { title: 'Every feature is worth having', judge: judgeFeatures },
  { title: 'No feature costs too much', judge: judgeDataCosts },
  { title: 'Features obey what is required of all of them', judge: judgeForbidden },
  { title: 'The data are kept private where they must be', judge: judgePrivacy },
  { title: 'New features can be added quickly', judge: judgeNewFeatures },
  { title: 'The code of the features is tested', judge: judgeFeatureCode },
];
