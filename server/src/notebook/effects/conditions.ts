/** Which of an entry's special cases hold for a call. */
import type { ArgumentShape } from './effect.ts';
import { argumentsAt } from './argumentsAt.ts';

export interface Condition {
  readonly argument: string;
  readonly is?: readonly (string | number | boolean | null)[] | undefined;
  readonly isGiven?: boolean | undefined;
  readonly isA?: 'number' | 'text' | 'boolean' | 'none' | undefined;
}

/**
 * @param parameters of the entry, in the order of positional arguments
 * @returns `maybe` when it hangs on an argument that is no literal
 */
export function holds(
  condition: Condition,
  parameters: readonly string[],
  callArguments: readonly ArgumentShape[],
): 'yes' | 'no' | 'maybe' {
  const [index] = argumentsAt(parameters, callArguments, condition.argument);
  const argument = index === undefined ? undefined : callArguments[index];
  if (condition.isGiven !== undefined && condition.isGiven !== (argument !== undefined)) return 'no';
  if (condition.is === undefined && condition.isA === undefined) return 'yes';
  if (argument === undefined) return 'no';
  const { literal } = argument;
  if (literal === undefined) return 'maybe';
  if (condition.is !== undefined && !condition.is.includes(literal)) return 'no';
  return condition.isA === undefined || typeOf(literal) === condition.isA ? 'yes' : 'no';
}

function typeOf(literal: string | number | boolean | null): 'number' | 'text' | 'boolean' | 'none' {
  if (literal === null) return 'none';
  switch (typeof literal) {
    case 'number':
      return 'number';
    case 'boolean':
      return 'boolean';
    default:
      return 'text';
  }
}
