/** Names of the notebook that `infer.py` has for itself: there they are imported under another name. */
import type { StatementId } from '../../flow/analysis.ts';
import type { PromotionPlan } from '../plan.ts';
import { descendants, partOf } from '../../syntax/pythonTree.ts';
import type { PythonNode } from '../../syntax/pythonTree.ts';
import type { PythonParser } from '../../syntax/pythonParser.ts';
import { applyEdits } from '../textEdits.ts';
import type { InferencePlan } from './planInference.ts';

/** Functions of `state.py` that it may call. */
export const stateFunctions: readonly string[] = [
  'align',
  'check_features',
  'check_rows',
  'from_groups',
  'in_order',
  'names_of',
];

/** Parameters of its functions, in which code of the notebook stands: they cannot be called otherwise there. */
export const inferParameters: ReadonlySet<string> = new Set(['rows', 'state']);

const ownNames: ReadonlySet<string> = new Set([
  'load',
  'read',
  'preprocess',
  'predict',
  'postprocess',
  'predict_file',
  'make_network',
  'BATCH',
  'artifacts',
  'Artifacts',
  'annotations',
  'Any',
  'Path',
  ...stateFunctions,
]);

/** What it imports in any case. */
export const ownImports: ReadonlySet<string> = new Set(['from pathlib import Path', 'from typing import Any']);

export interface AliasedInference {
  readonly inference: InferencePlan;
  /** Names that code of the notebook uses in it, as the notebook and as the package calls them. */
  readonly used: ReadonlySet<string>;
  /** Name in the package → name in `infer.py`, where that is another one. */
  readonly aliases: ReadonlyMap<string, string>;
}

export function aliasClashes(plan: PromotionPlan, inference: InferencePlan, parser: PythonParser): AliasedInference {
  const { preprocess, network, label, scores } = inference;
  const codes = [
    ...(preprocess?.steps ?? []).map(({ code }) => code),
    preprocess?.result ?? '',
    preprocess?.reader ?? '',
    ...(network?.make?.steps ?? []).map(({ code }) => code),
    network?.make?.result ?? '',
    network?.toInput ?? '',
    network?.scores ?? '',
    scores,
    network === undefined && scores === 'raw' ? '' : (label?.code ?? ''),
  ];
  const used = freeNames(parser, codes.join('\n'));
  const top = [
    ...plan.imports
      .filter(({ text }) => !ownImports.has(text))
      .map(({ binds, variable }) => ({ name: binds, variable })),
    ...plan.definitions.map(({ name, statement }) => ({ name, variable: nameInNotebook(plan, statement) ?? name })),
  ]
    .filter(({ variable }) => used.has(variable))
    // Of equal functions with one name, the first stands for all; those that differ are not called.
    .filter(({ variable }, index, all) => all.findIndex((other) => other.variable === variable) === index);
  const chosen = new Set(top.map(({ name }) => name));
  const others = [...plan.imports.map(({ binds }) => binds), ...plan.definitions.map(({ name }) => name)];
  const unused = new Set(others.filter((name) => !chosen.has(name)));
  const aliases = new Map(top.filter(({ name }) => ownNames.has(name)).map(({ name }) => [name, `notebook_${name}`]));
  const names = new Map(
    top.map(({ name, variable }) => [variable, aliases.get(name) ?? name] as const).filter(([from, to]) => from !== to),
  );
  if (names.size === 0) return { inference, used, aliases };
  const rename = (code: string): string => renameNames(parser, code, names);
  return {
    used: new Set([...[...used].filter((name) => !unused.has(name)), ...chosen]),
    aliases,
    inference: {
      ...inference,
      scores: rename(scores),
      preprocess:
        preprocess === undefined
          ? undefined
          : {
              ...preprocess,
              steps: preprocess.steps.map((step) => ({ ...step, code: rename(step.code) })),
              result: rename(preprocess.result),
              reader: preprocess.reader === undefined ? undefined : rename(preprocess.reader),
            },
      network:
        network === undefined
          ? undefined
          : {
              ...network,
              make:
                network.make === undefined
                  ? undefined
                  : {
                      ...network.make,
                      steps: network.make.steps.map((step) => ({ ...step, code: rename(step.code) })),
                      result: rename(network.make.result),
                    },
              toInput: rename(network.toInput),
              scores: rename(network.scores),
            },
    },
  };
}

/** What a function or class of the package is called in the notebook. */
export function nameInNotebook({ source }: PromotionPlan, statement: StatementId): string | undefined {
  const definition = source.definitions.get(statement);
  const name = definition === undefined ? undefined : partOf(definition.node, 'name');
  return name === undefined ? undefined : definition?.code.parsed.code.slice(name.start, name.end);
}

/** `from a import b` as `from a import b as c`. */
export function importAs(text: string, alias: string | undefined): string {
  return alias === undefined ? text : `${text.replace(/ as \w+$/, '')} as ${alias}`;
}

/** Identifiers of a text that are no attributes. */
export function freeNames(parser: PythonParser, text: string): ReadonlySet<string> {
  return new Set(namesIn(parser, text).map(({ start, end }) => text.slice(start, end)));
}

function renameNames(parser: PythonParser, code: string, aliases: ReadonlyMap<string, string>): string {
  const edits = namesIn(parser, code).flatMap(({ start, end }) => {
    const alias = aliases.get(code.slice(start, end));
    return alias === undefined ? [] : [{ start, end, text: alias }];
  });
  return applyEdits(code, 0, code.length, edits);
}

function namesIn(parser: PythonParser, text: string): readonly PythonNode[] {
  return [...descendants(parser.parse(text).root)].filter(
    ({ type, field }) => type === 'identifier' && field !== 'attribute' && field !== 'name',
  );
}
