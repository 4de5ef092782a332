import { describe, expect, it } from 'vitest';
import { hideOpenFiles } from '../../../extension/src/server/hideOpenFiles.ts';

/** A list of findings of an editor that shows some files. */
function createStage() {
  const listed = new Map<string, readonly string[]>();
  const open = new Set<string>();
  const opened = new Set<(path: string) => void>();
  const closed = new Set<(path: string) => void>();
  const files = {
    set: (path: string, findings: readonly string[] | undefined) => void listed.set(path, findings ?? []),
    delete: (path: string) => void listed.delete(path),
    clear: () => {
      listed.clear();
    },
    dispose: () => {
      listed.clear();
    },
  };
  const listenIn = (listeners: Set<(path: string) => void>) => (listener: (path: string) => void) => {
    listeners.add(listener);
    return { dispose: () => listeners.delete(listener) };
  };
  const shown = {
    isOpen: (path: string) => open.has(path),
    onOpened: listenIn(opened),
    onClosed: listenIn(closed),
  };
  return {
    findings: hideOpenFiles<string, string>(files, (path) => path.endsWith('.ipynb'), shown),
    listed: (path: string) => listed.get(path) ?? [],
    listeners: () => opened.size + closed.size,
    open: (path: string) => {
      open.add(path);
      for (const listener of opened) listener(path);
    },
    close: (path: string) => {
      open.delete(path);
      for (const listener of closed) listener(path);
    },
  };
}

describe('findings of files', () => {
  const path = '/work/a.ipynb';

  it('give way at once to those of the cells when the notebook is opened', () => {
    const stage = createStage();
    stage.findings.set(path, ['from the disk']);
    expect(stage.listed(path)).toEqual(['from the disk']);
    stage.open(path);
    expect(stage.listed(path)).toEqual([]);
  });

  it('are not listed when they arrive after the notebook was opened', () => {
    const stage = createStage();
    stage.open(path);
    stage.findings.set(path, ['from the disk']);
    expect(stage.listed(path)).toEqual([]);
  });

  it('are back when the notebook is closed before the server says anything new', () => {
    const stage = createStage();
    stage.findings.set(path, ['from the disk']);
    stage.open(path);
    stage.close(path);
    expect(stage.listed(path)).toEqual(['from the disk']);
  });

  it.each([
    ['took them back', (stage: ReturnType<typeof createStage>) => stage.findings.set(path, [])],
    ['forgot the file', (stage: ReturnType<typeof createStage>) => stage.findings.delete(path)],
    ['forgot everything', (stage: ReturnType<typeof createStage>) => stage.findings.clear()],
  ])('stay away when the server %s while the notebook was open', (_what, change) => {
    const stage = createStage();
    stage.findings.set(path, ['from the disk']);
    stage.open(path);
    change(stage);
    stage.close(path);
    expect(stage.listed(path)).toEqual([]);
  });

  it('of what is no notebook stay while it is open', () => {
    const stage = createStage();
    stage.open('/work/plumbline.yaml');
    stage.findings.set('/work/plumbline.yaml', ['no limit']);
    expect(stage.listed('/work/plumbline.yaml')).toEqual(['no limit']);
  });

  it('listen to the editor no more when they are disposed', () => {
    const stage = createStage();
    expect(stage.listeners()).toBe(2);
    stage.findings.dispose();
    expect(stage.listeners()).toBe(0);
  });
});
