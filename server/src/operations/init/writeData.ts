/** Writes the data sources of a proposal: tables with guessed roles, and folders of images. */
import { counted, shorten } from '../../spec/words.ts';
import type { Findings, ProposedImages, ProposedPin, ProposedTable } from './proposeSpec.ts';
import type { Version } from './pinVersions.ts';
import { value } from './specLines.ts';
import type { SpecLines } from './specLines.ts';
import { isTable } from './survey.ts';

/** Files of one kind that are named one by one. */
const mostNamed = 3;

export function writeData(lines: SpecLines, findings: Findings): void {
  const { tables, images, absent, survey, leftOut } = findings;
  const isEmpty = tables.length === 0 && images.length === 0 && absent.length === 0;
  lines.section('data', isEmpty ? 'no table and no folder of images was found' : undefined);
  for (const table of tables) writeTable(lines, table, findings);
  for (const folder of images) writeImages(lines, folder, findings);
  for (const pin of absent) writePin(lines, pin, findings);
  for (const path of survey.workbooks.slice(0, mostNamed)) {
    lines.comment(1, `${shorten(path)} is a workbook: save its sheets as CSV (UTF-8) or Parquet to use them here.`);
  }
  if (leftOut.tables > 0) lines.comment(1, `${counted(leftOut.tables, 'more table')} lie in this folder.`);
  if (survey.unnamable > 0) {
    lines.comment(1, `${counted(survey.unnamable, 'file')} left out: characters of patterns in their names.`);
  }
  if (survey.isCut) lines.comment(1, 'The folder is large: not all of it was looked at.');
}

function writeTable(lines: SpecLines, { id, path, found, fact, guesses }: ProposedTable, findings: Findings): void {
  lines.key(1, id);
  lines.key(2, 'path', value(path), found.files.length > 1 ? counted(found.files.length, 'file') : undefined);
  lines.key(2, 'modality', 'table', fact.state === 'known' ? describeTable(fact.value) : undefined);
  const contract = findings.survey.contracts.find((one) =>
    one.slice(one.lastIndexOf('/') + 1).startsWith(`${id}.odcs.`),
  );
  if (contract !== undefined) lines.key(2, 'contract', value(contract), 'guessed from its name');
  writeOwner(lines, findings);
  writeVersion(lines, findings.versions.get(id));
  if (fact.state === 'unknown') lines.comment(2, `Columns are not known because ${fact.because}.`);
  const roles = (['label', 'time', 'group'] as const).flatMap((role) => {
    const guess = guesses[role];
    return guess === undefined ? [] : [{ role, guess }];
  });
  // Without a label nothing can be judged, so the table that splits are cut from has a place for it.
  const lacksLabel = id === findings.main?.id && guesses.label === undefined;
  if (roles.length > 0 || lacksLabel) lines.key(2, 'roles');
  if (lacksLabel) lines.key(3, 'label', undefined, 'the column with the right answer, if one has it');
  for (const { role, guess } of roles) lines.key(3, role, value(guess.column.name), `guessed from ${guess.from}`);
  writePrivacy(lines, guesses.personal);
}

function describeTable({
  columns,
  rows,
}: {
  readonly columns: readonly unknown[];
  readonly rows: number | undefined;
}): string {
  const width = counted(columns.length, 'column');
  return rows === undefined ? width : `${counted(rows, 'row')}, ${width}`;
}

function writeOwner(lines: SpecLines, { owner }: Findings): void {
  lines.key(2, 'owner', owner === undefined ? undefined : value(owner.email), 'whom to ask');
}

function writeVersion(lines: SpecLines, version: Version | undefined): void {
  if (version === undefined) lines.key(2, 'version', undefined, 'what pins the bytes: {dvc: …}, {git: …}, {md5: …}');
  else lines.key(2, 'version', `{${version.by}: ${value(version.text)}}`, version.why);
}

function writePrivacy(lines: SpecLines, personal: readonly string[]): void {
  const names = personal.slice(0, 3).map((name) => shorten(name));
  lines.key(2, 'privacy');
  lines.key(3, 'personal_data', undefined, `true or false${names.length === 0 ? '' : `; look at ${names.join(', ')}`}`);
}

function writeImages(lines: SpecLines, { id, path, found }: ProposedImages, findings: Findings): void {
  lines.key(1, id);
  lines.key(2, 'path', value(path), `${counted(found.count, 'image')} seen`);
  lines.key(2, 'modality', 'image');
  writeOwner(lines, findings);
  writeVersion(lines, findings.versions.get(id));
  if (areClasses(found.folders)) {
    lines.key(2, 'roles');
    lines.key(3, 'label', 'folder', 'guessed from the folders that the images lie in');
  }
  lines.key(2, 'collection');
  lines.key(3, 'how', undefined, 'device, resolution, light: production must look alike');
  writePrivacy(lines, []);
}

function writePin(lines: SpecLines, { id, path, pin }: ProposedPin, findings: Findings): void {
  lines.key(1, id);
  lines.key(2, 'path', value(path), 'pinned, and not here: dvc pull brings it');
  lines.key(2, 'modality', isTable(path) ? 'table' : undefined, 'table, image, text, audio or time-series');
  writeOwner(lines, findings);
  lines.key(2, 'version', `{dvc: ${value(pin)}}`);
  writePrivacy(lines, []);
}

/** Folders such as `train` and `test` hold splits, not classes. */
const splitNames = /^(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|test(?:ing)?|holdout)$/i;

export function areClasses(folders: readonly string[]): boolean {
  return folders.length > 1 && !folders.some((folder) => splitNames.test(folder));
}
