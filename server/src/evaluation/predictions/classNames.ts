/** Texts of a table that stand for classes. */

/** A text in the form in which the same class always has the same one: `1.0` is `1`, `True` is `true`. */
export function plainClass(text: string): string {
  const trimmed = text.trim();
  if (/^[+-]?\d+\.0+$/.test(trimmed)) return String(Number(trimmed));
  return /^(true|false)$/i.test(trimmed) ? trimmed.toLowerCase() : trimmed;
}

/** Numbers by size, then texts by their letters, as other tools number classes. */
export function sortClasses(names: Iterable<string>): readonly string[] {
  const numberOf = (name: string): number => (name === '' ? NaN : Number(name));
  return [...names].sort((left, right) => {
    const [first, second] = [numberOf(left), numberOf(right)];
    const bothNumbers = !Number.isNaN(first) && !Number.isNaN(second);
    return bothNumbers ? first - second : left < right ? -1 : left > right ? 1 : 0;
  });
}

const positiveNames = ['1', 'true', 'yes', 'positive', 'pos'];

/** Of two classes the one that one looks for: the one with a telling name, else the later one. */
export function usualPositive([first, second]: readonly string[]): string | undefined {
  return [second, first].find((name) => name !== undefined && positiveNames.includes(name.toLowerCase())) ?? second;
}
