/** Quick fixes: what rules offer for their findings, one by one, by rule, and all at once. */
import type { CodeAction, Diagnostic, TextEdit, WorkspaceEdit } from 'vscode-languageserver-types';
import { CodeActionKind, CreateFile } from 'vscode-languageserver-types';
import { allFixesOf } from '../rules/reportedFinding.ts';
import type { ReportedFinding, ReportedFix } from '../rules/reportedFinding.ts';
import type { ProjectSnapshot } from '../rules/projectSnapshot.ts';
import { canLower } from '../rules/severity.ts';
import type { ProjectFile } from '../spec/contractFile.ts';
import { shownText } from '../text/shownText.ts';
import { lineStartOf } from '../yaml/lines.ts';
import { diagnosticOf } from './diagnostics.ts';
import type { DiagnosticOptions } from './diagnostics.ts';
import { documentOf, projectFileOf } from './fileRange.ts';
import { findingsOfProject } from './findingSource.ts';
import type { FindingSource } from './findingSource.ts';
import { pathAt, scalarOf } from './treePath.ts';

const startOfFile = { start: { line: 0, character: 0 }, end: { line: 0, character: 0 } };

/** The kind of the action that applies every fix that is the only one of its finding. */
export const fixAllKind = `${CodeActionKind.SourceFixAll}.plumbline`;

/** Every kind that is offered. */
export const codeActionKinds = [CodeActionKind.QuickFix, fixAllKind] as const;

export interface CodeActionRequest {
  readonly uri: string;
  /** Offsets that are selected. */
  readonly start: number;
  readonly end: number;
  /** Kinds that are asked for; undefined means all that stand in a light bulb. */
  readonly only: readonly string[] | undefined;
}

export interface CodeActionOptions extends DiagnosticOptions {
  /** Version of an open document, so that an edit of an older text is refused; null for a file on disk. */
  readonly versionOf: (uri: string) => number | null;
  /** Whether the client takes edits with versions. */
  readonly hasDocumentChanges: boolean;
  /** Whether the client can make files in an edit; not unless said. */
  readonly canCreateFiles?: boolean;
}

/** Actions for a range, those that fix a single finding first. */
export function findCodeActions(
  snapshot: ProjectSnapshot,
  { uri, start, end, only }: CodeActionRequest,
  options: CodeActionOptions,
): readonly CodeAction[] {
  const file = projectFileOf(snapshot.project, uri);
  if (file === undefined) return [];
  const source = findingsOfProject(snapshot);
  return actionsFor(
    { source, commentFor: (finding) => commentInSpec(file, finding) },
    { uri, start, end, only },
    options,
  );
}

/** Findings with a way to silence each of them. */
export interface ActionSource {
  readonly source: FindingSource;
  /** The edit that writes a comment which ignores a finding; undefined where none can stand. */
  readonly commentFor: (finding: ReportedFinding) => ReportedFix['edits'][number] | undefined;
}

/** The same for any text with findings. */
export function actionsFor(
  { source, commentFor }: ActionSource,
  { uri, start, end, only }: CodeActionRequest,
  options: CodeActionOptions,
): readonly CodeAction[] {
  const wants = (kind: string): boolean =>
    only === undefined || only.some((asked) => kind === asked || kind.startsWith(`${asked}.`));
  const all = source.findings.filter((finding) => finding.uri === uri);
  const here = all.filter((finding) => finding.start <= end && start <= finding.end);
  const maker: Maker = { source, commentFor, options };
  const quickFixes = wants(CodeActionKind.QuickFix)
    ? [
        ...here.flatMap((finding) => fixesOf(maker, finding)),
        ...fixesOfRules(maker, here, all),
        ...suppressionsOf(maker, here),
      ]
    : [];
  // A source action is offered only to those who ask for it: on save, or from its own menu.
  const fixAll = only !== undefined && wants(fixAllKind) ? fixAllOf(maker, all) : [];
  return [...quickFixes, ...fixAll];
}

interface Maker extends ActionSource {
  readonly options: CodeActionOptions;
}

function fixesOf(maker: Maker, finding: ReportedFinding): readonly CodeAction[] {
  const preferred = onlyPreferred(finding);
  const { canCreateFiles = false, hasDocumentChanges } = maker.options;
  const possible = allFixesOf(finding).filter(
    ({ creates }) => creates.length === 0 || (canCreateFiles && hasDocumentChanges),
  );
  return possible.map((fix) => ({
    title: shownText(fix.title),
    kind: CodeActionKind.QuickFix,
    diagnostics: diagnosticsOf(maker, [finding]),
    isPreferred: fix === preferred,
    edit: editOf(maker, fix.edits, fix.creates),
  }));
}

/** The one fix that is preferred; undefined when several are, or none is. */
function onlyPreferred(finding: ReportedFinding): ReportedFix | undefined {
  const preferred = allFixesOf(finding).filter(({ isPreferred }) => isPreferred);
  return preferred.length === 1 ? preferred[0] : undefined;
}

/** Whether a finding can be fixed together with others: making files is asked for one by one. */
function isCombinable(finding: ReportedFinding): boolean {
  return onlyPreferred(finding)?.creates.length === 0;
}

/** "Fix all …" for rules with several findings in the file. */
function fixesOfRules(
  maker: Maker,
  here: readonly ReportedFinding[],
  all: readonly ReportedFinding[],
): readonly CodeAction[] {
  return [...new Set(here.map(({ rule }) => rule))].flatMap((rule) => {
    const fixable = all.filter((finding) => finding.rule === rule && isCombinable(finding));
    if (fixable.length < 2) return [];
    return [
      {
        title: `Fix all ${fixable.length} findings of ${rule} in this file`,
        kind: CodeActionKind.QuickFix,
        diagnostics: diagnosticsOf(maker, fixable),
        edit: editOf(maker, combine(fixable)),
      },
    ];
  });
}

function fixAllOf(maker: Maker, all: readonly ReportedFinding[]): readonly CodeAction[] {
  const fixable = all.filter(isCombinable);
  if (fixable.length === 0) return [];
  return [
    {
      title: 'Fix all findings that have one obvious fix',
      kind: fixAllKind,
      diagnostics: diagnosticsOf(maker, fixable),
      edit: editOf(maker, combine(fixable)),
    },
  ];
}

type Edit = ReportedFix['edits'][number];

/** The edits of the preferred fixes; a fix that would touch what an earlier one changes waits for the next round. */
function combine(findings: readonly ReportedFinding[]): readonly Edit[] {
  const taken: Edit[] = [];
  for (const finding of findings) {
    const edits = onlyPreferred(finding)?.edits ?? [];
    if (!edits.some((edit) => taken.some((other) => collide(edit, other)))) taken.push(...edits);
  }
  return taken;
}

function collide(left: Edit, right: Edit): boolean {
  if (left.uri !== right.uri) return false;
  // Two insertions at one place have no order that both fixes meant.
  if (left.start === right.start) return true;
  return left.start < right.end && right.start < left.end;
}

/** One comment for each rule that found something, however often. */
function suppressionsOf(maker: Maker, here: readonly ReportedFinding[]): readonly CodeAction[] {
  const actions = here.flatMap((finding) => suppressionOf(maker, finding));
  return actions.filter(({ title }, index) => actions.findIndex((other) => other.title === title) === index);
}

/** A comment that ignores the rule on this line, with the reason left to the user. */
function suppressionOf(maker: Maker, finding: ReportedFinding): readonly CodeAction[] {
  if (!canLower({ id: finding.rule }, finding.severity)) return [];
  const edit = maker.commentFor(finding);
  if (edit === undefined) return [];
  return [
    {
      title: `Ignore ${finding.rule} on this line, with a reason`,
      kind: CodeActionKind.QuickFix,
      diagnostics: diagnosticsOf(maker, [finding]),
      edit: editOf(maker, [edit]),
    },
  ];
}

/** The comment at the end of the line of a finding; undefined where it would be text of a value, or a second comment. */
function commentInSpec(file: ProjectFile, finding: ReportedFinding): Edit | undefined {
  const { text } = file.yaml;
  const lineBreak = text.slice(finding.start).search(/\r?\n/);
  const at = lineBreak === -1 ? text.length : finding.start + lineBreak;
  const lineStart = lineStartOf(text, finding.start);
  // A comment is text inside a value that goes on over the end of the line.
  const path = pathAt(file.yaml, at);
  const scalar = path?.at === 'scalar' ? scalarOf(path) : undefined;
  const scalarEnd = scalar === undefined ? undefined : file.yaml.rangeOf(scalar.place)?.end;
  if (scalarEnd !== undefined && scalarEnd > at) return undefined;
  if (/(?:^|\s)#/.test(text.slice(lineStart, at))) return undefined;
  return { uri: file.uri, start: at, end: at, newText: ` # plumbline: ignore[${finding.rule}] ` };
}

function diagnosticsOf({ source, options }: Maker, findings: readonly ReportedFinding[]): Diagnostic[] {
  return findings.flatMap((finding) => diagnosticOf(source, finding, options) ?? []);
}

function editOf(
  { source, options }: Maker,
  edits: readonly Edit[],
  creates: ReportedFix['creates'] = [],
): WorkspaceEdit {
  const byUri = new Map<string, TextEdit[]>();
  for (const { uri, start, end, newText } of edits) {
    const range = source.rangeOf(uri, { start, end });
    if (range === undefined) continue;
    byUri.set(uri, [...(byUri.get(uri) ?? []), { range, newText }]);
  }
  if (!options.hasDocumentChanges) return { changes: Object.fromEntries(byUri) };
  return {
    documentChanges: [
      ...creates.flatMap(({ uri, text }) => [
        CreateFile.create(uri, { overwrite: false }),
        { textDocument: { uri, version: null }, edits: [{ range: startOfFile, newText: text }] },
      ]),
      ...[...byUri].map(([uri, textEdits]) => ({
        textDocument: { uri, version: options.versionOf(uri) },
        edits: textEdits,
      })),
    ],
  };
}

/** Offsets of a range of a document, as requests give them. */
export function offsetsOf(
  snapshot: ProjectSnapshot,
  uri: string,
  range: { readonly start: { line: number; character: number }; readonly end: { line: number; character: number } },
): { readonly start: number; readonly end: number } | undefined {
  const file = projectFileOf(snapshot.project, uri);
  if (file === undefined) return undefined;
  const document = documentOf(file);
  return { start: document.offsetAt(range.start), end: document.offsetAt(range.end) };
}
