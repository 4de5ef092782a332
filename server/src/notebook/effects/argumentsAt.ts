/** From the name of a parameter to the arguments of a call. */
import type { ArgumentShape } from './effect.ts';

/**
 * @param parameters names in the order of positional arguments; `*name` takes all that are left
 * @param parameter its name, without star
 * @returns indexes into `callArguments`; empty when it is not given, several only for a starred parameter
 */
export function argumentsAt(
  parameters: readonly string[],
  callArguments: readonly ArgumentShape[],
  parameter: string,
): readonly number[] {
  const byKeyword = callArguments.findIndex((argument) => argument.keyword === parameter);
  if (byKeyword >= 0) return [byKeyword];
  const positional = callArguments.flatMap((argument, index) => (argument.keyword === undefined ? [index] : []));
  const star = parameters.indexOf(`*${parameter}`);
  if (star >= 0) return positional.slice(star);
  const position = parameters.indexOf(parameter);
  const index = position < 0 ? undefined : positional[position];
  return index === undefined ? [] : [index];
}
