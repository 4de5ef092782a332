/** What is wrong with an entry of the table of effects, in words. */
import type * as z from 'zod';
import { callEffect, classEffect } from '../../../../schemas/effects.ts';

export type EffectIssue = z.core.$ZodIssue;

/**
 * @param name key of the entry
 * @param suggestKey the known key that is nearest to a mistyped one
 * @returns one sentence: what, where, what next
 */
export function explainIssue(
  name: string,
  issue: EffectIssue,
  suggestKey: (key: string) => string | undefined,
): string {
  if (issue.code === 'unrecognized_keys') {
    const [key = ''] = issue.keys;
    const meant = suggestKey(key);
    const advice = meant === undefined ? 'see docs/effects.md for those that are' : `did you mean \`${meant}\``;
    return `\`${key}\` of "${name}" is nothing that is known of a call; ${advice}${meant === undefined ? '.' : '?'}`;
  }
  const key = issue.path.find((step) => typeof step === 'string');
  if (key === undefined) return `"${name}" must say what the call does, key by key, as \`mutates: none\`.`;
  const options = optionsOf(issue);
  if (options.length > 0) {
    return `\`${key}\` of "${name}" must be one of ${options.map((option) => `\`${option}\``).join(', ')}.`;
  }
  const description = descriptionOf(key);
  if (description === undefined) return `\`${key}\` of "${name}" cannot be read; see docs/effects.md.`;
  return `\`${key}\` of "${name}" cannot be read; it says this: ${lowerFirst(description)}`;
}

/** The words that are allowed, wherever in the nested alternatives of the issue they stand. */
function optionsOf(issue: EffectIssue): readonly string[] {
  if (issue.code === 'invalid_value') return issue.values.map(String);
  if (issue.code !== 'invalid_union') return [];
  return [...new Set(issue.errors.flatMap((errors) => errors.flatMap(optionsOf)))];
}

function descriptionOf(key: string): string | undefined {
  const fields: ReadonlyMap<string, z.ZodType> = new Map(Object.entries({ ...classEffect.shape, ...callEffect.shape }));
  return fields.get(key)?.meta()?.description;
}

function lowerFirst(sentence: string): string {
  return sentence.charAt(0).toLowerCase() + sentence.slice(1);
}
