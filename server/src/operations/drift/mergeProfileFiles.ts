/** Adds profiles that were kept as files: what `plumbline profile` does with several of them. */
import { mergeProfiles } from '../../drift/mergeProfiles.ts';
import { printProfile } from '../../drift/printProfile.ts';
import type { ProfileFileOutcome } from '../profileFile.ts';
import { parseProfile } from './planCheck.ts';

/**
 * @param files name and text of each, at least one
 * @param label what the union is called
 */
export function mergeProfileFiles(
  files: readonly { readonly name: string; readonly text: string }[],
  label: string,
): ProfileFileOutcome {
  const [first, ...others] = files.map(({ name, text }) => parseProfile(text, name));
  if (first === undefined) throw new RangeError('At least one profile is added.');
  if ('sentence' in first) return { kind: 'failed', sentence: first.sentence };
  let sum = first.side.profile;
  for (const other of others) {
    if ('sentence' in other) return { kind: 'failed', sentence: other.sentence };
    const merged = mergeProfiles(sum, other.side.profile, { label });
    if (merged.kind === 'differ') return { kind: 'failed', sentence: merged.sentence };
    sum = merged.profile;
  }
  return { kind: 'done', text: printProfile(sum), rows: sum.rows, notes: [] };
}
