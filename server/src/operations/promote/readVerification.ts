/** The last verification of a package, from its folder. */
import { verification } from '../../../../schemas/promotion.ts';
import type { Verification } from '../../../../schemas/promotion.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { below } from './promotionRecord.ts';

/** Where a verification is kept, in the package's folder. */
export const verificationPath = 'reports/verification.json';
/** Bytes beyond which such a file is not ours. */
const sizeLimit = 20_000_000;

/** @returns undefined where nobody has verified the package, or the file is none of ours */
export async function readVerification(
  packageUri: string,
  files: Pick<WorkspaceFiles, 'readFile'>,
): Promise<Verification | undefined> {
  const content = await files.readFile(below(packageUri, verificationPath), sizeLimit);
  if (content.kind !== 'content') return undefined;
  try {
    return verification.safeParse(JSON.parse(content.text)).data;
  } catch {
    return undefined;
  }
}

/** Versions of the environment in which notebook and package were run, by distribution; empty where nothing was run. */
export function verifiedVersions(verified: Verification | undefined): ReadonlyMap<string, string> {
  const ran = verified !== undefined && verified.verdict !== 'not-run';
  return new Map(Object.entries(ran ? (verified.python?.packages ?? {}) : {}));
}
