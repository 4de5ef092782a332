/** The built pages of the panels, beside the bundle of the command line. */
import { readFileSync } from 'node:fs';
import path from 'node:path';

/**
 * @param self the entry of this process, in `dist/` or, from source, in `server/src/`
 * @returns a reader of script and style sheet; undefined for a page that is not there
 */
export function createPanelPages(
  self: string,
): (panel: string) => { readonly script: string; readonly style: string } | undefined {
  const folder = path.dirname(self);
  const pages = self.endsWith('.cjs') ? path.join(folder, 'webviews') : path.join(folder, '../../dist/webviews');
  return (panel) => {
    try {
      const read = (end: string) => readFileSync(path.join(pages, `${panel}.${end}`), 'utf8');
      return { script: read('js'), style: read('css') };
    } catch {
      return undefined;
    }
  };
}
