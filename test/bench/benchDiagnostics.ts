/** Diagnostics of a large spec after one typed character, beside yaml-language-server with our JSON Schema. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { createRefusingRunner } from '../../server/src/jobs/refusingRunner.ts';
import { unknownHistory } from '../../server/src/operations/ports.ts';
import { createSpecWorkspace } from '../../server/src/operations/specWorkspace.ts';
import { memoryWorkspace } from '../support/memoryWorkspace.ts';
import { largeSpec, namedPaths } from './largeSpec.ts';
import { time } from './measure.ts';
import { showTiming } from './report.ts';
import type { BenchReport } from './report.ts';

const uri = 'file:///bench/plumbline.yaml';

/** A character typed into a number in the middle of the metrics, different in each turn. */
function edited(text: string, turn: number): string {
  const at = text.indexOf('target: 0.72', text.length / 4) + 'target: 0.7'.length;
  return text.slice(0, at) + String(((turn % 7) + 7) % 7) + text.slice(at + 1);
}

export async function benchDiagnostics({ row }: BenchReport, root: string): Promise<void> {
  const text = largeSpec();
  const workspace = createSpecWorkspace({
    files: memoryWorkspace(
      new Map([[uri, text], ...namedPaths().map((name) => [new URL(name, uri).href, ' '] as const)]),
    ),
    jobs: createRefusingRunner('The bench has no worker.'),
    history: unknownHistory('the bench has no repository'),
    clock: { now: () => new Date('2026-11-02T12:00:00Z') },
    version: 'bench',
  });
  const check = async (edit: string) => {
    workspace.open(uri, edit);
    return (await workspace.snapshot(uri))?.result.findings.length ?? 0;
  };
  // Both are warm, as in an editor that has been open for a while.
  const ours = await time(100, (turn) => check(edited(text, turn)), 100);
  const findings = await check(text);
  row(
    `diagnostics of ${text.split('\n').length} lines after one character (${findings} findings)`,
    showTiming(ours),
    'p50 ≤ 20 ms',
    ours.p50 <= 20,
  );

  const peer = await createPeer(path.join(root, 'schemas/plumbline.schema.json'));
  // It keeps results by address and version, so each turn needs a version of its own.
  let version = 0;
  const validate = (edit: string) => {
    version += 1;
    return peer.doValidation(TextDocument.create(uri, 'yaml', version, edit), false);
  };
  const mistakes = await validate(text.replace('phase: pilot', 'phase: pilots'));
  if (mistakes.length === 0) throw new Error('yaml-language-server does not validate, so there is nothing to compare.');
  const theirs = await time(40, (turn) => validate(edited(text, turn)), 40);
  const ratio = theirs.p50 / ours.p50;
  row(
    'the same file in yaml-language-server with our JSON Schema',
    `${showTiming(theirs)}: ${ratio.toFixed(1)} times ours`,
    'at least 5 times',
    ratio >= 5,
  );
}

/** Loaded late, so that its objects do not weigh on the collection of ours while ours is timed. */
async function createPeer(schemaPath: string) {
  const { getLanguageService } = await import('yaml-language-server');
  const schema = JSON.parse(readFileSync(schemaPath, 'utf8')) as object;
  const service = getLanguageService({
    schemaRequestService: () => Promise.resolve(JSON.stringify(schema)),
    workspaceContext: { resolveRelativePath: (relative: string) => relative },
  });
  service.configure({ validate: true, schemas: [{ uri: 'plumbline.schema.json', fileMatch: ['*.yaml'], schema }] });
  return service;
}
