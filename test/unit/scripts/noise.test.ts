import { describe, expect, it } from 'vitest';
import { isOurFailure } from '../../vscode/runner/noise.ts';

describe('isOurFailure', () => {
  it.each([
    "[page error] Executing inline script violates the following Content Security Policy directive 'default-src'.",
    '[page error] Error: boom\n at x (/tmp/d/extensions/plumbline.plumbline-0.1.0/dist/extension.cjs:1:2)',
    '[page uncaught error] TypeError: x\n at http://127.0.0.1:1/d/extensions/plumbline.plumbline-0.1.0/dist/webviews/overview.js:1',
  ])('takes seriously: %s', (text) => {
    expect(isOurFailure(text)).toBe(true);
  });

  it.each([
    '[page error] Failed to load resource: the server responded with a status of 404 (Not Found)',
    '[page error] Error: Timed out waiting for authentication provider to register.',
    '[page log] Loading /tmp/d/extensions/plumbline.plumbline-0.1.0/dist/extension.cjs',
  ])('passes over: %s', (text) => {
    expect(isOurFailure(text)).toBe(false);
  });
});
