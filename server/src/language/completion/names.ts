/** Names of things that a spec speaks of: columns, classes, metrics, currencies, rules. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { currencies } from '../../../../schemas/currencies.ts';
import { metricNames } from '../../../../schemas/metricNames.ts';
import type { MetricName } from '../../../../schemas/metricNames.ts';
import { allRules } from '../../rules/allRules.ts';
import { knownRuleIds } from '../../rules/knownRuleIds.ts';
import type { Project } from '../../spec/project.ts';
import { classesInQuestion } from '../classes.ts';
import { columnsOfSource } from '../columns.ts';
import type { KnownColumn } from '../columns.ts';
import { dataInQuestion } from '../dataInQuestion.ts';
import { describeSeverity, findRule } from '../hover/ruleText.ts';
import { describeColumn } from '../hover/columnText.ts';
import { describeMetricName } from '../hover/metricText.ts';
import { paragraphs, sentences } from '../markdown.ts';
import { textBelow } from '../yamlValues.ts';
import type { CompletionContext } from './context.ts';
import type { Suggestion, SuggestionList } from './suggestion.ts';

/** Columns of the sources in question. */
export function suggestColumns({ snapshot, cursor }: CompletionContext): SuggestionList {
  const known = dataInQuestion(snapshot.project, cursor.steps).map((dataId) => columnsOfSource(snapshot, dataId));
  const columns = known.flatMap((source) => source.columns);
  return {
    suggestions: columns
      .filter(({ name }, index) => columns.findIndex((other) => other.name === name) === index)
      .map((column) => ({
        label: column.name,
        kind: CompletionItemKind.Field,
        detail: detailOf(column),
        documentation: () => describeColumn(snapshot, column),
      })),
    isIncomplete: known.some(({ isPending }) => isPending),
  };
}

function detailOf({ type, derivation, dataId }: KnownColumn): string {
  const what = derivation === undefined ? (type?.toLowerCase() ?? 'column') : `= ${derivation}`;
  return `${what} · ${dataId}`;
}

export function suggestClasses({ snapshot, cursor }: CompletionContext): SuggestionList {
  const classes = classesInQuestion(snapshot.project, cursor.steps);
  return {
    suggestions: classes.map(({ name, labelId }) => ({
      label: name,
      kind: CompletionItemKind.EnumMember,
      detail: `class of ${labelId}`,
    })),
  };
}

/** Metric names that fit what is written beside; those that fit the task of the model come first. */
export function suggestMetricNames({ snapshot, cursor }: CompletionContext): SuggestionList {
  const step = cursor.steps.at(-1);
  const beside = step?.kind === 'entry' ? step.map : undefined;
  const kind = textBelow(beside, 'kind');
  const model = textBelow(beside, 'model');
  const task = model === undefined ? undefined : taskOfModel(snapshot.project, model);
  const fitting: readonly MetricName[] = metricNames.filter((metric) => kind === undefined || metric.kind === kind);
  const isForTask = (metric: MetricName): boolean =>
    task === undefined || metric.tasks.length === 0 || metric.tasks.some((one) => one === task);
  const ordered = [...fitting.filter(isForTask), ...fitting.filter((metric) => !isForTask(metric))];
  return {
    suggestions: ordered.map((metric) => ({
      label: metric.name,
      kind: CompletionItemKind.EnumMember,
      detail: [
        metric.direction === 'maximize' ? '↑ higher is better' : '↓ lower is better',
        metric.unit === '' ? undefined : metric.unit,
        isForTask(metric) ? undefined : `not for ${task ?? ''}`,
      ]
        .filter((part) => part !== undefined)
        .join(' · '),
      documentation: () => describeMetricName(metric),
      filter: [metric.name, ...metric.aliases].join(' '),
    })),
  };
}

function taskOfModel(project: Project, id: string): string | undefined {
  const model = project.spec.fields.models?.entries.get(id)?.fields;
  const original = model?.compressed_from?.id;
  return (
    model?.task?.value ??
    (original === undefined ? undefined : project.spec.fields.models?.entries.get(original)?.fields.task?.value)
  );
}

const currencyNames = new Intl.DisplayNames('en', { type: 'currency' });

/** Currencies, those of the project first. */
export function suggestCurrencies({ snapshot }: CompletionContext): SuggestionList {
  const used = currenciesOf(snapshot.project);
  const rest = currencies.filter((currency) => !used.includes(currency));
  return {
    suggestions: [...used, ...rest].map((currency) => ({
      label: currency,
      kind: CompletionItemKind.Unit,
      detail: currencyNames.of(currency) ?? currency,
    })),
  };
}

/** Currencies in which the project writes money: that of its costs first, then by how often they occur. */
export function currenciesOf(project: Project): readonly string[] {
  const counts = new Map<string, number>();
  const declared = project.spec.fields.costs?.fields.currency?.text;
  if (declared !== undefined) counts.set(declared, Number.POSITIVE_INFINITY);
  for (const node of project.scalars) {
    if (node.kind !== 'quantity' || node.quantity.dimension.of.kind !== 'money') continue;
    const { currency } = node.quantity.dimension.of;
    counts.set(currency, (counts.get(currency) ?? 0) + 1);
  }
  return [...counts].toSorted(([, left], [, right]) => right - left).map(([currency]) => currency);
}

export function suggestRules(): SuggestionList {
  return { suggestions: [...knownRuleIds(allRules)].map((id) => suggestRule(id)) };
}

export function suggestRule(id: string): Suggestion {
  const rule = findRule(id);
  return {
    label: id,
    kind: CompletionItemKind.Constant,
    ...(rule === undefined
      ? {}
      : {
          detail: rule.finds,
          documentation: () =>
            paragraphs([`Finds ${sentences(rule.finds)}.`, sentences(rule.why), describeSeverity(rule.severity)]),
        }),
  };
}
