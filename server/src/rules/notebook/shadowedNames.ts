/** The rule about names of Python and of libraries that get another meaning and are then used with the old one. */
import type { ObjectKind } from '../../../../schemas/effects.ts';
import type { Call, Definition, NotebookAnalysis, Statement } from '../../notebook/flow/analysis.ts';
import { isPredefined } from '../../notebook/names/predefinedNames.ts';
import { importedNames } from './codeAt.ts';
import type { NotebookContext, NotebookFinding, NotebookRule } from './notebookRule.ts';

export const shadowedNameRules: readonly NotebookRule[] = [
  {
    id: 'notebook/shadowed-name',
    severity: 'I/W/W',
    finds: 'a name of Python or of a library that got another meaning, used with its old one',
    why: 'The later use fails, or does something else. Give the variable a name of its own.',
    *check(context) {
      const { analysis } = context;
      if (analysis === undefined) return;
      const told = new Set<string>();
      for (const statement of analysis.statements) {
        if (statement.isLeftOut || statement.isOpaque) continue;
        for (const call of statement.calls) {
          const [name = ''] = call.text.split('.');
          const old = oldMeaning(context, name);
          if (old === undefined || told.has(name) || !isData(analysis, call)) continue;
          const definition = reboundBy(statement, name, call);
          if (definition === undefined) continue;
          told.add(name);
          yield tell(name, old, definition, call);
        }
      }
    },
  },
];

function oldMeaning({ pythonCells }: NotebookContext, name: string): string | undefined {
  const imported = importedNames(pythonCells).get(name);
  if (imported !== undefined) return `\`${imported}\``;
  return /^[a-z]\w*$/.test(name) && !name.startsWith('_') && isPredefined(name) ? 'what Python calls so' : undefined;
}

/** Kinds of things that cannot be called, and have no functions of modules. */
const dataKinds: ReadonlySet<ObjectKind> = new Set([
  'frame',
  'series',
  'index',
  'array',
  'text',
  'number',
  'date',
  'tuple',
  'list',
  'dict',
  'set',
  'path',
  'none',
]);

/** Whether what is called is data now: `list(…)` of a list, or `time.sleep(…)` of a number. */
function isData(analysis: NotebookAnalysis, { receiver, receivers, effect, text }: Call): boolean {
  const kinds = receivers.map((id) => analysis.object(id)?.kind);
  if (receiver === undefined || !kinds.every((kind) => kind !== undefined && dataKinds.has(kind))) return false;
  // A method that the kind has is meant for it.
  return !text.includes('.') || (effect?.key?.endsWith('.*') !== false && text.split('.').length === 2);
}

function reboundBy({ uses, lateUses }: Statement, name: string, { at }: Call): Definition | undefined {
  const use = [...uses, ...lateUses].find(
    (one) => one.name === name && one.at.cell === at.cell && one.at.start === at.start,
  );
  if (use === undefined || use.isUncertain || !use.definitions.every(({ kind }) => kind !== 'import')) return undefined;
  return use.definitions.find(({ kind, isWritten }) => kind === 'bind' && isWritten);
}

function tell(name: string, old: string, definition: Definition, call: Call): NotebookFinding {
  const where = call.at.cell === definition.at.cell ? 'below' : `in cell ${call.at.cell + 1}`;
  return {
    at: definition.at,
    message: `\`${name}\` gets another meaning here, and ${where} it is used as ${old}: give the variable another name.`,
    related: [{ at: call.at, message: `uses \`${name}\` with its old meaning` }],
  };
}
