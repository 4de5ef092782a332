/** Code lenses above promoted functions, which lead to the cells that they came from. */
import type { CodeLens } from 'vscode-languageserver/node';
import type { Engine } from './host.ts';

export async function findPromotionLenses(uri: string, { promotions }: Engine): Promise<CodeLens[]> {
  const origins = await promotions.origins(uri);
  return origins.flatMap(({ line, cells }) =>
    cells.map((cell, index): CodeLens => {
      const words = cell.label.split(',', 1)[0] ?? cell.label;
      return {
        range: { start: { line, character: 0 }, end: { line, character: 0 } },
        command: {
          title: index === 0 ? `from ${words}` : words,
          command: 'plumbline.cell.open',
          arguments: [{ uri: cell.uri, range: cell.range }],
        },
      };
    }),
  );
}
