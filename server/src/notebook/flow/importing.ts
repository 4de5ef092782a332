/** Imports: modules of libraries by their names, modules beside the notebook by their code. */
import { publicNamesOf } from '../names/starImports.ts';
import type { PythonNode } from '../syntax/pythonTree.ts';
import type { CellRange } from '../read/notebook.ts';
import type { Frame } from './callable.ts';
import { noValue, union } from './heap.ts';
import type { HeapObject, Value } from './heap.ts';
import type { Machine } from './machine.ts';

/** @param qualified module, or module and member: `sklearn.svm.SVC` */
export function importModule(machine: Machine, qualified: string, place: PythonNode): Value {
  const module = localModule(machine, qualified, place);
  if (module !== undefined) return [module.id];
  const dot = qualified.lastIndexOf('.');
  const parent = dot <= 0 ? undefined : localModule(machine, qualified.slice(0, dot), place);
  const member = parent?.fields.get(`.${qualified.slice(dot + 1)}`);
  if (member !== undefined) return member;
  return [libraryModule(machine, qualified, place).id];
}

/** Binds the public names of a module; of one that nobody knows, any name may be bound from then on. */
export function importAll(machine: Machine, module: string, at: CellRange, place: PythonNode): void {
  const local = localModule(machine, module, place);
  if (local !== undefined) {
    for (const [field, value] of local.fields) {
      const name = field.slice(1);
      if (field.startsWith('.') && !name.startsWith('_')) machine.bind(name, at, value, 'import');
    }
    return;
  }
  const names = publicNamesOf(module);
  if (names === undefined) {
    machine.state.hasUnknownNames = true;
    return;
  }
  for (const name of names) {
    machine.bind(name, at, [libraryModule(machine, `${module}.${name}`, place).id], 'import');
  }
}

function libraryModule(machine: Machine, qualified: string, place: PythonNode): HeapObject {
  return machine.heap.allocate(`module ${qualified}`, {
    statement: machine.statement,
    at: machine.at(place),
    kind: 'module',
    type: qualified,
  });
}

/** A module that is a file beside the notebook, run once, where it is imported first. */
function localModule(machine: Machine, name: string, place: PythonNode): HeapObject | undefined {
  const at = machine.at(place);
  const known = machine.modules.get(name);
  if (known !== undefined) return known;
  const code = machine.localModules(name, at);
  if (code === undefined) return undefined;
  const module = machine.heap.allocate(`local module ${name}`, { statement: machine.statement, at, kind: 'module' });
  // Before it runs: modules can import each other.
  machine.modules.set(name, module);
  const importer = machine.frame;
  const frame: Frame = {
    id: machine.newFrameId(),
    code,
    scope: code.names.module,
    outer: undefined,
    running: importer.running,
    through: importer.through,
    context: `${importer.context}/${name}`,
    returned: noValue,
    yielded: noValue,
    ends: [],
    isCaptured: true,
  };
  machine.frame = frame;
  machine.execute(code.tree.root);
  machine.state.isDead = false;
  machine.frame = importer;
  const prefix = `${frame.id}:`;
  // What the module takes from others by a star is its own, too.
  for (const key of machine.state.bindings.keys().filter((name) => name.startsWith(prefix))) {
    const objects = machine.state.bindings.get(key)?.objects ?? noValue;
    machine.heap.put(module, `.${key.slice(prefix.length)}`, union(objects, noValue));
  }
  return module;
}
