/**
 * What can be seen of a package without running it: every module parses, no name is undefined or unused, imports
 * resolve within the package, the pipeline has no circle, and the source map knows every converted statement.
 */
import type { GeneratedFile, PackageCheck, PromotionMap, PromotionReport } from '../../../../schemas/promotion.ts';
import { parseYamlOnce, topLevelMap } from '../../yaml/yamlFile.ts';
import { entryOf } from '../../yaml/nodes.ts';
import type { YamlNode } from '../../yaml/nodes.ts';
import { readNames } from '../names/readNames.ts';
import type { PythonParser } from '../syntax/pythonParser.ts';
import { partOf, partsOf, textOf } from '../syntax/pythonTree.ts';
import type { PythonTree } from '../syntax/pythonTree.ts';

export interface CheckedPackage {
  readonly files: readonly GeneratedFile[];
  readonly report: Pick<PromotionReport, 'statements' | 'checks'>;
  readonly map: Pick<PromotionMap, 'entries'>;
  readonly parser: PythonParser;
}

/** One entry for each check, in a fixed order. */
export function checkPackage({ files, report, map, parser }: CheckedPackage): readonly PackageCheck[] {
  const modules = files
    .filter(({ path }) => path.endsWith('.py'))
    .map(({ path, text }) => ({ path, tree: parser.parse(text) }));
  const isSyntax = (code: string): boolean => code === 'invalid-syntax' || code.startsWith('E9');
  const said = (wanted: (code: string) => boolean): string[] =>
    report.checks
      .filter(({ code }) => wanted(code))
      .map(({ file, line, code, message }) => `${file}, line ${line}: ${message} (${code}).`);
  const broken = modules.filter(({ tree }) => tree.root.hasError).map(({ path }) => `${path} is no valid Python.`);
  return [
    { check: 'parses', problems: [...new Set([...broken, ...said(isSyntax)])] },
    { check: 'names', problems: said((code) => !isSyntax(code)) },
    { check: 'imports', problems: modules.flatMap(({ path, tree }) => unresolvedImports(path, tree, modules)) },
    { check: 'pipeline', problems: pipelineProblems(files) },
    { check: 'source-map', problems: mapProblems(files, report, map) },
  ];
}

interface Module {
  readonly path: string;
  readonly tree: PythonTree;
}

/** Relative imports of one level, which are those that a package is made with. */
function unresolvedImports(path: string, tree: PythonTree, modules: readonly Module[]): readonly string[] {
  const folder = path.slice(0, path.lastIndexOf('/') + 1);
  const problems: string[] = [];
  for (const node of tree.root.children) {
    if (node.type !== 'import_from_statement') continue;
    const from = partOf(node, 'module_name');
    const module = from === undefined ? '' : textOf(tree, from).replace(/\s/g, '');
    if (!module.startsWith('.') || module.startsWith('..')) continue;
    const target = modules.find((candidate) => candidate.path === `${folder}${module.slice(1)}.py`);
    const names = partsOf(node, 'name').map((part) =>
      textOf(tree, part.type === 'aliased_import' ? (partOf(part, 'name') ?? part) : part),
    );
    if (module === '.') {
      const absent = names.filter((name) => !modules.some((candidate) => candidate.path === `${folder}${name}.py`));
      problems.push(...absent.map((name) => `${path} imports the module ${name}, which the package does not have.`));
    } else if (target === undefined) {
      problems.push(`${path} imports from ${module}, which the package does not have.`);
    } else {
      const { occurrences, module: scope } = readNames(target.tree);
      const bound = new Set(
        occurrences.filter((each) => each.role === 'bind' && each.scope === scope).map(({ name }) => name),
      );
      const absent = names.filter((name) => !bound.has(name));
      problems.push(...absent.map((name) => `${path} imports ${name} from ${module}, which does not define it.`));
    }
  }
  return problems;
}

/** `dvc.yaml` as a graph of what stages leave and need. */
function pipelineProblems(files: readonly GeneratedFile[]): string[] {
  const text = files.find(({ path }) => path === 'dvc.yaml')?.text;
  if (text === undefined) return [];
  const yaml = parseYamlOnce(text);
  const [problem] = yaml.problems;
  if (problem !== undefined) return [`dvc.yaml cannot be read: ${problem.message}`];
  const stages = entryOf(topLevelMap(yaml), 'stages')?.value;
  if (stages?.kind !== 'map') return ['dvc.yaml has no stages.'];
  const graph = stages.entries.map(({ key, value }) => ({
    name: key,
    needs: pathsOf(value, 'deps'),
    leaves: [...pathsOf(value, 'outs'), ...pathsOf(value, 'metrics'), ...pathsOf(value, 'plots')],
  }));
  const twice = graph.flatMap(({ leaves }) => leaves).filter((path, index, all) => all.indexOf(path) !== index);
  const makers = new Map(graph.flatMap(({ name, leaves }) => leaves.map((path) => [path, name] as const)));
  const after = new Map(graph.map(({ name, needs }) => [name, needs.flatMap((path) => makers.get(path) ?? [])]));
  const circle = graph.find(({ name }) => reaches(after, name, name));
  return [
    ...twice.map((path) => `dvc.yaml leaves ${path} in two stages.`),
    ...(circle === undefined ? [] : [`In dvc.yaml the stage ${circle.name} needs what it leaves itself.`]),
  ];
}

function reaches(after: ReadonlyMap<string, readonly string[]>, from: string, to: string): boolean {
  const seen = new Set<string>();
  const open = [...(after.get(from) ?? [])];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (name === to) return true;
    if (seen.has(name)) continue;
    seen.add(name);
    open.push(...(after.get(name) ?? []));
  }
  return false;
}

/** Items are paths, or maps with the path as their only key. */
function pathsOf(stage: YamlNode | undefined, key: string): readonly string[] {
  const value = stage?.kind === 'map' ? entryOf(stage, key)?.value : undefined;
  if (value?.kind !== 'list') return [];
  return value.items.flatMap((item) => {
    if (item.kind === 'scalar') return [item.text];
    return item.kind === 'map' ? item.entries.map((entry) => entry.key) : [];
  });
}

function mapProblems(
  files: readonly GeneratedFile[],
  { statements }: CheckedPackage['report'],
  { entries }: CheckedPackage['map'],
): string[] {
  const lengths = new Map(files.map(({ path, text }) => [path, text.split('\n').length]));
  const known = new Set(entries.map(({ statement }) => statement));
  const unknown = statements
    .filter(({ outcome, to, id }) => outcome === 'converted' && to !== null && !known.has(id))
    .map(({ at, text }) => `The source map does not know \`${text}\` of cell ${at.cell + 1}.`);
  const outside = entries
    .filter(({ to }) => (lengths.get(to.file) ?? 0) < to.last)
    .map(({ to }) => `The source map names lines ${to.first}–${to.last} of ${to.file}, which are not there.`);
  return [...unknown, ...outside];
}

/** A sentence for a verification that has nothing but these. */
export function sayChecks(checks: readonly PackageCheck[]): string {
  const problems = checks.flatMap((check) => check.problems);
  const [first] = problems;
  if (first === undefined) {
    return 'Read without being run, the package is right: every module parses, all names and imports resolve, and the pipeline has no circle.';
  }
  const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
  return `Read without being run, the package has problems: ${first}${more}`;
}
