/** Guesses which values of a label are its classes, by how they spread. */
import type { ColumnSummary } from '../../../../schemas/profile.ts';

/** More whole numbers are rather a count or an amount. */
const mostNumbers = 20;
/** Longer texts are rather sentences than names. */
const longestName = 60;

/** @returns in the order of scikit-learn: numbers ascending, texts by code point; undefined when they look like no classes */
export function guessClasses(column: ColumnSummary): readonly string[] | undefined {
  switch (column.kind) {
    case 'boolean':
      return ['false', 'true'];
    case 'integer':
      return wholeNumbers(column);
    case 'text':
      return names(column);
    default:
      return undefined;
  }
}

/** Numbers without a gap between the smallest and the largest. */
function wholeNumbers({ distinct, min, max }: ColumnSummary): readonly string[] | undefined {
  if (distinct.kind !== 'exact' || distinct.count < 2 || distinct.count > mostNumbers) return undefined;
  const [low, high] = [Number(min), Number(max)];
  if (high - low + 1 !== distinct.count) return undefined;
  return Array.from({ length: distinct.count }, (_number, index) => String(low + index));
}

function names({ distinct, plot }: ColumnSummary): readonly string[] | undefined {
  if (distinct.kind !== 'exact' || distinct.count < 2) return undefined;
  if (plot.kind !== 'categories' || plot.otherRows > 0 || plot.top.length !== distinct.count) return undefined;
  const labels = plot.top.map(({ label }) => label);
  const areNames = labels.every((label) => label.length <= longestName && !/[\p{Cc}\p{Cf}\u2028\u2029]/u.test(label));
  return areNames ? labels.toSorted((left, right) => (left < right ? -1 : 1)) : undefined;
}

/** The class of two that one looks for, where its name says so. */
export function guessPositive(classes: readonly string[]): string | undefined {
  if (classes.length !== 2) return undefined;
  const found = classes.filter((name) => /^(?:1|true|yes|y|ja|oui|s[ií]|positive|pos)$/i.test(name));
  return found.length === 1 ? found[0] : undefined;
}
