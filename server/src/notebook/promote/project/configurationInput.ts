/** What looking for configuration needs to know, and what it finds before keys are given. */
import type { NotebookStage } from '../../../../../schemas/effects.ts';
import type { NotebookAnalysis, Statement, StatementId } from '../../flow/analysis.ts';
import { createFindAround } from '../../read/findAround.ts';
import type { CellRange } from '../../read/notebook.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { pathTo } from '../../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../../syntax/pythonTree.ts';
import type { ConfigurationValue } from '../plan.ts';
import { createCellTrees } from './cellTrees.ts';
import type { CellTrees } from './cellTrees.ts';
import type { PathSurroundings } from './relocatePath.ts';

export interface ConfigurationInput extends PathSurroundings {
  readonly analysis: NotebookAnalysis;
  readonly parser: PythonParser;
  /** The stage of a statement that is kept; undefined for the others. */
  readonly stageOf: (statement: StatementId) => NotebookStage | undefined;
}

/** A literal that may become configuration. */
export interface Candidate extends Omit<ConfigurationValue, 'key'> {
  /** Group, owner and name, from which the key is made. */
  readonly words: readonly string[];
  /** Of values that belong to one call: what tells this call from others of the same thing. */
  readonly ownedBy?: string | undefined;
  /** Another word for the owner, when another call has its name. */
  readonly otherOwner?: string | undefined;
  /** Places with the same identity mean the same and share a key. */
  readonly identity?: string | undefined;
  readonly decision?: string | undefined;
}

/** The statements that are kept, with their trees. */
export interface KeptCode {
  readonly input: ConfigurationInput;
  readonly trees: CellTrees;
  /** In effective order; definitions of functions and classes, whose bodies see no configuration, are left out. */
  readonly statements: readonly KeptStatement[];
  /** The kept statement that holds a place, if configuration can be read there; undefined otherwise. */
  holding(at: CellRange): KeptStatement | undefined;
}

export interface KeptStatement {
  readonly statement: Statement;
  readonly stage: NotebookStage;
  readonly tree: PythonTree;
  readonly node: PythonNode;
}

const withoutConfiguration: ReadonlySet<string> = new Set([
  'function_definition',
  'class_definition',
  'decorated_definition',
  'lambda',
  'string',
  'interpolation',
  'case_pattern',
]);

export function readKeptCode(input: ConfigurationInput): KeptCode {
  const trees = createCellTrees(input.analysis.notebook, input.parser);
  const statements = input.analysis.statements.flatMap((statement): readonly KeptStatement[] => {
    const stage = input.stageOf(statement.id);
    const tree = trees.treeOf(statement.at.cell);
    if (stage === undefined || tree === undefined || statement.isOpaque || statement.isLeftOut) return [];
    const node = trees.nodeAt(statement.at) ?? pathTo(tree.root, statement.at.start)[1];
    if (node === undefined || withoutConfiguration.has(node.type) || node.type.startsWith('import')) return [];
    return [{ statement, stage, tree, node }];
  });
  const statementAround = createFindAround(statements, ({ statement }) => statement.at);
  const holding = (at: CellRange): KeptStatement | undefined => {
    const found = statementAround(at);
    const path = trees.pathTo(at);
    const isSeen = path.length > 0 && path.slice(0, -1).every(({ type }) => !withoutConfiguration.has(type));
    return isSeen ? found : undefined;
  };
  return { input, trees, statements, holding };
}

export function rangeOf({ statement }: KeptStatement, { start, end }: PythonNode): CellRange {
  return { cell: statement.at.cell, start, end };
}
