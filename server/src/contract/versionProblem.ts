/** The version of the standard that a contract names. */
import type { ContractShape } from '../../../schemas/contract/contract.ts';
import { contractVersions } from '../../../schemas/contract/versions.ts';
import type { ContractVersion } from '../../../schemas/contract/versions.ts';
import { replaceText } from '../spec/edits.ts';
import type { ObjectNode } from '../spec/located.ts';
import type { SpecProblem } from '../spec/specProblem.ts';
import { shorten } from '../spec/words.ts';

/**
 * Says that a contract names a version that is not known.
 *
 * @param nearest the version by which it is read instead
 */
export function findVersionProblem(root: ObjectNode<ContractShape>, nearest: ContractVersion): SpecProblem | undefined {
  const written = root.fields.apiVersion;
  if (written === undefined || contractVersions.some((version) => version === written.text)) return undefined;
  return {
    code: 'contract/unknown-version',
    place: written.place,
    message: `\`${shorten(written.text)}\` is not a version of the standard that this Plumbline reads: the contract is checked as ${nearest}, so write that, or update Plumbline.`,
    fixes: [{ title: `Change to \`${nearest}\``, changes: [replaceText(written.place, nearest)], isPreferred: true }],
  };
}

/** Whether a contract names a version that may be newer than those that are known, with keys that they do not have. */
export function mayBeNewer(root: ObjectNode<ContractShape>): boolean {
  const written = root.fields.apiVersion?.text;
  return written !== undefined && !contractVersions.some((version) => version === written);
}
