/** Reviews a project against a commit: what changed, what it costs, by whom and why. */
import { TextDocument } from 'vscode-languageserver-textdocument';
import type { CommitFact, Facts, RevisionFact } from '../../../../schemas/facts.ts';
import type { ProjectReview, ReviewChange, ReviewMoney, ReviewPlace } from '../../../../schemas/review.ts';
import { compareProjects, refuseComparison } from '../../review/compareProjects.ts';
import type { Change, FilePlace } from '../../review/change.ts';
import { maskCredentials } from '../../text/maskCredentials.ts';
import { projectAt } from '../../rules/revisionView.ts';
import { changedKeys } from '../../spec/changedKeys.ts';
import type { Figure } from '../../spec/figure.ts';
import type { Project } from '../../spec/project.ts';
import { convertQuantity } from '../../spec/quantityArithmetic.ts';
import { formatQuantity } from '../../spec/quantityFormat.ts';
import { readRevision } from '../facts/readRevision.ts';
import type { History, WorkspaceFiles } from '../ports.ts';
import { createLineAuthors } from './lineAuthors.ts';
import type { LineAuthors } from './lineAuthors.ts';
import { reviewContracts } from './reviewContracts.ts';
import { reviewDataPins } from './reviewDataPins.ts';
import { reviewViews } from './reviewViews.ts';

export interface ReviewPorts {
  readonly files: WorkspaceFiles;
  readonly history: History;
  /** Of the project as it is now; without them, what runs alone know stays unknown. */
  readonly facts?: Facts;
  /** How a file is named in the review. */
  readonly nameOf: (uri: string) => string;
}

/** @param base the commit to compare with */
export async function reviewProject(project: Project, base: CommitFact, ports: ReviewPorts): Promise<ProjectReview> {
  const about = {
    file: ports.nameOf(project.mainUri),
    name: project.spec.fields.project?.value ?? null,
    base: { revision: base.revision, at: base.at, author: base.author },
  };
  const found = await readRevision(ports, project.files, base);
  if (found.state === 'unknown') return { kind: 'not-compared', ...about, because: found.because };
  const revision = found.value;
  const before = projectAt(revision);
  if (before === undefined) return { kind: 'new', ...about };
  const because = refuseComparison(before, project);
  if (because !== undefined) return { kind: 'not-compared', ...about, because };
  const differing = [
    ...compareProjects(before, project, reviewViews(ports.facts)),
    ...(await reviewDataPins(before, project, revision.commit.revision, ports)),
    ...reviewContracts(revision, project),
  ];
  const changes = await describeChanges(differing, revision, project, ports);
  const count = (weight: ReviewChange['weight']) => changes.filter((change) => change.weight === weight).length;
  const counts = { loosened: count('loosened'), tightened: count('tightened'), neutral: count('neutral') };
  const others = changes.length > 0 ? [] : changedKeys(before, project).map(maskCredentials);
  return { kind: 'compared', ...about, changes, counts, others };
}

async function describeChanges(
  found: readonly Change[],
  revision: RevisionFact,
  project: Project,
  { history, nameOf }: ReviewPorts,
): Promise<ReviewChange[]> {
  const since = revision.commit.revision;
  const now = new Map([...project.files, ...project.contracts].map(({ uri, yaml }) => [uri, yaml.text]));
  const then = new Map(revision.files.map(({ uri, text }) => [uri, text]));
  const place = createPlaces(nameOf);
  const lineAuthors = createLineAuthors(history, since, (uri) => now.get(uri) ?? '');
  const committed = await history.authorsSince([...new Set([...now.keys(), ...then.keys()])], since);
  const changes: ReviewChange[] = [];
  for (const change of found) {
    const authors =
      change.writtenIn === undefined
        ? await authorsOf(change, now, lineAuthors, committed)
        : await history.authorsSince([change.writtenIn], since);
    changes.push({
      kind: change.kind,
      weight: change.weight,
      level: change.level ?? null,
      subject: maskCredentials(change.subject),
      sentence: maskCredentials(change.sentence),
      from: change.from === undefined ? null : maskCredentials(change.from),
      to: change.to === undefined ? null : maskCredentials(change.to),
      base: place(change.base, then),
      current: place(change.current, now),
      money: change.money === undefined ? null : moneyOf(change.money),
      authors: authors.map(maskCredentials),
      reason: change.stated === undefined ? null : maskCredentials(change.stated.reason),
    });
  }
  return changes;
}

/**
 * Who made a change: whom the change log names, else who wrote its lines, else, for what is gone or follows from other
 * lines, everyone who has committed to the files since the base.
 */
async function authorsOf(
  { stated, current }: Change,
  texts: ReadonlyMap<string, string>,
  lineAuthors: LineAuthors,
  committed: readonly string[],
): Promise<readonly string[]> {
  if (stated?.by !== undefined) return [stated.by];
  const text = current === undefined ? undefined : texts.get(current.uri);
  if (current === undefined || text === undefined) return committed;
  const lineOf = (offset: number) => text.slice(0, offset).split('\n').length - 1;
  const { authors, isUncommitted } = await lineAuthors(current.uri, lineOf(current.start), lineOf(current.end));
  if (authors.length > 0) return authors;
  return isUncommitted ? [] : committed;
}

/** Offsets as lines and columns; each text is cut into lines once. */
function createPlaces(nameOf: (uri: string) => string) {
  const documents = new Map<string, TextDocument>();
  return (place: FilePlace | undefined, texts: ReadonlyMap<string, string>): ReviewPlace | null => {
    const text = place === undefined ? undefined : texts.get(place.uri);
    if (place === undefined || text === undefined) return null;
    const document = documents.get(text) ?? TextDocument.create(place.uri, 'plumbline', 0, text);
    documents.set(text, document);
    const range = { start: document.positionAt(place.start), end: document.positionAt(place.end) };
    return { file: nameOf(place.uri), range };
  };
}

/** Enough to recognise an amount, few enough to read it. */
const moneyDigits = 4;

function moneyOf(figure: Figure): ReviewMoney {
  if (figure.kind === 'undefined') return { kind: 'unknown', because: figure.because };
  const { value, formula, inputs } = figure;
  const { of } = value.dimension;
  if (of.kind !== 'money') return { kind: 'unknown', because: 'it is no amount of money' };
  const yearly = convertQuantity(value, `${of.currency}/year`);
  if (yearly.kind === 'undefined') return { kind: 'unknown', because: yearly.because };
  return {
    kind: 'known',
    amount: yearly.value.amount.toFixed(),
    currency: of.currency,
    text: formatQuantity(value, moneyDigits),
    formula,
    inputs: [...inputs],
  };
}
