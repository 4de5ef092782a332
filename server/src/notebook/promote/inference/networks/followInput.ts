/** From what a network is called with, through loops, loaders, data sets and functions, back to a value of the notebook. */
import type { NotebookAnalysis, Statement, StatementId } from '../../../flow/analysis.ts';
import { descendants, namedChildren, partOf, partsOf, textOf } from '../../../syntax/pythonTree.ts';
import type { PythonNode } from '../../../syntax/pythonTree.ts';
import { readLiteral } from '../../project/readLiteral.ts';
import { drawsByChance, modeOfPictures, setsTransforms } from './pictures.ts';
import type { PictureMode } from './pictures.ts';
import {
  argumentsOf,
  callAtNode,
  definitionNamed,
  enter,
  givenTo,
  keywordIn,
  methodCall,
  parametersOf,
  topScope,
} from './scopes.ts';
import type { Followed, PlacedDefinition, Scope } from './scopes.ts';

/** An expression at the top of the notebook, and what becomes of its value on the way. */
export interface FollowedInput {
  readonly statement: Statement;
  readonly node: PythonNode;
  /** Writes what is done to the value, given its text. */
  readonly wrap: (text: string) => string;
  /** Of a data set that reads pictures: how; the node is then what makes the data set. Undefined for all other values. */
  readonly pictures?: FollowedPictures | undefined;
}

/** How pictures become what a network is given. */
export interface FollowedPictures {
  readonly statement: Statement;
  /** What makes the function that makes a tensor of a picture. */
  readonly transform: PythonNode;
  readonly mode: PictureMode;
  /** Whether it differs from time to time, as training likes it. */
  readonly isDrawn: boolean;
}

type Wrap = (text: string) => string;
type Followed_ = FollowedInput | string;

const asIs: Wrap = (text) => text;

/** What goes through a number of steps is cut off there: a notebook that goes in circles says nothing. */
const mostSteps = 60;

/** Items of a tuple that are asked for, the outer one first. */
type Path = readonly number[];

/** @returns why it cannot be followed, as the end of a sentence, where that is so */
export function followInput(followed: Followed, scope: Scope, node: PythonNode): FollowedInput | string {
  let steps = 0;

  return value(scope, node, [], asIs);

  function lost(where: Scope, what: PythonNode): string {
    const text = textOf(where.tree, what).replace(/\s+/g, ' ');
    return `\`${text.length > 50 ? `${text.slice(0, 49)}…` : text}\` cannot be followed to the raw rows`;
  }

  function value(here: Scope, expression: PythonNode, path: Path, wrap: Wrap): Followed_ {
    steps += 1;
    if (steps > mostSteps) return lost(here, expression);
    switch (expression.type) {
      case 'parenthesized_expression': {
        const [inner] = namedChildren(expression);
        return inner === undefined ? lost(here, expression) : value(here, inner, path, wrap);
      }
      case 'identifier':
        return name(here, expression, path, wrap);
      case 'tuple':
      case 'expression_list': {
        const [index, ...rest] = path;
        const item = index === undefined ? undefined : namedChildren(expression)[index];
        return item === undefined ? lost(here, expression) : value(here, item, rest, wrap);
      }
      case 'call':
        return call(here, expression, path, wrap);
      case 'subscript':
        return subscript(here, expression, path, wrap);
      case 'attribute': {
        const object = partOf(expression, 'object');
        const attribute = partOf(expression, 'attribute');
        const isView = attribute !== undefined && /^(?:data|values)$/.test(textOf(here.tree, attribute));
        if (here.called === undefined && path.length === 0 && !isLocal(here, expression))
          return atTop(here, expression, wrap);
        return object !== undefined && isView ? value(here, object, path, wrap) : lost(here, expression);
      }
      default:
        return path.length === 0 && here.called === undefined && !isLocal(here, expression)
          ? atTop(here, expression, wrap)
          : lost(here, expression);
    }
  }

  function atTop(here: Scope, expression: PythonNode, wrap: Wrap): FollowedInput {
    return { statement: here.statement, node: expression, wrap };
  }

  /** Whether an expression reads a name that its own statement binds, such as the batch of a loop. */
  function isLocal(here: Scope, expression: PythonNode): boolean {
    if (!/^(?:for|while|with|if|try)_/.test(here.root.type)) return false;
    return [...descendants(expression)].some(
      (child) => child.type === 'identifier' && child.field !== 'attribute' && bindingOf(here, child) !== undefined,
    );
  }

  function name(here: Scope, node: PythonNode, path: Path, wrap: Wrap): Followed_ {
    const bound = bindingOf(here, node);
    if (bound !== undefined) {
      const further = [...bound.path, ...path];
      return bound.isItem ? items(here, bound.from, further, wrap) : value(here, bound.from, further, wrap);
    }
    const given = argumentFor(here, node);
    if (given !== undefined) return value(given.scope, given.node, path, wrap);
    if (here.called === undefined && path.length === 0) return atTop(here, node, wrap);
    const made = madeAt(here, node);
    return made === undefined ? lost(here, node) : value(made.scope, made.node, [...made.path, ...path], wrap);
  }

  function call(here: Scope, node: PythonNode, path: Path, wrap: Wrap): Followed_ {
    if (path.length === 0 && here.called === undefined && !isLocal(here, node)) return atTop(here, node, wrap);
    const method = methodCall(here.tree, node);
    const [first] = argumentsOf(node);
    const callee = callAtNode(here, node)?.callee;
    if (callee === 'builtins.next' && first !== undefined) return items(here, first, path, wrap);
    if (callee === 'builtins.iter' && first !== undefined) return items(here, first, path, wrap);
    if (path.length === 0 && method !== undefined) {
      const written = conversion(here, node, method.method);
      if (written !== undefined) return value(here, method.receiver, path, (text) => wrap(written(text)));
    }
    if (path.length === 0 && first !== undefined && conversions.has(callee ?? '')) {
      const text = textOf(here.tree, partOf(node, 'function') ?? node);
      const others = argumentsOf(node).slice(1);
      if (others.every((argument) => isConstant(here, argument))) {
        const rest = others.map((argument) => `, ${textOf(here.tree, argument)}`).join('');
        const isIdentity = text.endsWith('Variable');
        return value(here, first, path, (inner) => wrap(isIdentity ? inner : `${text}(${inner}${rest})`));
      }
    }
    const inner = enter(followed, here, node);
    const returned = inner === undefined ? undefined : returnedBy(inner);
    return inner === undefined || returned === undefined ? lost(here, node) : value(inner, returned, path, wrap);
  }

  function subscript(here: Scope, node: PythonNode, path: Path, wrap: Wrap): Followed_ {
    const object = partOf(node, 'value');
    const [index, ...more] = partsOf(node, 'subscript');
    if (object === undefined || index === undefined) return lost(here, node);
    const literal = readLiteral(here.tree, index)?.value;
    if (typeof literal === 'string') return lost(here, node);
    if (typeof literal === 'number' && more.length === 0) return value(here, object, [literal, ...path], wrap);
    if (more.some(({ type, start, end }) => type !== 'slice' || end - start > 1)) return lost(here, node);
    return value(here, object, path, wrap);
  }

  /** One round of a loop over something: a batch of rows. */
  function items(here: Scope, iterated: PythonNode, path: Path, wrap: Wrap): Followed_ {
    steps += 1;
    if (steps > mostSteps) return lost(here, iterated);
    if (iterated.type === 'identifier') {
      const bound = bindingOf(here, iterated);
      if (bound !== undefined && !bound.isItem) return unpacked(here, bound.from, bound.path, path, wrap);
      const given = argumentFor(here, iterated);
      if (given !== undefined) return items(given.scope, given.node, path, wrap);
      const made = madeAt(here, iterated);
      return made === undefined ? lost(here, iterated) : unpacked(made.scope, made.node, made.path, path, wrap);
    }
    if (iterated.type !== 'call') return lost(here, iterated);
    const callee = callAtNode(here, iterated)?.callee ?? textOf(here.tree, partOf(iterated, 'function') ?? iterated);
    const given = argumentsOf(iterated).filter(({ type }) => type !== 'keyword_argument');
    const [first] = given;
    if (first === undefined) return lost(here, iterated);
    if (callee === 'builtins.enumerate') {
      const [index, ...rest] = path;
      return index === 1 ? items(here, first, rest, wrap) : lost(here, iterated);
    }
    if (/(?:^|\.)(?:tqdm|trange|iter|list)$/.test(callee) || /tqdm/.test(callee)) return items(here, first, path, wrap);
    if (callee === 'builtins.zip') {
      const [index, ...rest] = path;
      const item = index === undefined ? undefined : given[index];
      return item === undefined ? lost(here, iterated) : value(here, item, rest, wrap);
    }
    if (callee.startsWith('torch.utils.data.') && callee.endsWith('DataLoader'))
      return dataset(here, first, path, wrap);
    const inner = enter(followed, here, iterated);
    const returned = inner === undefined ? undefined : returnedBy(inner);
    return inner === undefined || returned === undefined ? lost(here, iterated) : items(inner, returned, path, wrap);
  }

  /** Loaders that are bound several at a time. */
  function unpacked(here: Scope, from: PythonNode, places: Path, path: Path, wrap: Wrap): Followed_ {
    const [place, ...others] = places;
    if (place === undefined) return items(here, from, path, wrap);
    if (from.type === 'expression_list' || from.type === 'tuple') {
      const item = namedChildren(from)[place];
      return item === undefined ? lost(here, from) : unpacked(here, item, others, path, wrap);
    }
    const inner = from.type === 'call' ? enter(followed, here, from) : undefined;
    const returned = inner === undefined ? undefined : returnedBy(inner);
    return inner === undefined || returned === undefined
      ? lost(here, from)
      : unpacked(inner, returned, places, path, wrap);
  }

  function dataset(here: Scope, node: PythonNode, path: Path, wrap: Wrap): Followed_ {
    steps += 1;
    if (steps > mostSteps) return lost(here, node);
    if (node.type === 'identifier') {
      const bound = bindingOf(here, node);
      if (bound !== undefined && !bound.isItem) return datasetFrom(here, bound.from, bound.path, path, wrap);
      const given = argumentFor(here, node);
      if (given !== undefined) return dataset(given.scope, given.node, path, wrap);
      const made = madeAt(here, node);
      return made === undefined ? lost(here, node) : datasetFrom(made.scope, made.node, made.path, path, wrap);
    }
    if (node.type !== 'call') return lost(here, node);
    const callee = callAtNode(here, node)?.callee ?? '';
    const given = argumentsOf(node);
    const [first] = given;
    if (first !== undefined && /^torch\.utils\.data\.(?:random_split|Subset)$/.test(callee)) {
      return dataset(here, first, path, wrap);
    }
    if (callee === 'torch.utils.data.TensorDataset') {
      const [index, ...rest] = path;
      const item = given[index ?? 0];
      return item === undefined ? lost(here, node) : value(here, item, rest, wrap);
    }
    const own = partOf(node, 'function');
    const definition =
      own?.type === 'identifier' ? definitionNamed(followed, textOf(here.tree, own), here.statement) : undefined;
    if (definition?.node.type === 'class_definition') return itemOf(here, node, definition, path, wrap);
    return (
      pictures(here, node, path, wrap) ?? `\`${callee || textOf(here.tree, own ?? node)}\` reads the rows by itself`
    );
  }

  /** A data set of torchvision, of which the first part of each item is a picture; undefined for all others. */
  function pictures(here: Scope, node: PythonNode, [place, ...rest]: Path, wrap: Wrap): Followed_ | undefined {
    const mode = modeOfPictures(callAtNode(here, node)?.callee ?? '');
    if (mode === undefined || place !== 0 || rest.length > 0 || here.called !== undefined) return undefined;
    if (argumentsOf(node).some((argument) => keywordIn(here.tree, argument) === 'loader')) return undefined;
    if (setsTransforms(followed.plan.analysis)) return 'what is done to the pictures is changed later';
    const given = argumentsOf(node).find((argument) => keywordIn(here.tree, argument) === 'transform');
    const value = given === undefined ? undefined : partOf(given, 'value');
    const made = value?.type === 'identifier' ? madeAt(here, value) : undefined;
    const written =
      value?.type === 'identifier' ? (made?.path.length === 0 ? made : undefined) : { scope: here, node: value };
    if (written?.node?.type !== 'call') return undefined;
    const { scope, node: transform } = written;
    const isDrawn = drawsByChance(textOf(scope.tree, transform));
    return {
      statement: here.statement,
      node,
      wrap,
      pictures: { statement: scope.statement, transform, mode, isDrawn },
    };
  }

  /** Splits of one data set have rows of one kind. */
  function datasetFrom(here: Scope, from: PythonNode, places: Path, path: Path, wrap: Wrap): Followed_ {
    const [place, ...others] = places;
    if (place !== undefined && (from.type === 'expression_list' || from.type === 'tuple')) {
      const item = namedChildren(from)[place];
      return item === undefined ? lost(here, from) : datasetFrom(here, item, others, path, wrap);
    }
    return dataset(here, from, path, wrap);
  }

  /** `__getitem__` of a class of the notebook, whose fields `__init__` makes of its parameters. */
  function itemOf(here: Scope, made: PythonNode, { cell, node }: PlacedDefinition, path: Path, wrap: Wrap): Followed_ {
    const tree = followed.trees.treeOf(cell);
    const body = partOf(node, 'body');
    const methods = (body === undefined ? [] : namedChildren(body)).map((child) =>
      child.type === 'decorated_definition' ? (partOf(child, 'definition') ?? child) : child,
    );
    const methodNamed = (wanted: string): PythonNode | undefined =>
      methods.find((method) => {
        const own = partOf(method, 'name');
        return tree !== undefined && own !== undefined && textOf(tree, own) === wanted;
      });
    const [getter, maker] = [methodNamed('__getitem__'), methodNamed('__init__')];
    if (tree === undefined || getter === undefined || maker === undefined) return lost(here, made);
    const initializer = maker;
    const inClass = (root: PythonNode): Scope => ({
      statement: here.statement,
      cell,
      tree,
      root,
      called: { from: here, call: made },
    });
    return item(inClass(getter), returnedBy(inClass(getter)), path, wrap);

    function item(at: Scope, expression: PythonNode | undefined, places: Path, outer: Wrap): Followed_ {
      steps += 1;
      if (expression === undefined || steps > mostSteps) return lost(here, made);
      const [place, ...others] = places;
      switch (expression.type) {
        case 'tuple':
        case 'expression_list': {
          const chosen = namedChildren(expression)[place ?? 0];
          return item(at, chosen, others, outer);
        }
        case 'parenthesized_expression':
          return item(at, namedChildren(expression)[0], places, outer);
        case 'identifier': {
          const bound = bindingOf(at, expression);
          if (bound !== undefined)
            return bound.isItem ? lost(at, expression) : item(at, bound.from, [...bound.path, ...places], outer);
          const given =
            at.root === initializer
              ? givenTo(at.tree, made, here.tree, at.root, textOf(at.tree, expression), true)
              : undefined;
          return given === undefined ? lost(at, expression) : value(here, given, places, outer);
        }
        case 'subscript': {
          // One item of a field is a row of it.
          const object = partOf(expression, 'value');
          return item(at, object, places, outer);
        }
        case 'attribute': {
          const object = partOf(expression, 'object');
          const attribute = partOf(expression, 'attribute');
          const field = attribute === undefined ? '' : textOf(at.tree, attribute);
          if (object === undefined) return lost(at, expression);
          if (textOf(at.tree, object) !== 'self') {
            if (field === 'iloc') return item(at, object, places, outer);
            return field === 'values'
              ? item(at, object, places, (text) => outer(`${text}.values`))
              : lost(at, expression);
          }
          const making = inClass(initializer);
          const set = fieldOf(making, field);
          return set === undefined ? lost(at, expression) : item(making, set, places, outer);
        }
        case 'call': {
          const method = methodCall(at.tree, expression);
          const callee = partOf(expression, 'function');
          const [first, ...rest] = argumentsOf(expression);
          const known = callAtNode(at, expression)?.callee ?? textOf(at.tree, callee ?? expression);
          if (first !== undefined && isElementwise(known) && rest.every((argument) => isConstant(at, argument))) {
            const more = rest.map((argument) => `, ${textOf(at.tree, argument)}`).join('');
            return item(at, first, places, (text) => outer(`${textOf(at.tree, callee ?? expression)}(${text}${more})`));
          }
          if (
            method !== undefined &&
            /^(?:float|double|long|int|astype|to_numpy|type|copy|toarray)$/.test(method.method)
          ) {
            const written = conversion(at, expression, method.method);
            if (written !== undefined) return item(at, method.receiver, places, (text) => outer(written(text)));
          }
          return lost(at, expression);
        }
        default:
          return lost(at, expression);
      }
    }
  }

  /** The argument for a name that is a parameter. */
  function argumentFor(
    here: Scope,
    node: PythonNode,
  ): { readonly scope: Scope; readonly node: PythonNode } | undefined {
    const { called, tree, root } = here;
    if (called === undefined || root.type !== 'function_definition') return undefined;
    const parameter = textOf(tree, node);
    if (!parametersOf(tree, root).includes(parameter)) return undefined;
    const given = givenTo(tree, called.call, called.from.tree, root, parameter);
    return given === undefined ? undefined : { scope: called.from, node: given };
  }

  /** Where the top of the notebook binds a name, for the statement that is looked at. */
  function madeAt(
    here: Scope,
    node: PythonNode,
  ): { readonly scope: Scope; readonly node: PythonNode; readonly path: Path } | undefined {
    const variable = textOf(here.tree, node);
    const [id, ...others] = bindingStatements(followed.plan.analysis, here.statement, variable);
    const statement = id === undefined ? undefined : followed.plan.analysis.statements[id];
    const scope = statement === undefined || others.length > 0 ? undefined : topScope(followed, statement);
    if (scope === undefined) return undefined;
    const bound = bindingsIn(scope, variable).at(-1);
    return bound === undefined || bound.isItem ? undefined : { scope, node: bound.from, path: bound.path };
  }
}

/** The statements that bind what a name holds for a statement, through those that only change it. */
function bindingStatements(
  { statements }: NotebookAnalysis,
  statement: Statement,
  variable: string,
): readonly StatementId[] {
  const found = new Set<StatementId>();
  const seen = new Set([statement.id]);
  for (const id of seen) {
    const { uses = [], lateUses = [] } = statements[id] ?? {};
    for (const { kind, statement: by } of [...uses, ...lateUses].flatMap((use) =>
      use.name === variable ? use.definitions : [],
    )) {
      if (kind === 'bind') found.add(by);
      else if (kind === 'mutate' || kind === 'maybe-mutate') seen.add(by);
    }
  }
  return [...found];
}

/** What a name is bound to inside a scope. */
interface Binding {
  readonly at: number;
  readonly from: PythonNode;
  /** Whether it is bound to an item of that in each round. */
  readonly isItem: boolean;
  readonly path: Path;
}

/** The last binding in front of a place, which is in the same scope. */
function bindingOf(scope: Scope, node: PythonNode): Binding | undefined {
  return bindingsIn(scope, textOf(scope.tree, node)).findLast(({ at }) => at < node.start);
}

function bindingsIn({ tree, root }: Scope, name: string): readonly Binding[] {
  const found: Binding[] = [];
  for (const child of descendants(root)) {
    const isLoop = child.type === 'for_statement' || child.type === 'for_in_clause';
    if (child.type !== 'assignment' && !isLoop) continue;
    const left = partOf(child, 'left');
    const right = partOf(child, 'right');
    if (left === undefined || right === undefined) continue;
    const path = placeOf(left, (target) => target.type === 'identifier' && textOf(tree, target) === name);
    if (path === undefined) continue;
    // A value is bound once all of it is computed, and an item before the body runs.
    found.push({ at: isLoop ? left.start : right.end - 1, from: right, isItem: isLoop, path });
  }
  return found;
}

/** Where in a pattern a name stands; undefined when it does not. */
function placeOf(pattern: PythonNode, isWanted: (target: PythonNode) => boolean): Path | undefined {
  if (isWanted(pattern)) return [];
  if (!/^(?:pattern_list|tuple_pattern|list_pattern|tuple)$/.test(pattern.type)) return undefined;
  for (const [index, target] of namedChildren(pattern).entries()) {
    const inner = placeOf(target, isWanted);
    if (inner !== undefined) return [index, ...inner];
  }
  return undefined;
}

/** The one expression that a function returns; undefined when there are several. */
function returnedBy({ root }: Scope): PythonNode | undefined {
  const returns = [...descendants(root)].filter(({ type }) => type === 'return_statement');
  const [only, ...others] = returns;
  return only === undefined || others.length > 0 ? undefined : namedChildren(only)[0];
}

/** `self.field = …`, where it is set once. */
function fieldOf({ tree, root }: Scope, field: string): PythonNode | undefined {
  const sets = [...descendants(root)].filter((child) => {
    const left = child.type === 'assignment' ? partOf(child, 'left') : undefined;
    return left !== undefined && textOf(tree, left).replace(/\s/g, '') === `self.${field}`;
  });
  const [only, ...others] = sets;
  return only === undefined || others.length > 0 ? undefined : partOf(only, 'right');
}

/** What makes tensors of rows, and rows of another type. */
const conversions: ReadonlySet<string> = new Set([
  'torch.tensor',
  'torch.as_tensor',
  'torch.from_numpy',
  'torch.FloatTensor',
  'torch.DoubleTensor',
  'torch.LongTensor',
  'torch.Tensor',
  'torch.unsqueeze',
  'torch.flatten',
  'torch.autograd.Variable',
  'numpy.array',
  'numpy.asarray',
  'numpy.float32',
]);

/** Conversions that do to each row what they do to all. */
function isElementwise(callee: string): boolean {
  return conversions.has(callee) && !/unsqueeze|flatten|Variable/.test(callee);
}

const moves: ReadonlySet<string> = new Set([
  'cuda',
  'cpu',
  'detach',
  'clone',
  'contiguous',
  'requires_grad_',
  'pin_memory',
]);
const reshapes: ReadonlySet<string> = new Set(
  'float double long int half astype type unsqueeze squeeze view reshape permute transpose flatten numpy to_numpy copy toarray'.split(
    ' ',
  ),
);

/** How a method is written that only changes the form of rows; undefined for others. */
function conversion(here: Scope, call: PythonNode, method: string): Wrap | undefined {
  const given = argumentsOf(call);
  if (moves.has(method)) return asIs;
  if (method === 'to') {
    const [first] = given;
    const text = first === undefined ? '' : textOf(here.tree, first);
    // Where it lies is decided when it is asked; of which type it is, is not.
    return /^(?:dtype\s*=\s*)?torch\.[a-z]+\d+$/.test(text) ? (inner) => `${inner}.to(${text})` : asIs;
  }
  if (!reshapes.has(method)) return undefined;
  const texts = given.map((argument, index) => {
    if (isConstant(here, argument)) return textOf(here.tree, argument);
    // The number of rows is another one for other rows.
    const isRows =
      index === 0 && /(?:\.size\(0\)|\.shape\[0\]|^len\(.+\)|batch_size)$/i.test(textOf(here.tree, argument));
    return isRows ? '' : undefined;
  });
  if (texts.includes(undefined)) return undefined;
  const isCounted = texts[0] === '' && given.length > 0;
  if (!isCounted) return (inner) => `${inner}.${method}(${texts.join(', ')})`;
  if (texts.length === 2 && texts[1] === '-1') return (inner) => `${inner}.reshape(${inner}.shape[0], -1)`;
  return texts.includes('-1') ? undefined : (inner) => `${inner}.${method}(${['-1', ...texts.slice(1)].join(', ')})`;
}

/** Whether an argument is the same wherever it stands: literals, types, sums of numbers. */
function isConstant({ tree }: Scope, argument: PythonNode): boolean {
  const node = argument.type === 'keyword_argument' ? partOf(argument, 'value') : argument;
  if (node === undefined || keywordIn(tree, argument) === 'device') return false;
  if (readLiteral(tree, node) !== undefined) return true;
  const text = textOf(tree, node);
  return (
    /^(?:torch|np|numpy)\.[A-Za-z_]+\d*$/.test(text) || /^(?:int|float|bool)$/.test(text) || /^[\d\s*+()-]+$/.test(text)
  );
}
