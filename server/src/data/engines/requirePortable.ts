/** What every engine answers alike. */
import { partsOf, type Expression } from '../../spec/expression.ts';
import { TableProblem } from '../tableProblem.ts';
import type { SqlDialect } from './dialect.ts';

const sameEverywhere: ReadonlySet<string> = new Set(['abs', 'lower', 'upper', 'length', 'floor', 'ceil']);

/**
 * Refuses what another engine would answer otherwise than files do: a number must not depend on where a table lies.
 *
 * @param text the expression as the user wrote it
 * @throws {TableProblem} with what is not the same
 */
export function requirePortable(root: Expression, text: string, dialect: SqlDialect): void {
  const odd = findOdd(root);
  if (odd === undefined) return;
  throw new TableProblem(
    `The expression \`${text.slice(0, 80)}\` uses ${odd}, which ${dialect.name} answers otherwise than files do; let the engine hold a column of it.`,
  );
}

function findOdd(expression: Expression): string | undefined {
  switch (expression.kind) {
    case 'arithmetic':
      if (expression.operator === '/') return 'a division';
      break;
    case 'extract':
      return `extract(${expression.field} …)`;
    case 'call':
      if (!sameEverywhere.has(expression.name)) return `${expression.name}()`;
      break;
    default:
      break;
  }
  for (const part of partsOf(expression)) {
    const odd = findOdd(part);
    if (odd !== undefined) return odd;
  }
  return undefined;
}
