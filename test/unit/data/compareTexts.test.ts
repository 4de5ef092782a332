/** Columns of free text: the example of tickets, and texts that are hard to compare. */
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { driftJobResult, driftRequest } from '../../../schemas/driftJob.ts';
import type { JobRequest } from '../../../schemas/jobs.ts';
import { compareDrift } from '../../../server/src/data/drift/compareDrift.ts';
import { exampleFolder } from '../../support/exampleRequest.ts';

let scratch = '';
beforeEach(() => {
  scratch = realpathSync(mkdtempSync(path.join(tmpdir(), 'plumbline-texts-')));
});
afterEach(() => {
  rmSync(scratch, { recursive: true });
});

async function compare(request: JobRequest<'compareDrift'>) {
  const limits = { memoryBytes: 2 ** 30, diskBytes: 1e9, threads: 2 };
  const world = { limits, scratch: path.join(scratch, 'work'), report: () => undefined };
  const answer = await compareDrift(driftRequest.parse(request), world);
  if (answer.kind === 'failed') throw new Error(answer.sentence);
  return driftJobResult.parse(JSON.parse(JSON.stringify(answer.value)));
}

const root = realpathSync(exampleFolder('tickets'));
const source = { label: 'tickets', root, files: [path.join(root, 'data/tickets.csv')] };
type Side = JobRequest<'compareDrift'>['current'];

function tickets(split: string, where: string): Side {
  return { kind: 'rows', label: split, source, splits: [{ id: split, where }], split };
}

/** The first two weeks of the example against what came after. */
function example(): JobRequest<'compareDrift'> {
  return {
    reference: tickets('train', "written_at < '2026-01-19'"),
    current: tickets('since', "written_at >= '2026-01-19'"),
    columns: ['message', 'channel'],
    chunks: { kind: 'period', column: 'written_at', length: { unit: 'second', count: 604_800 } },
  };
}

function answersOf({ columns }: Awaited<ReturnType<typeof compare>>) {
  return Object.fromEntries(
    columns.map(({ name, cells }) => [
      name,
      cells.map((cell) => {
        const answers = cell?.judgements.flatMap((one) => (one.kind === 'judged' ? [one.answer] : [])) ?? [];
        return answers.includes('drift');
      }),
    ]),
  );
}

function side(name: string, texts: readonly (string | null)[]): Side {
  const file = path.join(scratch, `${name}.jsonl`);
  writeFileSync(file, texts.map((text) => `${JSON.stringify({ text })}\n`).join(''));
  return { kind: 'rows', label: name, source: { label: name, root: scratch, files: [file] } };
}

const texts = (count: number) =>
  Array.from({ length: count }, (_, at) => `message number ${String.fromCharCode(97 + (at % 26))} about order ${at}`);

describe('free text', { timeout: 60_000 }, () => {
  it('of the example drifts from the week on in which the app came, by length and by words', async () => {
    const found = await compare(example());
    expect(answersOf(found)).toEqual({
      'message: characters': [false, false, true, true],
      'message: words': [false, false, true, true],
      'message: unknown words': [false, false, true, true],
      channel: [false, false, false, false],
    });
    const classified = found.together?.map((one) => one.kind === 'judged' && [one.method, one.answer === 'drift']);
    expect(classified).toEqual([false, false, true, true].map((isDrift) => ['text_classifier', isDrift]));
  });

  it('is told by the texts that changed most', async () => {
    const { changed } = await compare(example());
    expect(changed?.map(({ names }) => names)).toContain('dark mode please');
    expect(new Set(changed?.map(({ window }) => window))).toEqual(new Set([2, 3]));
  });

  it('leaves no text in the answer where rows may be personal', async () => {
    expect(JSON.stringify(await compare({ ...example(), showsRows: false }))).not.toContain('dark mode please');
  });

  it('is not read at all where its column is personal', async () => {
    const found = await compare({ ...example(), personal: ['message'] });
    expect(Object.keys(answersOf(found))).toEqual(['message', 'channel']);
    expect(JSON.stringify(found)).not.toContain('voucher');
  });

  it('compares a window in which every text is missing', async () => {
    const current = side('current', [...texts(20), ...Array.from({ length: 80 }, () => null)]);
    const found = await compare({ reference: side('reference', texts(200)), current, chunks: { kind: 'whole' } });
    const aspects = found.columns[0]?.cells[0]?.judgements.flatMap((one) =>
      one.kind === 'judged' && one.answer === 'drift' ? [one.aspect] : [],
    );
    expect(aspects).toContain('missing');
  });

  it('that is one text over and over is a category', async () => {
    const same = (name: string) =>
      side(
        name,
        Array.from({ length: 100 }, () => 'the same three words'),
      );
    const found = await compare({ reference: same('reference'), current: same('current'), chunks: { kind: 'whole' } });
    expect(found.columns.map(({ name }) => name)).toEqual(['text']);
  });
});
