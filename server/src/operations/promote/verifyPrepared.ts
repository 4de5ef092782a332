/** Verifies a promotion that is written, and adds what comes of it to the package. */
import type { Verification } from '../../../../schemas/promotion.ts';
import { verifyPackage } from '../verify/verifyPackage.ts';
import type { VerifyPorts, VerifyRequest } from '../verify/verifyPackage.ts';
import { writeFiles } from './writePromotion.ts';
import type { WriteFolders } from './writePromotion.ts';

export type VerifiedOutcome =
  | { readonly kind: 'verified'; readonly verification: Verification }
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

export async function verifyPrepared(
  request: Omit<VerifyRequest, 'source'>,
  { writeFolders, ...ports }: VerifyPorts & { readonly writeFolders: WriteFolders },
): Promise<VerifiedOutcome> {
  const { promotion } = request;
  const outcome = await verifyPackage({ ...request, source: promotion.source }, ports);
  if (outcome.kind !== 'verified') return outcome;
  const folder = { folderUri: promotion.request.packageUri, files: outcome.files };
  // What was generated last is what the next promotion begins from, so that it takes none of this for an edit.
  const generated = outcome.files.filter(({ path }) => promotion.map.files?.includes(path));
  const base = generated.map(({ path, text }) => ({ path: `base/${path}`, text }));
  const record = base.length === 0 ? [] : [{ folderUri: promotion.recordUri, files: base }];
  const written = await writeFiles([folder, ...record], writeFolders);
  return written.kind === 'failed' ? written : { kind: 'verified', verification: outcome.verification };
}

export function isEqual({ verdict }: Verification): boolean {
  return verdict === 'equal' || verdict === 'equal-within-tolerance';
}
