// What stands beside and above the lines of a spec: notes in the margin, and lenses.
import assert from 'node:assert/strict';
import { afterEach, describe, it } from 'mocha';
import { Range, commands } from 'vscode';
import type { CodeLens, InlayHint, TextDocument } from 'vscode';
import { askRunner } from '../bridge/askRunner.ts';
import { untilDiagnostics } from '../library/diagnostics.ts';
import { closeEverything, showFile } from '../library/project.ts';

export function describeMargin(): void {
  describe('the margin of a spec', () => {
    afterEach(closeEverything);

    it('draws the last value and its age beside the goal', async () => {
      await showFile('plumbline.yaml');
      const text = await askRunner({ kind: 'windowText', contains: 'now 0.85' });
      assert.match(text.replaceAll('\u{a0}', ' '), /now 0\.85 \(.*\)/);
    });

    it('draws the last value above the metric', async () => {
      await showFile('plumbline.yaml');
      const text = await askRunner({ kind: 'windowText', contains: 'last value 0.85' });
      assert.match(text.replaceAll('\u{a0}', ' '), /^last value 0\.85 · \d+ days ago/);
    });

    it('offers above a data source to profile it and to check its contract', async () => {
      const { document } = await showFile('plumbline.yaml');
      const lenses = await commands.executeCommand<CodeLens[]>('vscode.executeCodeLensProvider', document.uri);
      const flights = document.positionAt(document.getText().indexOf('  flights:')).line;
      const above = lenses.filter(({ range }) => range.start.line === flights).map(({ command }) => command?.command);
      // What the last check found is text without a command, and may not be known yet.
      const offered = above.filter((command) => command !== '');
      assert.deepEqual(offered, ['plumbline.data.profile', 'plumbline.contract.check']);
    });
  });
}

/** In a project whose goals have a price. */
export function describeMoney(): void {
  describe('money in the margin', () => {
    afterEach(closeEverything);

    it('says behind a target and a limit what they are worth in a year', async () => {
      const { document } = await showFile('plumbline.yaml');
      // The server may still be starting; once there are findings, it has read the spec.
      await untilDiagnostics(document.uri, (found) => found.length > 0, 'a finding');
      const hints = await hintsOf(document);
      for (const goal of ['target: 0.58', 'limit: 0.52']) {
        const { line } = document.positionAt(document.getText().indexOf(goal));
        assert.match(
          hints
            .filter(({ position }) => position.line === line)
            .map(textOf)
            .join(),
          /≈ .* [km]?USD\/year/i,
        );
      }
    });
  });
}

async function hintsOf(document: TextDocument): Promise<readonly InlayHint[]> {
  const whole = new Range(0, 0, document.lineCount, 0);
  return commands.executeCommand<InlayHint[]>('vscode.executeInlayHintProvider', document.uri, whole);
}

function textOf({ label }: InlayHint): string {
  return typeof label === 'string' ? label : label.map(({ value }) => value).join('');
}
