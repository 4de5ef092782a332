/** Verifies a promotion: runs the notebook and its package in the worker, and says what they have in common. */
import { URI } from 'vscode-uri';
import type { JobProgress } from '../../../../schemas/jobs.ts';
import type { GeneratedFile, PackageCheck, Verification } from '../../../../schemas/promotion.ts';
import type { VerificationRequest } from '../../../../schemas/verificationJob.ts';
import { normaliseDistribution } from '../../notebook/packages/distributionName.ts';
import { loadImplied } from '../../notebook/packages/impliedDistributions.ts';
import { emitConstraints } from '../../notebook/promote/project/emitPyproject.ts';
import { checkPackage, sayChecks } from '../../notebook/verify/checkPackage.ts';
import { emitRegressionTest } from '../../notebook/verify/expected.ts';
import { planVerification } from '../../notebook/verify/planVerification.ts';
import { verificationMarkdown } from '../../report/verificationMarkdown.ts';
import { jsonText } from '../../text/jsonText.ts';
import type { JobRunner } from '../jobs.ts';
import type { WorkspaceFiles } from '../ports.ts';
import { makePackage } from '../promote/makePackage.ts';
import type { NotebookSource, PreparedPromotion } from '../promote/preparePromotion.ts';
import { nameOf } from '../promote/packagePlace.ts';
import { below, pathBetween } from '../promote/promotionRecord.ts';
import { verificationPath, verifiedVersions } from '../promote/readVerification.ts';
import { renderPromotion } from '../promote/renderPromotion.ts';

export interface VerifyRequest {
  /** As it is prepared now: what the package on the disk is, or would be when it is written. */
  readonly promotion: PreparedPromotion;
  readonly source: NotebookSource;
  readonly python: VerificationRequest['python'];
  /** What the settings say; undefined where they say nothing. */
  readonly limits: Partial<VerificationRequest['limits']>;
  readonly signal: AbortSignal | undefined;
  readonly onProgress: ((progress: JobProgress<'verifyPromotion'>) => void) | undefined;
}

export interface VerifyPorts {
  readonly jobs: JobRunner;
  readonly files: Pick<WorkspaceFiles, 'readFile'>;
  readonly version: string;
}

export type VerifyOutcome =
  | {
      readonly kind: 'verified';
      readonly verification: Verification;
      /** What belongs into the package's folder now: the report, and the regression test of what is equal. */
      readonly files: readonly GeneratedFile[];
    }
  /** The worker could not do it; the sentence says what to do. */
  | { readonly kind: 'failed'; readonly sentence: string }
  | { readonly kind: 'cancelled' };

/** Runs code of the notebook: only where the user asked for it, in a workspace that is trusted. Writes nothing. */
export async function verifyPackage(request: VerifyRequest, ports: VerifyPorts): Promise<VerifyOutcome> {
  const { promotion, source } = request;
  const { notebookUri, packageUri, rootUri, keepsExploration } = promotion.request;
  const { plan } = makePackage(source, {
    packageName: promotion.map.package,
    stages: promotion.stages,
    keepsExploration,
    // What is told about the code, or must be installed, does not change what is planned.
    findings: [],
    localModules: new Set(),
    versions: new Map(),
    notebookPath: pathBetween(packageUri, notebookUri),
    version: ports.version,
  });
  const files = packageFiles(promotion);
  const checks = checkPackage({ files, report: promotion.report, map: promotion.diskMap, parser: source.parser });
  const outcome = await ports.jobs.run(
    'verifyPromotion',
    {
      label: nameOf(notebookUri),
      root: URI.parse(rootUri).fsPath,
      notebook: URI.parse(notebookUri).fsPath,
      project: URI.parse(packageUri).fsPath,
      plan: planVerification({
        plan,
        code: plan.source.code,
        entries: promotion.diskMap.entries,
        implied: loadImplied(),
      }),
      files: [...files],
      distributions: promotion.report.dependencies.map(({ distribution }) => distribution),
      python: request.python,
      limits: request.limits,
    },
    {
      ...(request.signal === undefined ? {} : { signal: request.signal }),
      ...(request.onProgress === undefined ? {} : { onProgress: request.onProgress }),
    },
  );
  if (outcome.kind !== 'done') return outcome;
  const verification = withChecks(outcome.value.verification, checks);
  const regression =
    outcome.value.expected === null ? [] : await regressionFiles(promotion, outcome.value.expected, ports);
  const pinned = pinnedFiles(promotion, verification);
  return { kind: 'verified', verification, files: [...reportFiles(verification), ...regression, ...pinned] };
}

/** What tells the versions of the run, so that nothing is left for the next promotion; files that somebody edited stay. */
function pinnedFiles({ report, files }: PreparedPromotion, verification: Verification): readonly GeneratedFile[] {
  const versions = new Map([...verifiedVersions(verification)].map(([name, it]) => [normaliseDistribution(name), it]));
  if (versions.size === 0) return [];
  const dependencies = report.dependencies.map((dependency) => ({
    ...dependency,
    version: versions.get(normaliseDistribution(dependency.distribution)) ?? null,
  }));
  return [emitConstraints(dependencies), ...renderPromotion({ ...report, dependencies })].filter(({ path, text }) => {
    const planned = files.find((file) => file.path === path);
    // What is on the disk is what is generated, but where somebody edited it.
    const isOurs = planned?.generated !== undefined && planned.after === planned.generated;
    return isOurs && planned.state !== 'kept' && planned.generated !== text;
  });
}

/** The files as they are on the disk once the promotion is written. */
function packageFiles({ files }: PreparedPromotion): readonly GeneratedFile[] {
  return files.flatMap(({ path, state, before, after }) => {
    const text = state === 'conflict' || state === 'kept' ? before : after;
    return text === undefined || path.startsWith('reports/') ? [] : [{ path, text }];
  });
}

/** Where nothing was run, what was read is all there is. */
function withChecks(verification: Verification, checks: readonly PackageCheck[]): Verification {
  const sentence =
    verification.verdict === 'not-run' ? `${verification.sentence} ${sayChecks(checks)}` : verification.sentence;
  return { ...verification, sentence, checks: [...checks] };
}

function reportFiles(verification: Verification): readonly GeneratedFile[] {
  return [
    { path: verificationPath, text: jsonText(verification) },
    { path: verificationPath.replace(/\.json$/, '.md'), text: verificationMarkdown(verification) },
  ];
}

/** A test that somebody edited stays as it is; what it expects is renewed. */
async function regressionFiles(
  { request, map }: PreparedPromotion,
  expected: string,
  { files }: VerifyPorts,
): Promise<readonly GeneratedFile[]> {
  const test = emitRegressionTest(map.package);
  const known = await files.readFile(below(request.packageUri, test.path), 1_000_000);
  const isEdited = known.kind === 'content' && known.text !== test.text;
  return [{ path: 'tests/expected.json', text: expected }, ...(isEdited ? [] : [test])];
}
