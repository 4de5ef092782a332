/** The version of the standard that a contract names. */
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import { contractVersions } from '../../../schemas/contract/versions.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import { replaceText } from '../spec/edits.ts';
import type { ObjectNode } from '../spec/located.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { shorten } from '../spec/words.ts';

/** Whether a contract is written in the form of the generation before v3, with its columns under `dataset`. */
export function isOfOlderForm(root: ObjectNode<ContractShape>): boolean {
  return isOlder(root.fields.apiVersion?.text) && !root.yaml.entries.some(({ key }) => key === 'schema');
}

function isOlder(version: string | undefined): boolean {
  return version !== undefined && /^v?[0-2](?:\.|$)/i.test(version);
}

/**
 * Says that a contract names a version that is not known.
 *
 * @param nearest the version by which it is read instead
 */
export function findVersionProblem(root: ObjectNode<ContractShape>, nearest: ContractVersion): SpecProblem | undefined {
  const written = root.fields.apiVersion;
  if (written === undefined || contractVersions.some((version) => version === written.text)) return undefined;
  const { place, text } = written;
  const named = `\`${shorten(text)}\``;
  if (isOfOlderForm(root)) {
    const message = `${named} is of the generation of the standard that keeps columns under \`dataset\`, and Plumbline reads ${contractVersions[0]} and later: nothing in this contract is checked until it is written in that form, with columns under \`schema\`.`;
    return { code: 'contract/unknown-version', place, message, fixes: [] };
  }
  const message = isOlder(text)
    ? `${named} has no \`schema\`, and this contract does, so it is checked as ${nearest}: write that.`
    : `${named} is not a version of the standard that this Plumbline reads: the contract is checked as ${nearest}, so write that, or update Plumbline.`;
  return {
    code: 'contract/unknown-version',
    place,
    message,
    fixes: [{ title: `Change to \`${nearest}\``, changes: [replaceText(place, nearest)], isPreferred: true }],
  };
}

/** Whether a contract names a version that may be newer than those that are known, with keys that they do not have. */
export function mayBeNewer(root: ObjectNode<ContractShape>): boolean {
  const written = root.fields.apiVersion?.text;
  return written !== undefined && !contractVersions.some((version) => version === written);
}
