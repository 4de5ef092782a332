/** What a quantity comes to: in base units, per year, as a share. */
import { findMetricName } from '../../../../schemas/metricNames.ts';
import type { Decimal } from '../../spec/decimal.ts';
import type { Measure } from '../../spec/dimension.ts';
import type { QuantityNode } from '../../spec/located.ts';
import type { Quantity } from '../../spec/quantity.ts';
import type { YamlMap } from '../../yaml/nodes.ts';
import { code, paragraphs } from '../markdown.ts';
import { textBelow } from '../yamlValues.ts';

/**
 * @param owner the map in which the quantity is a value, which says what it is the target or limit of
 */
export function describeQuantity(
  { quantity }: QuantityNode,
  key: string | undefined,
  owner: YamlMap | undefined,
): string {
  const base = isNoShare(quantity, key, owner) ? undefined : inBaseUnits(quantity);
  const title =
    base === undefined || base === quantity.text ? code(quantity.text) : `${code(quantity.text)} = ${code(base)}`;
  return paragraphs([title, describeGoal(quantity, key, owner)]);
}

/** Whether a bare number is no share, because its measure counts in the unit of the label or has no upper end. */
function isNoShare({ unit }: Quantity, key: string | undefined, owner: YamlMap | undefined): boolean {
  if (unit.text !== '') return false;
  const stated = owner === undefined ? undefined : textBelow(owner, 'metric');
  // A baseline has its values below the names of metrics.
  const metric = findMetricName(stated ?? key ?? '');
  return metric !== undefined && metric.most !== 1;
}

/** The quantity in the unit that comparisons use; undefined when that says nothing new. */
export function inBaseUnits({ value, dimension, unit }: Quantity): string | undefined {
  const { of, per } = dimension;
  if (of.kind === 'ratio' && per === undefined) {
    return unit.text === '%' ? plain(value) : `${plain(value.times(100))} %`;
  }
  if (of.kind === 'difference') return `${plain(value)} of the ratio`;
  // Hours of work per period read better as hours than as seconds of a year.
  if (of.kind === 'time' && per?.kind === 'time') return `${plain(value.div(3600))} h/year`;
  if (of.kind === 'time' && per === undefined) return inTime(value, unit.text);
  const symbol = baseSymbol(of);
  const amount = symbol === '' ? plain(value) : `${plain(value)} ${symbol}`;
  return per === undefined ? amount : `${amount}/${per.kind === 'time' ? 'year' : perSymbol(per)}`;
}

const secondsOfDay = 86_400;

/** Short times in seconds, periods in days; hours stay, because work is counted in them. */
function inTime(seconds: Decimal, unit: string): string | undefined {
  if (unit === 'h') return undefined;
  return /^(?:day|week|month|quarter|year)s?$/.test(unit)
    ? `${plain(seconds.div(secondsOfDay))} days`
    : `${plain(seconds)} s`;
}

/** Digits after the point, where the number reaches a thousand: more would be noise of a division. */
const digitsOfThousands = 2;

function plain(value: Decimal): string {
  const [integer = '', fraction] = (value.abs().gte(1000) ? value.round(digitsOfThousands) : value)
    .toFixed()
    .split('.');
  const grouped = integer.replace(/\B(?=(?:\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** Base units of units.ts. */
function baseSymbol(measure: Measure): string {
  switch (measure.kind) {
    case 'money':
      return measure.currency;
    case 'count':
      return measure.noun;
    case 'ratio':
    case 'difference':
      return '';
    case 'time':
      return 's';
    case 'data':
      return 'B';
    case 'power':
      return 'W';
    case 'energy':
      return 'J';
    case 'temperature':
      return 'K';
    case 'frequency':
      return 'Hz';
    case 'frame-rate':
      return 'fps';
    case 'pixels':
      return 'px';
    case 'angle':
      return 'deg';
    case 'length':
      return 'm';
    case 'mass':
      return 'g';
    case 'co2':
      return 'gCO2e';
  }
}

function perSymbol(measure: Measure): string {
  return measure.kind === 'count' ? measure.noun.replace(/s$/, '') : baseSymbol(measure);
}

/** What a target or a limit asks for, in a sentence. */
function describeGoal(quantity: Quantity, key: string | undefined, owner: YamlMap | undefined): string | undefined {
  if (owner === undefined || (key !== 'target' && key !== 'limit')) return undefined;
  const name = textBelow(owner, 'metric');
  const direction = textBelow(owner, 'direction') ?? (name === undefined ? undefined : findMetricName(name)?.direction);
  if (direction !== 'maximize' && direction !== 'minimize') return undefined;
  const bound = direction === 'maximize' ? 'at least' : 'at most';
  const subject = name === undefined ? 'a value' : code(name);
  return key === 'target'
    ? `Aim: ${subject} of ${bound} ${code(quantity.text)}.`
    : `Still acceptable: ${subject} of ${bound} ${code(quantity.text)}; beyond it the answer is no.`;
}
