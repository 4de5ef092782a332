/** What becomes of one file, as an editor previews it: whole for a new file, line by line for one that is there. */
import { diffIndices } from 'node-diff3';
import type { FilePreview } from '../../../../schemas/promotionRequests.ts';
import { fileStateWords } from '../../report/promotionMarkdown.ts';
import type { PlannedWrite } from './planFiles.ts';
import { below } from './promotionRecord.ts';

export function previewFile(file: PlannedWrite, packageUri: string): FilePreview {
  const { path, state } = file;
  return { uri: below(packageUri, path), path, state, words: fileStateWords(state), change: changeOf(file) };
}

function changeOf({ state, before, after }: PlannedWrite): FilePreview['change'] {
  switch (state) {
    case 'unchanged':
    case 'kept':
      return null;
    case 'removed':
      return { kind: 'delete' };
    case 'create':
    case 'update':
    case 'merged':
    case 'conflict':
    case 'overwritten':
      if (before === undefined) return { kind: 'create', text: after ?? '' };
      // Marks of a conflict, and lost edits, are written only when a person ticks them.
      return {
        kind: 'edit',
        edits: lineEdits(before, after ?? ''),
        needsConfirmation: state === 'conflict' || state === 'overwritten',
      };
  }
}

/** The fewest whole lines to replace, from the beginning on. */
export function lineEdits(before: string, after: string): Extract<FilePreview['change'], { kind: 'edit' }>['edits'] {
  const [old, now] = [before.split('\n'), after.split('\n')];
  return diffIndices(old, now).map(({ buffer1: [start, count], buffer2Content: content }) => {
    const end = start + count;
    // Lines are replaced with their ends; after the last line there is none, so the one before is taken along.
    if (end < old.length) {
      const newText = content.map((line) => `${line}\n`).join('');
      return { range: { start: { line: start, character: 0 }, end: { line: end, character: 0 } }, newText };
    }
    const lastLine = old.length - 1;
    const endOfText = { line: lastLine, character: old[lastLine]?.length ?? 0 };
    if (count > 0 && content.length > 0) {
      return { range: { start: { line: start, character: 0 }, end: endOfText }, newText: content.join('\n') };
    }
    const from = start === 0 ? { line: 0, character: 0 } : { line: start - 1, character: old[start - 1]?.length ?? 0 };
    return { range: { start: from, end: endOfText }, newText: content.map((line) => `\n${line}`).join('') };
  });
}
