/** What every completion works from. */
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { SpecFile } from '../../spec/specFile.ts';
import type { LanguageFiles } from '../languageFiles.ts';
import type { ShapePath } from '../shapePath.ts';
import type { Cursor } from './cursor.ts';

export interface CompletionContext {
  readonly snapshot: ProjectSnapshot;
  readonly file: SpecFile;
  readonly files: LanguageFiles;
  readonly offset: number;
  readonly cursor: Cursor;
  /** The shapes of the value that is typed, or that the key belongs to. */
  readonly shapes: ShapePath;
}
