/** Promotions of a session: previews that wait to be accepted, and statements that a person has moved. */
import type { NotebookStage } from '../../../../schemas/effects.ts';
import type { StageChoices } from '../../../../schemas/promotion.ts';
import type { FilePreview, PromotionPreview } from '../../../../schemas/promotionRequests.ts';
import type { PromotionViewModel } from '../../../../schemas/promotionView.ts';
import { pythonName } from '../../notebook/promote/project/pythonName.ts';
import type { JobRunner } from '../jobs.ts';
import type { VerifyRequest } from '../verify/verifyPackage.ts';
import { nameOf } from './packagePlace.ts';
import type { PlannedWrite } from './planFiles.ts';
import { previewFile } from './previewFile.ts';
import { preparePromotion } from './preparePromotion.ts';
import type { PreparedOutcome, PreparedPromotion, PromotionPorts } from './preparePromotion.ts';
import { findFunctionOrigins, findPromotedPlaces } from './promotedPlaces.ts';
import type { FunctionOrigin, PlacesPorts, PromotedPlaces } from './promotedPlaces.ts';
import { below, notebookOf, parentOf, pathBetween, readTexts, recordsAbove } from './promotionRecord.ts';
import { starterNotebook, starterPath } from './starterNotebook.ts';
import { verifyPrepared } from './verifyPrepared.ts';
import type { VerifiedOutcome } from './verifyPrepared.ts';
import { viewPromotion } from './viewPromotion.ts';
import { writeRecord } from './writePromotion.ts';
import type { WriteFolders, WriteOutcome } from './writePromotion.ts';

/** Previews that are kept: a person looks at one. */
const keptPreviews = 8;

export interface PromotionFolder {
  readonly uri: string;
  /** The folder, from the workspace. */
  readonly label: string;
  readonly isPromoted: boolean;
}

type Refused = { readonly kind: 'refused'; readonly sentence: string };
type Done<Value> = { readonly kind: 'done'; readonly value: Value };

export interface PromotionService {
  /** Where a notebook was promoted to, and where it could be; the one to take where nobody is asked comes first. */
  folders(notebookUri: string): Promise<readonly PromotionFolder[]>;
  /** Nothing is written. */
  preview(request: PreviewRequest): Promise<Done<PromotionPreview> | Refused>;
  /** Records a preview that the editor has written; undefined for one that is not known. */
  accept(id: string): Promise<(WriteOutcome & { readonly readmeUri: string | undefined }) | undefined>;
  /** @returns how many statements of the notebook are moved now */
  move(notebookUri: string, statement: string, stage: NotebookStage | null): Promise<number>;
  /** Runs code of the notebook: only where the user asked for it, in a workspace that is trusted. */
  verify(
    request: PreviewRequest,
    python: VerifyRequest['python'],
    limits: VerifyRequest['limits'],
    options: Pick<VerifyRequest, 'signal' | 'onProgress'>,
    jobs: JobRunner,
  ): Promise<VerifiedOutcome | Refused>;
  view(notebookUri: string, isTrusted: boolean): Promise<PromotionViewModel>;
  /** @param line from 0 */
  places(uri: string, line: number): Promise<PromotedPlaces>;
  origins(uri: string): Promise<readonly FunctionOrigin[]>;
}

export interface PreviewRequest {
  readonly notebookUri: string;
  readonly packageUri: string;
  readonly keepsExploration: boolean;
}

export type PromotionServicePorts = PromotionPorts &
  PlacesPorts & {
    /** Writes all files of all folders, or none; rejects with the system's error. */
    readonly writeFolders: WriteFolders;
  };

/** Whether a file would be written by promoting again, reports aside. */
function isPending({ path, state }: PlannedWrite): boolean {
  return !path.startsWith('reports/') && state !== 'unchanged' && state !== 'kept';
}

function pendingSentence({ isFirst, request }: PreparedPromotion): string {
  return isFirst
    ? `${nameOf(request.notebookUri)} is not promoted yet: promote it, then verify the package.`
    : `${nameOf(request.notebookUri)} and its package are not in step: promote the notebook again, then verify.`;
}

/** A conflict whose marks a person has written is settled: the next promotion begins from there. */
async function withTicked(promotion: PreparedPromotion, files: PromotionPorts['files']): Promise<PreparedPromotion> {
  const inConflict = promotion.files.filter(({ state }) => state === 'conflict').map(({ path }) => path);
  const now = await readTexts(promotion.request.packageUri, inConflict, files);
  return {
    ...promotion,
    files: promotion.files.map((file) =>
      file.state === 'conflict' && now.get(file.path) === file.after ? { ...file, state: 'merged' } : file,
    ),
  };
}

export function createPromotions(ports: PromotionServicePorts): PromotionService {
  const previews = new Map<string, PreparedPromotion>();
  /** Notebook → statements that were moved and not accepted yet, with those that were moved before. */
  const moved = new Map<string, StageChoices['stages']>();
  let previewCount = 0;

  const recordsOf = async (notebookUri: string) =>
    (await recordsAbove(notebookUri, ports.rootOf(notebookUri), ports.files)).filter(
      (record) => notebookOf(record) === notebookUri,
    );

  async function folders(notebookUri: string): Promise<readonly PromotionFolder[]> {
    const root = ports.rootOf(notebookUri);
    const labelOf = (uri: string) => pathBetween(root, uri);
    const promoted = (await recordsOf(notebookUri)).map(({ packageUri }) => packageUri);
    const name = pythonName(nameOf(notebookUri).replace(/\.[a-z]+$/u, ''));
    const free: string[] = [];
    const parents = [await projectOf(notebookUri, root), root];
    for (const parent of new Set(parents)) {
      const uri = below(parent, name);
      const found = await ports.files.resolve(name, uri);
      free.push(found.kind === 'missing' ? uri : below(parent, `${name}_package`));
    }
    return [
      ...promoted.map((uri) => ({ uri, label: labelOf(uri), isPromoted: true })),
      ...free.filter((uri) => !promoted.includes(uri)).map((uri) => ({ uri, label: labelOf(uri), isPromoted: false })),
    ];
  }

  /** The folder of the nearest spec above a notebook, else the root. */
  async function projectOf(notebookUri: string, root: string): Promise<string> {
    for (let folder = parentOf(notebookUri); folder.startsWith(root); folder = parentOf(folder)) {
      if ((await ports.files.resolve('plumbline.yaml', `${folder}/x`)).kind === 'file') return folder;
    }
    return root;
  }

  function prepare({ notebookUri, packageUri, keepsExploration }: PreviewRequest): Promise<PreparedOutcome> {
    return preparePromotion(
      {
        notebookUri,
        packageUri,
        rootUri: ports.rootOf(packageUri),
        packageName: undefined,
        stages: moved.get(notebookUri),
        keepsExploration,
        isForced: false,
      },
      ports,
    );
  }

  async function preview(request: PreviewRequest): Promise<Done<PromotionPreview> | Refused> {
    const outcome = await prepare(request);
    if (outcome.kind === 'refused') return outcome;
    const { promotion } = outcome;
    previewCount += 1;
    const id = `promotion-${previewCount}`;
    previews.set(id, promotion);
    for (const old of [...previews.keys()].slice(0, -keptPreviews)) previews.delete(old);
    const files = promotion.files.map((file): FilePreview => previewFile(file, request.packageUri));
    const { report } = promotion;
    const starter = { uri: below(request.packageUri, starterPath(report)), text: starterNotebook(report) };
    return { kind: 'done', value: { id, package: report.package, files, starter, report } };
  }

  return {
    folders,
    preview,
    accept: async (id) => {
      const promotion = previews.get(id);
      if (promotion === undefined) return undefined;
      const outcome = await writeRecord(await withTicked(promotion, ports.files), ports.writeFolders);
      if (outcome.kind === 'written') {
        previews.delete(id);
        moved.delete(promotion.request.notebookUri);
      }
      const { packageUri } = promotion.request;
      const readme = await ports.files.resolve('README.md', `${packageUri}/x`);
      return { ...outcome, readmeUri: readme.kind === 'file' ? below(packageUri, 'README.md') : undefined };
    },
    move: async (notebookUri, statement, stage) => {
      const before = moved.get(notebookUri) ?? (await recordsOf(notebookUri))[0]?.stages ?? {};
      const others = Object.entries(before).filter(([id]) => id !== statement);
      const stages = Object.fromEntries(stage === null ? others : [...others, [statement, stage] as const]);
      moved.set(notebookUri, stages);
      return Object.keys(stages).length;
    },
    verify: async (request, python, limits, options, jobs) => {
      const outcome = await prepare(request);
      if (outcome.kind === 'refused') return outcome;
      const { promotion } = outcome;
      if (promotion.isFirst || promotion.files.some(isPending))
        return { kind: 'refused', sentence: pendingSentence(promotion) };
      return verifyPrepared({ promotion, python, limits, ...options }, { ...ports, jobs });
    },
    view: async (notebookUri, isTrusted) => {
      const [folder] = await folders(notebookUri);
      if (folder === undefined) return { state: 'empty', because: 'There is no folder to promote to.', next: null };
      const outcome = await prepare({ notebookUri, packageUri: folder.uri, keepsExploration: false });
      if (outcome.kind === 'refused') return { state: 'empty', because: outcome.sentence, next: null };
      const studied = await ports.notebooks.study(notebookUri);
      return viewPromotion(outcome.promotion, studied, { folder: folder.label, isTrusted }, ports.files);
    },
    places: (uri, line) => findPromotedPlaces(uri, line, ports),
    origins: (uri) => findFunctionOrigins(uri, ports),
  };
}
