/**
 * What somebody who wrote an unknown unit probably meant: other spellings, wrong case, magnitude words, typing slips.
 *
 * A suggestion may change the amount as well, so that the quantity stays the same (`6 ct` is `0.06 USD`).
 */
import { currencies } from '../../../schemas/currencies.ts';
import { decimal, one, type Decimal } from './decimal.ts';
import { editDistance } from './nearest.ts';
import { findUnitPart, readUnit, unitSymbols } from './units.ts';

export interface UnitSuggestion {
  /** A unit that `readUnit` accepts; empty when only the magnitude is to be written out. */
  readonly text: string;
  /** Turns the amount that stands before the unknown unit into the amount before this one. */
  readonly convert: (amount: Decimal) => Decimal;
}

const mostSuggestions = 3;
/** Longer texts are sentences, not units, and are not searched. */
const longestUnit = 40;

/** Currency signs, most common meaning first. */
const currencySigns: ReadonlyMap<string, readonly string[]> = new Map([
  ['$', ['USD']],
  ['US$', ['USD']],
  ['A$', ['AUD']],
  ['C$', ['CAD']],
  ['\u20ac', ['EUR']],
  ['\u00a3', ['GBP']],
  ['\u00a5', ['JPY', 'CNY']],
  ['\u20b9', ['INR']],
  ['\u20a9', ['KRW']],
]);

/** Spellings that people use, in lower case → our symbols. */
const aliases: ReadonlyMap<string, readonly string[]> = new Map([
  ...entries(['s'], 'sec secs second seconds'),
  ...entries(['ms'], 'msec msecs millis millisecond milliseconds'),
  ...entries(['us'], 'usec microsecond microseconds'),
  ...entries(['ns'], 'nsec nanosecond nanoseconds'),
  ...entries(['min'], 'mins minute minutes'),
  ...entries(['h'], 'hr hrs hour hours'),
  ...entries(['day'], 'd'),
  ...entries(['week'], 'w wk wks'),
  ...entries(['month'], 'mo mos mon mth mths'),
  ...entries(['quarter'], 'q qtr qtrs'),
  ...entries(['year'], 'y yr yrs a annum'),
  ...entries(['%'], 'percent pct'),
  ...entries(['pp'], 'ppt points'),
  ...entries(['B', 'bit'], 'b'),
  ...entries(['items'], 'pieces pcs units articles products parcels'),
  ...entries(['item'], 'piece unit article product parcel'),
  ...entries(['kB', 'KiB'], 'kb'),
  ...entries(['MB', 'MiB'], 'mb'),
  ...entries(['GB', 'GiB'], 'gb'),
  ...entries(['TB', 'TiB'], 'tb'),
  ...entries(['B'], 'byte bytes'),
  ...entries(['bit'], 'bits'),
  ...entries(['W'], 'watt watts'),
  ...entries(['J'], 'joule joules'),
  ...entries(['degC'], 'c celsius'),
  ...entries(['K'], 'kelvin'),
  ...entries(['px'], 'pixel pixels'),
  ...entries(['deg'], 'degree degrees'),
  ...entries(['m'], 'meter meters metre metres'),
  ...entries(['g'], 'gram grams'),
  ...entries(['t'], 'ton tons tonne tonnes'),
  ...entries(['gCO2e'], 'gco2 gco2eq'),
  ...entries(['kgCO2e'], 'kgco2 kgco2eq co2 co2e'),
  ...entries(['tCO2e'], 'tco2 tco2eq'),
  ...entries(['USD'], 'dollar dollars'),
  ...entries(['EUR'], 'euro euros'),
  ...entries(['GBP'], 'pound pounds'),
  ...entries(['predictions'], 'preds pred inferences inference'),
  ...entries(['requests'], 'reqs req calls queries'),
  ...entries(['fps'], 'frames/s'),
  ...entries(['requests/s'], 'qps rps'),
]);

/** Words for a magnitude before or after a currency, or alone → prefix and what the amount is multiplied with. */
const magnitudes: ReadonlyMap<string, { readonly prefix: string; readonly factor: string }> = new Map([
  ...magnitude('k', '1', 'k tsd thousand'),
  ...magnitude('M', '1', 'm mm mio mil mill mln million millions'),
  ...magnitude('M', '1000', 'b g bn bil bln billion billions mrd'),
]);

/** Offered first among equally near currencies. */
const commonCurrencies: readonly string[] = ['USD', 'EUR', 'GBP', 'CHF', 'JPY', 'CNY', 'INR', 'CAD', 'AUD'];

function entries(symbols: readonly string[], spellings: string): (readonly [string, readonly string[]])[] {
  return spellings.split(' ').map((spelling) => [spelling, symbols]);
}

function magnitude(prefix: string, factor: string, words: string) {
  return words.split(' ').map((word) => [word, { prefix, factor }] as const);
}

function keepAmount(text: string): UnitSuggestion {
  return { text, convert: (amount) => amount };
}

function multiplyAmount(text: string, factor: Decimal): UnitSuggestion {
  return { text, convert: (amount) => amount.times(factor) };
}

/** @returns current codes that a code in any case, or a sign, stands for */
export function findCurrencies(text: string): readonly string[] {
  const bySign = currencySigns.get(text);
  if (bySign !== undefined) return bySign;
  const code = text.toUpperCase();
  return currencies.some((currency) => currency === code) ? [code] : [];
}

/** Reads `mio USD`, `M$`, `bnUSD`, `USDk`: a magnitude word and a currency in either order. */
function suggestMoney(text: string): readonly UnitSuggestion[] {
  const compact = text.replace(/[\s.]+/g, '');
  for (let cut = 1; cut < compact.length; cut++) {
    const head = compact.slice(0, cut);
    const tail = compact.slice(cut);
    for (const [word, currency] of [
      [head, tail],
      [tail, head],
    ] as const) {
      const found = magnitudes.get(word.toLowerCase());
      const codes = found === undefined ? [] : findCurrencies(currency);
      if (found !== undefined && codes.length > 0) {
        return codes.map((code) => multiplyAmount(`${found.prefix}${code}`, decimal(found.factor)));
      }
    }
  }
  return [];
}

const fahrenheitDegrees = { freezing: decimal(32), fifths: decimal(5), ninths: decimal(9) };

/** Spellings whose amount changes with the unit. */
function suggestConversions(text: string): readonly UnitSuggestion[] {
  if (/^(?:deg|\u00b0)?\s?F$|^fahrenheit$/i.test(text)) {
    const { freezing, fifths, ninths } = fahrenheitDegrees;
    return [{ text: 'degC', convert: (amount) => amount.minus(freezing).times(fifths).div(ninths).round(2) }];
  }
  if (/^(?:ct|cts|cent|cents|\u00a2)$/i.test(text)) {
    return ['USD', 'EUR'].map((currency) => multiplyAmount(currency, decimal('0.01')));
  }
  const alone = sizeOf(text);
  if (alone !== undefined) return [multiplyAmount('', alone)];
  const money = suggestMoney(text);
  return money.length > 0 ? money : suggestCounted(text);
}

/** How many a word for a magnitude means. */
function sizeOf(word: string): Decimal | undefined {
  const found = magnitudes.get(word.toLowerCase());
  return found && decimal(found.prefix === 'k' ? 1000 : 1_000_000).times(found.factor);
}

/** Reads `M predictions`, `mio. requests`, `krows`: a magnitude before what is counted or measured. */
function suggestCounted(text: string): readonly UnitSuggestion[] {
  const { word = '', unit = '' } = /^(?:(?<word>[A-Za-z]+)\.?\s+|(?=[kM]))(?<unit>.+)$/.exec(text)?.groups ?? {};
  const [magnitudeText, unitText] = word === '' ? [unit.slice(0, 1), unit.slice(1)] : [word, unit];
  const size = sizeOf(magnitudeText);
  if (size === undefined) return [];
  const symbols = findUnitPart(unitText) === undefined ? aliases.get(unitText.toLowerCase()) : [unitText];
  return (symbols ?? []).map((symbol) => multiplyAmount(symbol, size));
}

function rankOf(symbol: string): number {
  const rank = commonCurrencies.indexOf(symbol);
  return rank === -1 ? commonCurrencies.length : rank;
}

/** Symbols of the table that are a slip or two away. */
function findSimilar(text: string): readonly string[] {
  const reach = text.length <= 2 ? 0 : text.length <= 5 ? 1 : 2;
  const near: { symbol: string; distance: number }[] = [];
  for (const symbol of unitSymbols) {
    // A single letter is one slip away from every two-letter text, which helps nobody.
    if (symbol.length < 3 || Math.abs(symbol.length - text.length) > reach) continue;
    const distance = editDistance(text, symbol);
    if (distance <= reach) near.push({ symbol, distance });
  }
  return near
    .filter(({ symbol }) => !near.some((other) => other.symbol === `${symbol}s`))
    .sort(
      (left, right) =>
        left.distance - right.distance ||
        rankOf(left.symbol) - rankOf(right.symbol) ||
        (left.symbol < right.symbol ? -1 : 1),
    )
    .map(({ symbol }) => symbol);
}

function suggestPart(text: string): readonly UnitSuggestion[] {
  if (findUnitPart(text) !== undefined) return [keepAmount(text)];
  const lower = text.toLowerCase();
  const named = aliases.get(lower) ?? findCurrencies(text);
  if (named.length > 0) return named.map(keepAmount);
  const otherCase = unitSymbols.filter((symbol) => symbol.toLowerCase() === lower).map(keepAmount);
  if (magnitudes.has(lower)) return [...suggestConversions(text), ...otherCase];
  if (otherCase.length > 0) return otherCase;
  const converted = suggestConversions(text);
  return converted.length > 0 ? converted : findSimilar(text).map(keepAmount);
}

/** Takes `per` for the slash and `p.a.` for a year. */
function normaliseSlash(text: string): string {
  return text
    .trim()
    .replace(/\s*\bp\.\s?a\.?$|\s*\bpa$/i, '/year')
    .replace(/\s+per\s+/gi, '/')
    .replace(/\s*\/\s*/g, '/');
}

/**
 * Units that an unknown unit may have been meant to be, nearest first.
 *
 * @param text unit alone, as written, such as `hrs/mo`
 * @returns at most three, each accepted by `readUnit`; empty when nothing is near
 */
export function suggestUnits(text: string): readonly UnitSuggestion[] {
  const normal = normaliseSlash(text);
  if (normal === '' || normal.length > longestUnit) return [];
  const [ofText = '', perText, ...more] = normal.split('/');
  if (more.length > 0) return [];
  const ofSuggestions = suggestPart(ofText);
  const whole =
    perText === undefined
      ? ofSuggestions
      : ofSuggestions.flatMap((of) =>
          suggestPart(perText)
            // What stands below the slash is one of its unit, so a changed amount would change the quantity.
            .filter((per) => per.text !== '' && per.convert(one).eq(one))
            .map((per) => ({ text: `${of.text}/${per.text}`, convert: of.convert })),
        );
  return whole.filter((suggestion) => readUnit(suggestion.text).kind === 'unit').slice(0, mostSuggestions);
}

/** @returns the texts of `suggestUnits` for messages: at most three, nearest first */
export function nearestUnits(text: string): readonly string[] {
  return suggestUnits(text)
    .map((suggestion) => suggestion.text)
    .filter((unit) => unit !== '');
}
