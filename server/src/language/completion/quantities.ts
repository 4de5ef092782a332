/** Units after a number. */
import { CompletionItemKind } from 'vscode-languageserver-types';
import { findMetricName } from '../../../../schemas/metricNames.ts';
import type { MetricName } from '../../../../schemas/metricNames.ts';
import type { Dimension } from '../../../../schemas/scalars.ts';
import { findMismatch } from '../../spec/dimension.ts';
import type { Project } from '../../spec/project.ts';
import { readQuantity } from '../../spec/quantity.ts';
import { countedNouns } from '../../spec/units.ts';
import { inBaseUnits } from '../hover/quantityText.ts';
import type { Step } from '../treePath.ts';
import { textBelow } from '../yamlValues.ts';
import type { CompletionContext } from './context.ts';
import { currenciesOf } from './names.ts';
import { noSuggestions } from './suggestion.ts';
import type { SuggestionList } from './suggestion.ts';

/**
 * The number that is typed with each unit that fits. Before there is a number, its place with the units of the metric:
 * which number it is, nobody but the user can say.
 */
export function suggestUnits(context: CompletionContext, expected: Dimension): SuggestionList {
  if (context.cursor.before.trim() === '') return suggestNumberWithUnit(context, expected);
  const number = /^\s*([+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)(?:\s*\S*)$/.exec(context.cursor.before)?.[1];
  if (number === undefined) return noSuggestions;
  const units = unitsInQuestion(context.snapshot.project, context.cursor.steps, expected);
  return {
    suggestions: units.map((unit) => {
      const text = `${number} ${unit}`;
      const reading = readQuantity(text);
      const base = reading.kind === 'quantity' ? inBaseUnits(reading.quantity) : undefined;
      return {
        label: text,
        kind: CompletionItemKind.Unit,
        ...(base === undefined || base === text ? {} : { detail: `= ${base}` }),
      };
    }),
  };
}

/** Units that are offered without a number. */
const mostUnitsAlone = 3;

function suggestNumberWithUnit({ snapshot, cursor }: CompletionContext, expected: Dimension): SuggestionList {
  const metric = measureInQuestion(cursor.steps);
  if (metric === undefined || cursor.style !== 'plain') return noSuggestions;
  const all = unitsInQuestion(snapshot.project, cursor.steps, expected);
  const units = [...all.filter((unit) => unit === metric.unit), ...all.filter((unit) => unit !== metric.unit)];
  return {
    suggestions: units.slice(0, mostUnitsAlone).map((unit) => ({
      label: `… ${unit}`,
      kind: CompletionItemKind.Unit,
      insert: ` ${unit}`,
      snippet: `$1 ${unit}$0`,
      detail: 'number and unit',
    })),
  };
}

/** Units that a key takes, most usual first. */
export function unitsInQuestion(project: Project, steps: readonly Step[], expected: Dimension): readonly string[] {
  return unitsOf(dimensionInQuestion(steps, expected), project);
}

/** Those of some samples that measure what a key takes here; all of them where nothing says what that is. */
export function fittingSamples(
  samples: readonly string[],
  steps: readonly Step[],
  expected: Dimension,
): readonly string[] {
  if (expected !== 'any') return samples;
  const dimension = measureInQuestion(steps)?.dimension;
  if (dimension === undefined) return samples;
  return samples.filter((sample) => {
    const reading = readQuantity(sample);
    return reading.kind === 'quantity' && findMismatch(reading.quantity.dimension, dimension) === undefined;
  });
}

/** What the key expects, and where only the metric beside it can say, what that one expects. */
export function dimensionInQuestion(steps: readonly Step[], expected: Dimension): Dimension {
  if (expected !== 'any' && expected !== 'difference') return expected;
  const metric = measureInQuestion(steps);
  if (metric === undefined) return expected === 'any' ? 'money/period' : expected;
  return metric.dimension === 'ratio' && expected === 'difference' ? 'difference' : metric.dimension;
}

/** What is measured at a value: the metric that is named beside it, or the money that follows from `economics`. */
function measureInQuestion(steps: readonly Step[]): Pick<MetricName, 'dimension' | 'unit'> | undefined {
  const metric = metricInQuestion(steps);
  if (metric !== undefined) return metric;
  const isMoney = steps.some((step) => step.kind === 'entry' && textBelow(step.map, 'definition') === 'economics');
  return isMoney ? { dimension: 'money/period', unit: '' } : undefined;
}

/** The metric that is named beside a value, or beside what it stands in. */
function metricInQuestion(steps: readonly Step[]): MetricName | undefined {
  for (const step of steps.toReversed()) {
    const name = step.kind === 'entry' ? textBelow(step.map, 'metric') : undefined;
    const metric = name === undefined ? undefined : findMetricName(name);
    if (metric !== undefined) return metric;
  }
  return undefined;
}

function unitsOf(dimension: Dimension, project: Project): readonly string[] {
  const used = currenciesOf(project);
  const money = used.length > 0 ? used.slice(0, 3) : ['EUR', 'USD', 'GBP'];
  const amounts = money.flatMap((currency) => [currency, `k${currency}`, `M${currency}`]);
  const per = (amount: readonly string[], ...periods: readonly string[]): readonly string[] =>
    periods.flatMap((period) => amount.map((one) => `${one}/${period}`));
  switch (dimension) {
    case 'ratio':
      return ['%'];
    case 'difference':
      return ['pp', '%'];
    case 'any':
      return ['%', ...amounts, 'ms', 's', 'MB', 'W'];
    case 'money':
      return amounts;
    case 'money/period':
      return per(amounts, 'year', 'month', 'quarter', 'week');
    case 'money/unit':
      return [...money, ...per(money, 'min', 'h', 'day', 'km', 'item')];
    case 'money/work':
      return per(money, 'h');
    case 'cost':
      return [...amounts, ...per(amounts, 'month', 'year'), ...per(money, 'prediction')];
    case 'work':
      return ['h', 'h/month', 'h/week', 'h/year', 'days', 'weeks'];
    case 'time':
      return ['ms', 's', 'min', 'h', 'days', 'weeks', 'months', 'years', 'us'];
    case 'data':
      return ['MB', 'GB', 'TB', 'kB', 'MiB', 'GiB', 'TiB', 'KiB', 'B'];
    case 'power':
      return ['W', 'kW', 'mW'];
    case 'energy':
      return ['Wh', 'kWh', 'J', 'kJ', 'MJ', 'MWh'];
    case 'temperature':
      return ['degC', 'K'];
    case 'mass':
      return ['kgCO2e', 'gCO2e', 'tCO2e', 'kg', 'g', 't'];
    case 'count':
      return countedNouns;
    case 'count/period':
      return per(countedNouns, 'year', 'month', 'day');
    case 'count/second':
      return per(['predictions', 'requests', 'images', 'rows'], 's');
  }
}
