/** What every completion works from. */
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { ProjectFile } from '../../spec/contractFile.ts';
import type { LanguageFiles } from '../languageFiles.ts';
import type { ShapePath } from '../shapePath.ts';
import type { Cursor } from './cursor.ts';

/** A file in which something is typed. */
export interface CompletedFile extends ProjectFile {
  /** Whether the file holds every key that its language asks for; the parts of a spec do not. */
  readonly isMain: boolean;
}

export interface CompletionContext {
  readonly snapshot: ProjectSnapshot;
  readonly file: CompletedFile;
  readonly files: LanguageFiles;
  readonly offset: number;
  readonly cursor: Cursor;
  /** The shapes of the value that is typed, or that the key belongs to. */
  readonly shapes: ShapePath;
}
