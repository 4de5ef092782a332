/** Words of a notebook as names of Python. */

const keywords: ReadonlySet<string> = new Set(
  'False None True and as assert async await break class continue def del elif else except finally for from global if import in is lambda nonlocal not or pass raise return try while with yield'.split(
    ' ',
  ),
);

/**
 * `HistGradientBoosting` → `hist_gradient_boosting`, `flights-3m` → `flights_3m`, `lambda` → `lambda_`.
 *
 * @returns a valid name that is no keyword; `value` for a text without letters and digits
 */
export function pythonName(text: string): string {
  const words = text
    .normalize('NFKC')
    .replace(/([\p{Ll}\p{N}])(\p{Lu})/gu, '$1_$2')
    .replace(/(\p{Lu}+)(\p{Lu}\p{Ll})/gu, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '');
  if (words === '') return 'value';
  const name = /^\p{N}/u.test(words) ? `n_${words}` : words;
  return keywords.has(name) || name === 'self' ? `${name}_` : name;
}

/** A name that is not taken yet, which it takes: `model`, then `model_2`. */
export function freeName(name: string, taken: Set<string>): string {
  let free = name;
  for (let next = 2; taken.has(free); next += 1) free = `${name}_${next}`;
  taken.add(free);
  return free;
}
