/** The rule about packages that a notebook needs and its project does not declare. */
import { distributionOf } from '../../notebook/packages/distributionOf.ts';
import { normaliseDistribution } from '../../notebook/packages/distributionName.ts';
import { impliedDistributions } from '../../notebook/packages/impliedDistributions.ts';
import { isCovered } from '../../notebook/packages/coveredPackages.ts';
import { importsOf, starImportOf } from '../../notebook/names/imports.ts';
import type { CellRange } from '../../notebook/read/notebook.ts';
import { partOf, pathTo } from '../../notebook/syntax/pythonTree.ts';
import { callsOf, importStatements, nodeAt, nodesOf, placeOf } from './codeAt.ts';
import { libraryTables } from './libraryTables.ts';
import type { NotebookContext, NotebookRule } from './notebookRule.ts';

export const dependencyRules: readonly NotebookRule[] = [
  {
    id: 'notebook/missing-dependency',
    severity: 'I/W/W',
    finds: 'a package that a notebook needs and its project does not declare',
    why: 'Whoever installs what the project declares cannot run the notebook. Add the package with its version. Packages that a call needs without an import are meant, too: `read_excel` needs openpyxl.',
    *check(context) {
      const declared = context.surroundings.declaredPackages();
      if (declared?.isComplete !== true) return;
      const told = new Set<string>();
      for (const need of [...importedNeeds(context), ...impliedNeeds(context)]) {
        const name = normaliseDistribution(need.distribution);
        if (told.has(name) || isCovered(name, declared.versions) || isInstalled(context, name)) continue;
        told.add(name);
        yield {
          at: need.at,
          message: `${need.why}, which ${declared.file} does not declare: add it with its version.`,
          ...(need.isGuessed ? { atMost: 'info' as const } : {}),
        };
      }
    },
  },
];

interface Need {
  readonly distribution: string;
  readonly at: CellRange;
  /** Beginning of a sentence that ends with the name of the distribution. */
  readonly why: string;
  /** Whether only the name of the import says which distribution is meant. */
  readonly isGuessed: boolean;
}

function* importedNeeds(context: NotebookContext): Generator<Need> {
  for (const { cell, node } of nodesOf(context, importStatements)) {
    // Code that tries an import does without it.
    if (pathTo(cell.tree.root, node.start).some(({ type }) => type === 'try_statement')) continue;
    const star = starImportOf(cell.tree, node);
    const modules = star === undefined ? importsOf(cell.tree, node).map(({ module }) => module) : [star];
    for (const module of new Set(modules)) {
      const origin = distributionOf(module);
      if (module.startsWith('.') || origin.kind !== 'distribution' || isLocal(context, module)) continue;
      const [first = module] = module.split('.');
      const isSame = normaliseDistribution(first) === normaliseDistribution(origin.name);
      yield {
        distribution: origin.name,
        at: placeOf(cell, partOf(node, 'module_name') ?? node),
        why: isSame ? `This cell imports \`${origin.name}\`` : `\`${first}\` comes with \`${origin.name}\``,
        isGuessed: origin.source === 'guessed',
      };
    }
  }
}

function isLocal({ surroundings }: NotebookContext, module: string): boolean {
  const words = module.split('.');
  return words.some((_, index) => surroundings.moduleText(words.slice(0, index + 1).join('.')) !== undefined);
}

function* impliedNeeds(context: NotebookContext): Generator<Need> {
  const { implied } = libraryTables();
  for (const { call } of context.analysis === undefined ? [] : callsOf(context.analysis)) {
    const { effect } = call;
    if (effect?.source !== 'table' || effect.key === undefined) continue;
    const [place] = [...effect.reads, ...effect.writes].filter((one) => typeof one === 'number');
    const path = place === undefined ? undefined : call.arguments[place]?.literal;
    const distributions = impliedDistributions(implied, effect.key, typeof path === 'string' ? path : undefined);
    const placed = nodeAt(context, call.at);
    for (const distribution of placed === undefined ? [] : distributions) {
      const method = call.text.slice(call.text.lastIndexOf('.') + 1);
      yield { distribution, at: call.at, why: `\`${method}\` needs \`${distribution}\``, isGuessed: false };
    }
  }
}

/** Whether the notebook installs it by itself, which another rule speaks of. */
function isInstalled({ pythonCells }: NotebookContext, distribution: string): boolean {
  return pythonCells.some(({ magics }) =>
    magics.some(({ installs }) => installs.some(({ name }) => normaliseDistribution(name) === distribution)),
  );
}
