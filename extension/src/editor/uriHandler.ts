/** Addresses of ours that other programs and the editor open; loaded with the entry, so it needs little. */
import type { UriHandler } from 'vscode';
import { readRuleAddress } from './ruleAddress.ts';

/** Opens `<scheme>://plumbline.plumbline/rules/<group>/<rule>`, where the codes of diagnostics lead. */
export function createUriHandler(explain: (ruleId: string) => void, onUnknown: (path: string) => void): UriHandler {
  return {
    handleUri: (uri) => {
      const ruleId = readRuleAddress(uri.path);
      if (ruleId === undefined) onUnknown(uri.path);
      else explain(ruleId);
    },
  };
}
