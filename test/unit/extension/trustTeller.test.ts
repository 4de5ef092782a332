import { describe, expect, it } from 'vitest';
import { createTrustTeller } from '../../../extension/src/server/trustTeller.ts';

function createStage() {
  const stage = { isTrusted: false, isRunning: false, told: 0 };
  const teller = createTrustTeller({
    isTrusted: () => stage.isTrusted,
    tell: () => {
      if (stage.isRunning) stage.told += 1;
      return stage.isRunning;
    },
  });
  return { stage, teller };
}

describe('a server', () => {
  it('is told of trust that is given while it runs, once', () => {
    const { stage, teller } = createStage();
    expect(teller.tellStarting()).toBe(false);
    stage.isRunning = true;
    teller.tellRunning();
    expect(stage.told).toBe(0);
    stage.isTrusted = true;
    teller.tellRunning();
    teller.tellRunning();
    expect(stage.told).toBe(1);
  });

  it('is told of trust that is given while it starts, when it runs', () => {
    const { stage, teller } = createStage();
    teller.tellStarting();
    stage.isTrusted = true;
    teller.tellRunning();
    expect(stage.told).toBe(0);
    stage.isRunning = true;
    teller.tellRunning();
    expect(stage.told).toBe(1);
  });

  it('that starts in a trusted workspace is told nothing more', () => {
    const { stage, teller } = createStage();
    stage.isTrusted = true;
    expect(teller.tellStarting()).toBe(true);
    stage.isRunning = true;
    teller.tellRunning();
    expect(stage.told).toBe(0);
  });
});
