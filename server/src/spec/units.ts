/**
 * The closed table of units, and the reader of `part [ "/" part ]`.
 *
 * Base units are s, B, W, J, K, Hz, px, deg, m, g, gCO2e, one unit of a currency, one counted thing, and 1 for ratios.
 * What stands "per time" is based on one year of 365 days, because money and volumes are compared per year and all
 * periods but the week are whole parts of it.
 */
import { currencies } from '../../../schemas/currencies.ts';
import { decimal, one, type Decimal } from './decimal.ts';
import type { Measure, plainMeasures, QuantityDimension } from './dimension.ts';
import type { Rational } from './rational.ts';

export interface UnitPart {
  /** As written: `kUSD`, `ms`, `predictions`; empty for a bare number. */
  readonly symbol: string;
  readonly measure: Measure;
  /** Base units in one of these. */
  readonly scale: Decimal;
  /** Base units to add after scaling; only temperatures have one. */
  readonly offset?: Decimal;
}

export interface Unit {
  /** As written without spaces, such as `MUSD/year`; empty for a bare number. */
  readonly text: string;
  readonly of: UnitPart;
  readonly per?: UnitPart;
}

/** A year has 365 days of 24 hours here, so a month has 730 hours. */
export const secondsPerYear = decimal(31_536_000);

type PlainMeasure = (typeof plainMeasures)[number];

/** Symbol, what it measures, base units in one. */
const plainUnits: readonly (readonly [symbol: string, measure: PlainMeasure, scale: string])[] = [
  ['%', 'ratio', '0.01'],
  ['pp', 'difference', '0.01'],
  ['ns', 'time', '1e-9'],
  ['us', 'time', '1e-6'],
  ['\u00b5s', 'time', '1e-6'], // micro sign
  ['\u03bcs', 'time', '1e-6'], // Greek mu
  ['ms', 'time', '1e-3'],
  ['s', 'time', '1'],
  ['min', 'time', '60'],
  ['h', 'time', '3600'],
  ['day', 'time', '86400'],
  ['days', 'time', '86400'],
  ['week', 'time', '604800'],
  ['weeks', 'time', '604800'],
  ['month', 'time', '2628000'],
  ['months', 'time', '2628000'],
  ['quarter', 'time', '7884000'],
  ['quarters', 'time', '7884000'],
  ['year', 'time', '31536000'],
  ['years', 'time', '31536000'],
  ['B', 'data', '1'],
  ['kB', 'data', '1e3'],
  ['MB', 'data', '1e6'],
  ['GB', 'data', '1e9'],
  ['TB', 'data', '1e12'],
  ['KiB', 'data', '1024'],
  ['MiB', 'data', '1048576'],
  ['GiB', 'data', '1073741824'],
  ['TiB', 'data', '1099511627776'],
  ['bit', 'data', '0.125'],
  ['kbit', 'data', '125'],
  ['Mbit', 'data', '125000'],
  ['Gbit', 'data', '125000000'],
  ['mW', 'power', '1e-3'],
  ['W', 'power', '1'],
  ['kW', 'power', '1e3'],
  ['MW', 'power', '1e6'],
  ['J', 'energy', '1'],
  ['kJ', 'energy', '1e3'],
  ['MJ', 'energy', '1e6'],
  ['Wh', 'energy', '3600'],
  ['kWh', 'energy', '3600000'],
  ['MWh', 'energy', '3600000000'],
  ['K', 'temperature', '1'],
  ['Hz', 'frequency', '1'],
  ['kHz', 'frequency', '1e3'],
  ['MHz', 'frequency', '1e6'],
  ['GHz', 'frequency', '1e9'],
  ['fps', 'frame-rate', '1'],
  ['px', 'pixels', '1'],
  ['deg', 'angle', '1'],
  ['mm', 'length', '1e-3'],
  ['cm', 'length', '1e-2'],
  ['m', 'length', '1'],
  ['km', 'length', '1e3'],
  ['g', 'mass', '1'],
  ['kg', 'mass', '1e3'],
  ['t', 'mass', '1e6'],
  ['gCO2e', 'co2', '1'],
  ['kgCO2e', 'co2', '1e3'],
  ['tCO2e', 'co2', '1e6'],
];

/** Things that are counted; a closed list, so that a typo is found. The plural names the dimension. */
export const countedNouns = [
  'predictions',
  'requests',
  'rows',
  'samples',
  'images',
  'items',
  'labels',
  'annotations',
  'alerts',
  'incidents',
  'tokens',
  'users',
] as const;

/** Prefixes of money. */
const moneyPrefixes: readonly (readonly [prefix: string, scale: string])[] = [
  ['', '1'],
  ['k', '1e3'],
  ['M', '1e6'],
];

function buildTable(): ReadonlyMap<string, UnitPart> {
  const table = new Map<string, UnitPart>();
  const add = (symbol: string, measure: Measure, scale: string): void => {
    table.set(symbol, { symbol, measure, scale: decimal(scale) });
  };
  for (const [symbol, kind, scale] of plainUnits) add(symbol, { kind }, scale);
  for (const symbol of ['degC', '\u00b0C']) {
    table.set(symbol, { symbol, measure: { kind: 'temperature' }, scale: one, offset: decimal('273.15') });
  }
  for (const noun of countedNouns) {
    add(noun, { kind: 'count', noun }, '1');
    add(noun.slice(0, -1), { kind: 'count', noun }, '1');
  }
  for (const currency of currencies) {
    for (const [prefix, scale] of moneyPrefixes) add(`${prefix}${currency}`, { kind: 'money', currency }, scale);
  }
  return table;
}

const unitTable = buildTable();

/** Every symbol that a part of a unit may be, for completion and for finding the nearest one. */
export const unitSymbols: readonly string[] = [...unitTable.keys()];

/** @returns the part, or undefined when the symbol is not in the table; case carries meaning */
export function findUnitPart(symbol: string): UnitPart | undefined {
  return unitTable.get(symbol);
}

/** The unit of a bare number: a ratio or a count of nothing in particular. */
export const bareUnit: Unit = { text: '', of: { symbol: '', measure: { kind: 'ratio' }, scale: one } };

export function joinUnit(of: UnitPart, per?: UnitPart): Unit {
  return per === undefined ? { text: of.symbol, of } : { text: `${of.symbol}/${per.symbol}`, of, per };
}

/** A part of a unit that is not in the table, with its offsets inside the text that was read. */
export interface UnknownPart {
  readonly kind: 'unknown';
  readonly symbol: string;
  readonly start: number;
  readonly end: number;
}

/**
 * Reads `part [ "/" part ]`, with optional spaces around the slash.
 *
 * @param text unit alone, without the number; empty means a bare number
 * @returns the unit, or the first part that is unknown; a second slash makes the rest unknown
 */
export function readUnit(text: string): { readonly kind: 'unit'; readonly unit: Unit } | UnknownPart {
  if (text === '') return { kind: 'unit', unit: bareUnit };
  const slash = text.indexOf('/');
  const ofText = slash === -1 ? text : text.slice(0, slash).trimEnd();
  const of = findUnitPart(ofText);
  if (of === undefined) return { kind: 'unknown', symbol: ofText, start: 0, end: ofText.length };
  if (slash === -1) return { kind: 'unit', unit: joinUnit(of) };
  const perText = text.slice(slash + 1).trimStart();
  const per = findUnitPart(perText);
  // Something per ratio would be a bare number under another name.
  if (per === undefined || per.measure.kind === 'ratio' || per.measure.kind === 'difference') {
    return { kind: 'unknown', symbol: perText, start: text.length - perText.length, end: text.length };
  }
  return { kind: 'unit', unit: joinUnit(of, per) };
}

export function dimensionOf(unit: Unit): QuantityDimension {
  return unit.per === undefined ? { of: unit.of.measure } : { of: unit.of.measure, per: unit.per.measure };
}

/** @returns base units in one of this unit, exactly, without a temperature's offset */
export function scaleOf(unit: Unit): Rational {
  if (unit.per === undefined) return { numerator: unit.of.scale, denominator: one };
  const numerator = unit.per.measure.kind === 'time' ? unit.of.scale.times(secondsPerYear) : unit.of.scale;
  return { numerator, denominator: unit.per.scale };
}
