/** `params.yaml`: every value of the configuration, with the cell that it comes from. */
import type { GeneratedFile } from '../../../../../schemas/promotion.ts';
import type { PromotionPlan } from '../plan.ts';
import { cellName } from './cellName.ts';
import { configurationTree } from './configurationTree.ts';
import type { ConfigurationEntry, ConfigurationGroup } from './configurationTree.ts';

/** Values are JSON, which is YAML, too: `config.py` reads them without another package. */
export function emitParams(plan: PromotionPlan): GeneratedFile {
  const heading = [
    '# Values that can be changed without changing code. Each is written as JSON, which is YAML, too.',
    '# Relative paths start at the folder of this file.',
  ];
  const seed = plan.seed === undefined ? 'the notebook sets none' : 'as the notebook sets it';
  const lines = linesOf(configurationTree(plan), '', seed);
  return { path: 'params.yaml', text: `${[...heading, ...lines].join('\n')}\n` };
}

/** @param seed what is said of the seed where no literal of the notebook is it */
function linesOf(group: ConfigurationGroup, indentation: string, seed: string): readonly string[] {
  return [
    ...group.values.map((entry) => `${indentation}${entry.name}: ${entry.json}  # ${sourceOf(entry, seed)}`),
    ...group.groups.flatMap((inner) => [
      ...(indentation === '' ? [''] : []),
      `${indentation}${inner.name}:`,
      ...linesOf(inner, `${indentation}  `, seed),
    ]),
  ];
}

function sourceOf({ value }: ConfigurationEntry, seed: string): string {
  if (value === undefined) return seed;
  const note = value.note === undefined || value.note === '' ? '' : `; ${value.note.replace(/\s+/g, ' ')}`;
  return `${cellName(value.at.cell)}${note}`;
}
