/** Finds the scopes of a parsed text and every occurrence of a name in it. */
import { keptOn } from '../memory/keptOn.ts';
import { namedChildren, partOf, partsOf } from '../syntax/pythonTree.ts';
import type { PythonNode, PythonTree } from '../syntax/pythonTree.ts';
import { importsOf } from './imports.ts';
import { namesInQuery } from './namesInStrings.ts';
import { oldExceptName } from './oldExceptName.ts';
import type { Occurrence, Scope, ScopeKind } from './scopes.ts';

export interface NameTable {
  readonly module: Scope;
  /** In the order of evaluation: what is read to make a value comes before the name that gets it. */
  readonly occurrences: readonly Occurrence[];
  /** The scope that a function, lambda, class or comprehension opens. */
  scopeOf(node: PythonNode): Scope | undefined;
}

/** Never throws; broken text gives the names that are in it. Made once for each tree. */
export const readNames: (tree: PythonTree) => NameTable = keptOn(findNames);

function findNames(tree: PythonTree): NameTable {
  const reader = new NameReader(tree);
  reader.visit(tree.root);
  return {
    module: reader.scope,
    occurrences: reader.occurrences,
    scopeOf: (node) => reader.scopes.get(node),
  };
}

interface OpenScope extends Scope {
  readonly parent: OpenScope | undefined;
  readonly bound: Set<string>;
  readonly globals: Set<string>;
  readonly nonlocals: Set<string>;
}

const comprehensions: ReadonlySet<string> = new Set([
  'list_comprehension',
  'set_comprehension',
  'dictionary_comprehension',
  'generator_expression',
]);

class NameReader {
  readonly occurrences: Occurrence[] = [];
  readonly scopes = new Map<PythonNode, Scope>();
  scope: OpenScope;
  private readonly tree: PythonTree;

  constructor(tree: PythonTree) {
    this.tree = tree;
    this.scope = openScope('module', tree.root, undefined);
    this.scopes.set(tree.root, this.scope);
  }

  visit(node: PythonNode | undefined): void {
    if (node === undefined) return;
    if (comprehensions.has(node.type)) {
      this.comprehension(node);
      return;
    }
    switch (node.type) {
      case 'identifier':
        this.note(node, 'read');
        return;
      case 'attribute':
        this.visit(partOf(node, 'object'));
        return;
      case 'keyword_argument':
        this.visit(partOf(node, 'value'));
        return;
      case 'call':
        this.visitChildren(node);
        this.query(node);
        return;
      case 'assignment':
        this.assignment(node);
        return;
      case 'augmented_assignment':
        this.visit(partOf(node, 'left'));
        this.visit(partOf(node, 'right'));
        this.target(partOf(node, 'left'), 'bind');
        return;
      case 'named_expression':
        this.visit(partOf(node, 'value'));
        this.walrus(partOf(node, 'name'));
        return;
      case 'for_statement':
        this.visit(partOf(node, 'right'));
        this.target(partOf(node, 'left'), 'bind');
        this.visit(partOf(node, 'body'));
        this.visit(partOf(node, 'alternative'));
        return;
      case 'as_pattern':
        this.asPattern(node);
        return;
      case 'except_clause':
        this.exceptClause(node);
        return;
      case 'delete_statement':
        for (const child of namedChildren(node)) this.target(child, 'delete');
        return;
      case 'global_statement':
      case 'nonlocal_statement':
        this.declaration(node);
        return;
      case 'import_statement':
      case 'import_from_statement':
      case 'future_import_statement':
        for (const { name, place } of importsOf(this.tree, node)) this.bind(name, place.start, place.end);
        return;
      case 'function_definition':
        this.functionDefinition(node);
        return;
      case 'lambda':
        this.open('function', node, () => {
          this.parameters(partOf(node, 'parameters'));
          this.visit(partOf(node, 'body'));
        });
        return;
      case 'class_definition':
        this.visit(partOf(node, 'superclasses'));
        this.open('class', node, () => this.visit(partOf(node, 'body')));
        this.target(partOf(node, 'name'), 'bind');
        return;
      case 'case_pattern':
        this.casePattern(node);
        return;
      case 'type_alias_statement':
        this.visit(partOf(node, 'right'));
        this.typeName(partOf(node, 'left'));
        return;
      default:
        this.visitChildren(node);
    }
  }

  private visitChildren(node: PythonNode): void {
    for (const child of node.children) if (child.isNamed) this.visit(child);
  }

  private note(node: PythonNode, role: Occurrence['role'], scope: OpenScope = this.scope): void {
    const { start, end } = node;
    // A name that the parser made up is written nowhere.
    if (start === end) return;
    this.occurrences.push({
      name: this.tree.text.slice(start, end),
      start,
      end,
      role,
      scope,
      isInString: false,
    });
  }

  private bind(name: string, start: number, end: number): void {
    if (!this.scope.globals.has(name) && !this.scope.nonlocals.has(name)) this.scope.bound.add(name);
    this.occurrences.push({ name, start, end, role: 'bind', scope: this.scope, isInString: false });
  }

  /** What stands on the left of a sign that binds: names in it are bound, the rest is read. */
  private target(node: PythonNode | undefined, role: 'bind' | 'delete' | 'declare'): void {
    switch (node?.type) {
      case undefined:
        return;
      case 'identifier':
        this.note(node, role);
        if (!this.scope.globals.has(this.textOf(node)) && !this.scope.nonlocals.has(this.textOf(node))) {
          this.scope.bound.add(this.textOf(node));
        }
        return;
      case 'pattern_list':
      case 'tuple_pattern':
      case 'list_pattern':
      case 'list_splat_pattern':
      case 'dictionary_splat_pattern':
      case 'as_pattern_target':
      case 'expression_list':
      case 'tuple':
      case 'list':
      case 'list_splat':
      case 'parenthesized_expression':
        for (const child of namedChildren(node)) this.target(child, role);
        return;
      default:
        this.visit(node);
    }
  }

  private textOf({ start, end }: PythonNode): string {
    return this.tree.text.slice(start, end);
  }

  private assignment(node: PythonNode): void {
    const right = partOf(node, 'right');
    this.visit(partOf(node, 'type'));
    this.visit(right);
    // An annotation alone makes a name of this scope without binding it.
    this.target(partOf(node, 'left'), right === undefined ? 'declare' : 'bind');
  }

  /** Binds in the nearest scope that is no comprehension. */
  private walrus(name: PythonNode | undefined): void {
    if (name === undefined) return;
    let scope = this.scope;
    while (scope.kind === 'comprehension' && scope.parent !== undefined) scope = scope.parent;
    const text = this.textOf(name);
    if (!scope.globals.has(text) && !scope.nonlocals.has(text)) scope.bound.add(text);
    this.note(name, 'bind', scope);
  }

  private asPattern(node: PythonNode): void {
    const [value, ...rest] = namedChildren(node);
    this.visit(value);
    for (const alias of rest) this.target(alias, 'bind');
  }

  private exceptClause(node: PythonNode): void {
    const old = oldExceptName(this.tree, node);
    for (const child of node.children) {
      if (child === old) this.target(child, 'bind');
      else if (child.isNamed) this.visit(child);
    }
  }

  private declaration(node: PythonNode): void {
    const names = node.type === 'global_statement' ? this.scope.globals : this.scope.nonlocals;
    for (const child of namedChildren(node)) {
      names.add(this.textOf(child));
      this.scope.bound.delete(this.textOf(child));
      this.note(child, 'declare');
    }
  }

  private functionDefinition(node: PythonNode): void {
    this.visit(partOf(node, 'return_type'));
    this.open('function', node, () => {
      for (const parameter of partsOf(node, 'type_parameters')) {
        for (const child of namedChildren(parameter)) this.typeName(child);
      }
      this.parameters(partOf(node, 'parameters'));
      this.visit(partOf(node, 'body'));
    });
    this.target(partOf(node, 'name'), 'bind');
  }

  /** `X` of `type X = …` and of `def f[X]()`. */
  private typeName(node: PythonNode | undefined): void {
    const name = node?.type === 'identifier' ? node : node?.children.find((child) => child.type === 'identifier');
    if (name !== undefined) this.target(name, 'bind');
    else for (const child of node?.children ?? []) this.visit(child);
  }

  /** Defaults and annotations are of the scope around the function. */
  private parameters(list: PythonNode | undefined): void {
    const inner = this.scope;
    const outer = inner.parent ?? inner;
    for (const parameter of list === undefined ? [] : namedChildren(list)) {
      this.scope = outer;
      this.visit(partOf(parameter, 'type'));
      this.visit(partOf(parameter, 'value'));
      this.scope = inner;
      if (parameter.type === 'typed_parameter') {
        for (const child of namedChildren(parameter)) if (child.field !== 'type') this.target(child, 'bind');
      } else this.target(partOf(parameter, 'name') ?? parameter, 'bind');
    }
  }

  private comprehension(node: PythonNode): void {
    const clauses = namedChildren(node).filter(({ field }) => field !== 'body');
    const first = clauses[0];
    // The first iterable is read outside, at once.
    if (first?.type === 'for_in_clause') this.visit(partOf(first, 'right'));
    this.open('comprehension', node, () => {
      for (const clause of clauses) {
        if (clause.type !== 'for_in_clause') this.visit(clause);
        else {
          if (clause !== first) this.visit(partOf(clause, 'right'));
          this.target(partOf(clause, 'left'), 'bind');
        }
      }
      this.visit(partOf(node, 'body'));
    });
  }

  private open(kind: ScopeKind, node: PythonNode, read: () => void): void {
    const outer = this.scope;
    this.scope = openScope(kind, node, outer);
    this.scopes.set(node, this.scope);
    read();
    this.scope = outer;
  }

  /** A name alone captures, one with a dot is read; the class of a pattern is read, its keywords are attributes. */
  private casePattern(node: PythonNode): void {
    for (const child of namedChildren(node)) this.pattern(child);
  }

  private pattern(node: PythonNode): void {
    const children = namedChildren(node);
    switch (node.type) {
      case 'dotted_name': {
        const [head] = children;
        if (head === undefined) return;
        if (children.length > 1) this.note(head, 'read');
        else if (this.textOf(head) !== '_') this.target(head, 'bind');
        return;
      }
      case 'class_pattern': {
        const [type, ...parts] = children;
        const head = type?.children[0];
        if (head !== undefined) this.note(head, 'read');
        for (const part of parts) this.pattern(part);
        return;
      }
      case 'keyword_pattern':
        for (const child of children.slice(1)) this.pattern(child);
        return;
      case 'splat_pattern':
      case 'identifier':
        for (const name of node.type === 'identifier' ? [node] : children) {
          if (this.textOf(name) !== '_') this.target(name, 'bind');
        }
        return;
      default:
        for (const child of children) this.pattern(child);
    }
  }

  private query(call: PythonNode): void {
    for (const { name, start, end } of namesInQuery(this.tree, call)) {
      this.occurrences.push({ name, start, end, role: 'read', scope: this.scope, isInString: true });
    }
  }
}

function openScope(kind: ScopeKind, { start, end }: PythonNode, parent: OpenScope | undefined): OpenScope {
  return { kind, start, end, parent, bound: new Set(), globals: new Set(), nonlocals: new Set() };
}
