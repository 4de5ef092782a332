/** Writes a promotion with its record: all files, or none. */
import { writeFaultOf } from '../writeFault.ts';
import type { WriteFault } from '../writeFault.ts';
import { nameOf } from './packagePlace.ts';
import type { PlannedWrite } from './planFiles.ts';
import type { PreparedPromotion } from './preparePromotion.ts';
import { recordFiles } from './promotionRecord.ts';

/** What is to change in one folder; null deletes. */
export interface FolderWrite {
  readonly folderUri: string;
  readonly files: readonly { readonly path: string; readonly text: string | null }[];
}

/** Writes all files of all folders, or none; rejects with the system's error. */
export type WriteFolders = (folders: readonly FolderWrite[]) => Promise<void>;

export type WriteOutcome = { readonly kind: 'written' } | { readonly kind: 'failed'; readonly sentence: string };

export async function writePromotion(promotion: PreparedPromotion, write: WriteFolders): Promise<WriteOutcome> {
  const { packageUri } = promotion.request;
  const files = promotion.files.flatMap((file) => changeOf(file) ?? []);
  return writeFiles([...(files.length === 0 ? [] : [{ folderUri: packageUri, files }]), recordOf(promotion)], write);
}

/** Notes what was accepted in an editor, which wrote the package itself. */
export function writeRecord(promotion: PreparedPromotion, write: WriteFolders): Promise<WriteOutcome> {
  return writeFiles([recordOf(promotion)], write);
}

/** What is written of a file; undefined when it stays as it is. */
export function changeOf({ path, state, after }: PlannedWrite): FolderWrite['files'][number] | undefined {
  switch (state) {
    case 'create':
    case 'update':
    case 'merged':
    case 'overwritten':
      return { path, text: after ?? '' };
    case 'removed':
      return { path, text: null };
    case 'unchanged':
    case 'conflict':
    case 'kept':
      return undefined;
  }
}

function recordOf({ recordUri, map, stages, files }: PreparedPromotion): FolderWrite {
  return { folderUri: recordUri, files: recordFiles(map, stages, files) };
}

/** Writes all files of all folders, or says in a sentence why none was written. */
export async function writeFiles(folders: readonly FolderWrite[], write: WriteFolders): Promise<WriteOutcome> {
  try {
    await write(folders);
    return { kind: 'written' };
  } catch (error) {
    const name = nameOf(folders[0]?.folderUri ?? '');
    return { kind: 'failed', sentence: `Nothing was written to ${name}, because ${reasonOf(error)}.` };
  }
}

function reasonOf(error: unknown): string {
  const { kind, because } = writeFaultOf(error);
  const next = nextSteps[kind];
  return next === undefined ? because : `${because}: ${next}`;
}

const nextSteps: Readonly<Record<WriteFault['kind'], string | undefined>> = {
  full: 'free some space and promote again',
  'read-only': 'allow writing there, or choose another folder',
  taken: 'choose another folder',
  missing: 'choose another folder',
  'too-long': 'choose a folder with a shorter path',
  other: undefined,
};
