/** Follows a model's answers through the code of the notebook, to what it makes of them. */
import { namedChildren, partOf, partsOf, textOf } from '../../../syntax/pythonTree.ts';
import type { PythonNode } from '../../../syntax/pythonTree.ts';
import { readLiteral } from '../../project/readLiteral.ts';
import { applyStep, asArray, beginAnswer, isAnswer } from './answer.ts';
import type { Answer, AnswerValue, Form } from './answer.ts';
import { answerFunctions, answerMethods, movingMethods } from './answerCalls.ts';
import type { AnswerCall } from './answerCalls.ts';
import { argumentsOf, callAtNode, enter, givenTo, keywordIn, methodCall, parametersOf } from './scopes.ts';
import type { Followed, Scope } from './scopes.ts';

/** Something other than the answers, as inference writes it. */
export interface Operand {
  readonly text: string;
  readonly uses: readonly string[];
}

export interface AnswerReader {
  /** Reads a statement of the notebook: what names hold of the answers, and what is made of them. */
  read(scope: Scope): void;
  /** What was found so far. */
  readonly found: readonly Answer[];
}

/** Functions in functions that are followed. */
const deepest = 4;

/**
 * @param isAsked whether a node is the call that asks the model
 * @param operandOf what inference knows of an expression at the top of the notebook; undefined when nothing
 */
export function createAnswerReader(
  followed: Followed,
  isAsked: (scope: Scope, node: PythonNode) => boolean,
  form: Form,
  operandOf: (scope: Scope, node: PythonNode) => Operand | undefined,
): AnswerReader {
  const found: Answer[] = [];
  const top = new Map<string, AnswerValue>();

  return { found, read: (scope) => void run(scope, scope.root, top, 0) };

  type Names = Map<string, AnswerValue>;

  /** @returns what the code returns, where it does */
  function run(scope: Scope, node: PythonNode, names: Names, depth: number): AnswerValue | undefined {
    switch (node.type) {
      case 'function_definition':
        return depth === 0 ? undefined : inOrder(scope, partOf(node, 'body'), names, depth);
      case 'class_definition':
      case 'decorated_definition':
      case 'import_statement':
      case 'import_from_statement':
        return undefined;
      case 'expression_statement': {
        for (const child of namedChildren(node)) expressionStatement(scope, child, names, depth);
        return undefined;
      }
      case 'return_statement': {
        const [returned] = namedChildren(node);
        return returned === undefined ? undefined : evaluate(scope, returned, names, depth);
      }
      case 'for_statement':
      case 'while_statement':
      case 'with_statement':
      case 'if_statement':
      case 'try_statement':
      case 'block':
      case 'else_clause':
      case 'elif_clause':
      case 'finally_clause':
      case 'except_clause':
        return inOrder(scope, node, names, depth);
      default:
        evaluate(scope, node, names, depth);
        return undefined;
    }
  }

  function inOrder(scope: Scope, node: PythonNode | undefined, names: Names, depth: number): AnswerValue | undefined {
    let returned: AnswerValue | undefined;
    for (const child of node === undefined ? [] : namedChildren(node))
      returned = run(scope, child, names, depth) ?? returned;
    return returned;
  }

  function expressionStatement(scope: Scope, node: PythonNode, names: Names, depth: number): void {
    const left = partOf(node, 'left');
    const right = partOf(node, 'right');
    if (node.type === 'assignment' && left !== undefined && right !== undefined) {
      bind(scope, left, evaluate(scope, right, names, depth), names);
      return;
    }
    if (node.type === 'augmented_assignment' && left?.type === 'identifier' && right !== undefined) {
      // `answers += batch` gathers batches.
      const value = evaluate(scope, right, names, depth);
      if (value !== undefined) names.set(textOf(scope.tree, left), value);
      return;
    }
    const method = node.type === 'call' ? methodCall(scope.tree, node) : undefined;
    const [first] = node.type === 'call' ? argumentsOf(node) : [];
    if (method?.receiver.type === 'identifier' && first !== undefined && /^(?:append|extend)$/.test(method.method)) {
      const value = evaluate(scope, first, names, depth);
      if (value !== undefined) names.set(textOf(scope.tree, method.receiver), value);
      return;
    }
    evaluate(scope, node, names, depth);
  }

  function bind(scope: Scope, target: PythonNode, value: AnswerValue | undefined, names: Names): void {
    if (target.type === 'identifier') {
      const name = textOf(scope.tree, target);
      if (value === undefined) names.delete(name);
      else names.set(name, value);
      note(value);
      return;
    }
    if (!/^(?:pattern_list|tuple_pattern|list_pattern)$/.test(target.type)) return;
    for (const [index, part] of namedChildren(target).entries()) {
      bind(scope, part, value !== undefined && 'parts' in value ? value.parts[index] : undefined, names);
    }
  }

  function note(value: AnswerValue | undefined): void {
    if (isAnswer(value)) found.push(value);
  }

  function evaluate(scope: Scope, node: PythonNode, names: Names, depth: number): AnswerValue | undefined {
    if (node.type === 'call' && isAsked(scope, node)) return beginAnswer(form);
    const inner = (child: PythonNode): AnswerValue | undefined => evaluate(scope, child, names, depth);
    switch (node.type) {
      case 'identifier':
        return names.get(textOf(scope.tree, node));
      case 'parenthesized_expression': {
        const [child] = namedChildren(node);
        return child === undefined ? undefined : inner(child);
      }
      case 'tuple':
      case 'expression_list':
        return { parts: namedChildren(node).map((child) => inner(child)) };
      case 'call':
        return call(scope, node, names, depth);
      case 'attribute': {
        const object = partOf(node, 'object');
        const attribute = partOf(node, 'attribute');
        const value = object === undefined ? undefined : inner(object);
        const name = attribute === undefined ? '' : textOf(scope.tree, attribute);
        if (value !== undefined && 'parts' in value) return value.parts[name === 'indices' ? 1 : 0];
        if (name === 'data') return value;
        note(value);
        return undefined;
      }
      case 'subscript': {
        const object = partOf(node, 'value');
        const [index, ...more] = partsOf(node, 'subscript');
        const value = object === undefined ? undefined : inner(object);
        const place = index === undefined ? undefined : readLiteral(scope.tree, index)?.value;
        if (value !== undefined && 'parts' in value) return typeof place === 'number' ? value.parts[place] : undefined;
        if (value === undefined) return undefined;
        const [column] = more;
        const isWhole = index !== undefined && textOf(scope.tree, index) === ':';
        if (isWhole && column !== undefined && readLiteral(scope.tree, column) !== undefined && more.length === 1) {
          return applyStep(value, { write: (text) => `${text}[:, ${textOf(scope.tree, column)}]` });
        }
        note(value);
        return undefined;
      }
      case 'comparison_operator':
      case 'binary_operator':
        return operator(scope, node, names, depth);
      case 'list_comprehension':
        return comprehension(scope, node, names, depth);
      default:
        for (const child of namedChildren(node)) note(inner(child));
        return undefined;
    }
  }

  /** `answers > 0.5`, `answers * 100 + mean`. */
  function operator(scope: Scope, node: PythonNode, names: Names, depth: number): AnswerValue | undefined {
    const [left, right, ...others] = namedChildren(node);
    const sign = node.children.find(({ isNamed }) => !isNamed);
    const values = [left, right].map((child) =>
      child === undefined ? undefined : evaluate(scope, child, names, depth),
    );
    const compares = node.type === 'comparison_operator';
    const signText = sign === undefined ? '' : scope.tree.text.slice(sign.start, sign.end);
    const isKnown = compares ? /^[<>]=?$/.test(signText) : /^[*/+-]$/.test(signText);
    const index = values.findIndex((value) => isAnswer(value));
    const value = values[index];
    const other = index === 0 ? right : left;
    if (!isAnswer(value) || !isKnown || others.length > 0 || other === undefined || values[1 - index] !== undefined) {
      for (const each of values) note(each);
      return undefined;
    }
    const operand = constant(scope, other);
    if (operand === undefined) {
      note(value);
      return undefined;
    }
    return applyStep(value, {
      decides: compares,
      uses: operand.uses,
      write: (text) =>
        index === 0 ? `(${text} ${signText} ${operand.text})` : `(${operand.text} ${signText} ${text})`,
    });
  }

  /** `[1 if chance > 0.5 else 0 for chance in chances]`. */
  function comprehension(scope: Scope, node: PythonNode, names: Names, depth: number): AnswerValue | undefined {
    const clauses = namedChildren(node).filter(({ type }) => type === 'for_in_clause');
    const [clause, ...others] = clauses;
    const body = partOf(node, 'body');
    const target = clause === undefined ? undefined : partOf(clause, 'left');
    const iterated = clause === undefined ? undefined : partOf(clause, 'right');
    const value = iterated === undefined ? undefined : evaluate(scope, iterated, names, depth);
    if (!isAnswer(value) || body === undefined || target?.type !== 'identifier' || others.length > 0) {
      note(value);
      return undefined;
    }
    const own = textOf(scope.tree, target);
    const text = textOf(scope.tree, body);
    const isPlain = [...text.replace(/(?<quote>["']).*?\k<quote>/g, '').matchAll(/(?<![.\w])[A-Za-z_]\w*/g)].every(
      ([word]) => word === own || /^(?:if|else|and|or|not|int|float|round|bool|np|True|False)$/.test(word),
    );
    if (!isPlain || namedChildren(node).some(({ type }) => type === 'if_clause')) {
      note(value);
      return undefined;
    }
    return applyStep(value, {
      decides: /[<>]|round|argmax/.test(text),
      form: 'array',
      write: (rows) => `np.asarray([${text} for ${own} in ${rows}])`,
    });
  }

  function call(scope: Scope, node: PythonNode, names: Names, depth: number): AnswerValue | undefined {
    const method = methodCall(scope.tree, node);
    const given = argumentsOf(node);
    const received = method === undefined ? undefined : evaluate(scope, method.receiver, names, depth);
    if (isAnswer(received) && method !== undefined) {
      if (movingMethods.has(method.method)) return received;
      const known = answerMethods.get(method.method);
      const step =
        known === undefined
          ? undefined
          : written(scope, received, known, given, (text, others) => `${text}.${method.method}(${others})`);
      if (step === undefined) note(received);
      return step;
    }
    const values = given.map((argument) => evaluate(scope, valueIn(argument), names, depth));
    const [first] = values;
    const callee = callAtNode(scope, node)?.callee ?? '';
    const text = textOf(scope.tree, partOf(node, 'function') ?? node);
    const known = answerFunctions.get(callee);
    if (known !== undefined) {
      const value = isAnswer(first) ? first : known.joins === true ? joined(scope, given[0], names, depth) : undefined;
      if (isAnswer(value)) {
        const step = written(
          scope,
          value,
          known,
          given.slice(1),
          (inner, others) => `${text}(${inner}${others === '' ? '' : `, ${others}`})`,
        );
        if (step !== undefined) return step;
      }
    } else if (method?.method === 'inverse_transform' && isAnswer(first)) {
      const operand = constant(scope, method.receiver);
      if (operand !== undefined) {
        return applyStep(asArray(first), {
          uses: operand.uses,
          write: (inner) => `${operand.text}.inverse_transform(${inner})`,
        });
      }
    } else {
      const returned = own(scope, node, values, depth);
      if (returned !== undefined) return returned;
    }
    for (const value of values) note(value);
    return undefined;
  }

  /** A function of the notebook that asks the model, or is given its answers. */
  function own(
    scope: Scope,
    node: PythonNode,
    values: readonly (AnswerValue | undefined)[],
    depth: number,
  ): AnswerValue | undefined {
    const inner = depth >= deepest ? undefined : enter(followed, scope, node);
    if (inner === undefined) return undefined;
    const names: Names = new Map();
    const given = argumentsOf(node);
    for (const parameter of parametersOf(inner.tree, inner.root)) {
      const argument = givenTo(inner.tree, node, scope.tree, inner.root, parameter);
      const index = given.findIndex((each) => argument !== undefined && valueIn(each).start === argument.start);
      const value = values[index];
      if (value !== undefined) names.set(parameter, value);
    }
    return run(inner, inner.root, names, depth + 1);
  }

  /** `torch.cat([answers, batch])`: batches of one kind. */
  function joined(scope: Scope, list: PythonNode | undefined, names: Names, depth: number): AnswerValue | undefined {
    if (list === undefined || !/^(?:list|tuple)$/.test(list.type)) return undefined;
    return namedChildren(list)
      .map((child) => evaluate(scope, child, names, depth))
      .find((value) => isAnswer(value));
  }

  function written(
    scope: Scope,
    value: Answer,
    { decides = false, form: to, needsAxis = false, gives, joins = false }: AnswerCall,
    given: readonly PythonNode[],
    write: (text: string, others: string) => string,
  ): AnswerValue | undefined {
    if (joins) return to === 'array' ? asArray(value) : value;
    const operands = given.map((argument) => {
      const operand = constant(scope, valueIn(argument));
      const key = keywordIn(scope.tree, argument);
      return operand === undefined
        ? undefined
        : { ...operand, text: key === undefined ? operand.text : `${key}=${operand.text}` };
    });
    const all = operands.filter((operand) => operand !== undefined);
    if (all.length < operands.length) return undefined;
    if (needsAxis && !all.some(({ text }) => /^(?:(?:dim|axis)\s*=\s*)?(?:1|-1)$/.test(text))) return undefined;
    const others = all.map(({ text }) => text).join(', ');
    const uses = all.flatMap((operand) => operand.uses);
    if (gives === undefined) {
      return applyStep(value, {
        decides,
        uses,
        ...(to === undefined ? {} : { form: to }),
        write: (text) => write(text, others),
      });
    }
    if (value.form === 'array') return applyStep(value, { uses, write: (text) => write(text, others) });
    return {
      parts: [0, 1].map((index) =>
        applyStep(value, { decides: index === 1, uses, write: (text) => `${write(text, others)}[${index}]` }),
      ),
    };
  }

  /** A literal, a type, or at the top what inference knows. */
  function constant(scope: Scope, node: PythonNode): Operand | undefined {
    const text = textOf(scope.tree, node);
    if (/^(?:int|float|bool|str|(?:np|torch|tf)\.[a-z]+\d*)$/.test(text)) return { text, uses: [] };
    if (scope.called === undefined) return operandOf(scope, node);
    return readLiteral(scope.tree, node) === undefined ? undefined : { text, uses: [] };
  }
}

function valueIn(argument: PythonNode): PythonNode {
  return argument.type === 'keyword_argument' ? (partOf(argument, 'value') ?? argument) : argument;
}
