/** The job that imports what was spent: one reader per format, one form of answer. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import type { JobHandler } from '../../../../schemas/jobs.ts';
import { confineFiles } from '../confinedFiles.ts';
import { answerWith } from '../tableProblem.ts';
import { importCodeCarbon } from './importCodeCarbon.ts';
import { importFocus } from './importFocus.ts';
import { importLabelTool } from './importLabelTool.ts';
import { importOpenCost } from './importOpenCost.ts';
import { importHarvest } from './importHarvest.ts';
import { importTimesheet } from './importTimesheet.ts';
import { Tally } from './tally.ts';
import { sourceOf } from './importSource.ts';

export const importActuals: JobHandler<'importActuals'> = (request, context) =>
  answerWith<'importActuals'>(async () => {
    const tally = new Tally();
    const files: { name: string; sha256: string; changedAt: string }[] = [];
    for (const { path, label } of await confineFiles(sourceOf(request))) {
      const { mtime } = await stat(path);
      files.push({ name: label, sha256: await fingerprint(path), changedAt: mtime.toISOString() });
    }
    switch (request.format) {
      case 'focus':
        await importFocus(request, context, tally, (doing, share) => context.report({ doing, share }));
        break;
      case 'timesheet':
        await importTimesheet(request, context, tally);
        break;
      case 'harvest':
        await importHarvest(request, context, tally);
        break;
      case 'codecarbon':
        await importCodeCarbon(request, context, tally);
        break;
      case 'opencost':
        await importOpenCost(request, context, tally);
        break;
      case 'label-tool':
        await importLabelTool(request, context, tally);
        break;
    }
    return { ...tally.result(), files };
  });

/** The SHA-256 of a file, in hexadecimal digits. */
async function fingerprint(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file)) if (Buffer.isBuffer(chunk)) hash.update(chunk);
  return hash.digest('hex');
}
