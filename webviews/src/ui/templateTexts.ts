/** The texts in a template of HTML: what stands between tags, and in attributes that are read or spoken. */

/** Marks the place of a value while strings of a template are joined; no text of ours holds these characters. */
const [open, close] = ['\uE000', '\uE001'];
const marker = /\uE000(\d+)\uE001/g;

const pieces = /<!--[\s\S]*?-->|<\/?[a-zA-Z][^<>]*>|[^<]+|</g;
const spokenAttribute = /(\s(?:aria-label|aria-description|title|placeholder|alt|data-label)=")([^"]*)(")/g;

/** A template whose texts were exchanged. */
export interface ExchangedTemplate {
  readonly strings: readonly string[];
  /** For each place of a value, from left to right, the number of the value that now stands there. */
  readonly order: readonly number[];
}

/** Texts of a template, holes numbered from 0 in each: `Owner {0}`. Those without a word are left out. */
export function textsOf(strings: readonly string[]): readonly string[] {
  const found: string[] = [];
  exchangeTexts(strings, (text) => {
    found.push(text);
    return undefined;
  });
  return found;
}

/**
 * Exchanges the texts of a template.
 *
 * @param strings what stands before, between and behind the values
 * @param exchange undefined leaves a text as it is, and so does one that does not hold each hole once
 */
export function exchangeTexts(
  strings: readonly string[],
  exchange: (text: string) => string | undefined,
): ExchangedTemplate {
  const source = strings.map((text, index) => (index === 0 ? text : `${open}${index - 1}${close}${text}`)).join('');
  const whole = source.replace(pieces, (piece) =>
    piece.startsWith('<')
      ? piece.replace(
          spokenAttribute,
          (_, before: string, text: string, after: string) => before + exchangeRun(text, exchange) + after,
        )
      : exchangeRun(piece, exchange),
  );
  return {
    strings: whole.split(/\uE000\d+\uE001/),
    order: [...whole.matchAll(marker)].map(([, index]) => Number(index)),
  };
}

/** Exchanges one run of text; blanks around it stay, and those within count as one. */
function exchangeRun(run: string, exchange: (text: string) => string | undefined): string {
  const core = run.trim();
  if (!/\p{L}{2}/u.test(core.replace(marker, ' '))) return run;
  const values: string[] = [];
  const message = core.replace(/\s+/g, ' ').replace(marker, (place) => `{${values.push(place) - 1}}`);
  const text = exchange(message);
  if (text === undefined) return run;
  const holes = [...text.matchAll(/\{(\d+)\}/g)].map(([, index]) => Number(index));
  const isWhole = holes.length === values.length && new Set(holes).size === holes.length;
  if (!isWhole || holes.some((index) => values[index] === undefined)) return run;
  const start = run.indexOf(core);
  const filled = text.replace(/\{(\d+)\}/g, (hole, index: string) => values[Number(index)] ?? hole);
  // A translation is text and never markup.
  const shown = filled.replaceAll('<', '&lt;').replaceAll('"', '&quot;');
  return run.slice(0, start) + shown + run.slice(start + core.length);
}
