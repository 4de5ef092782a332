/** What a test of readiness is: one question to the spec, the facts and the code beside them. */
import type { Fact } from '../../../../schemas/facts.ts';
import type { Severity } from '../../rules/rule.ts';
import type { ProjectSnapshot } from '../../rules/projectSnapshot.ts';
import type { Place } from '../../yaml/place.ts';
import type { ReadinessFiles } from './readinessFiles.ts';

/** What earned a point: a place in the spec, or a file. */
export type Evidence = Place | { readonly uri: string };

export type Judgement =
  | {
      readonly state: 'earned';
      readonly points: 0.5 | 1;
      readonly sentence: string;
      readonly evidence: Evidence | undefined;
    }
  /** What was looked at says no. */
  | { readonly state: 'failed'; readonly sentence: string; readonly evidence: Evidence | undefined }
  /** Nothing says yes or no, or it cannot be read. */
  | { readonly state: 'not-known'; readonly sentence: string; readonly evidence: Evidence | undefined };

export interface ReadinessContext {
  readonly snapshot: ProjectSnapshot;
  readonly files: ReadinessFiles;
}

export interface ReadinessTest {
  /** What is asked, as a statement that holds or not. */
  readonly title: string;
  readonly judge: (context: ReadinessContext) => Judgement;
}

export function earned(points: 0.5 | 1, sentence: string, evidence?: Evidence): Judgement {
  return { state: 'earned', points, sentence, evidence };
}

export function failed(sentence: string, evidence?: Evidence): Judgement {
  return { state: 'failed', sentence, evidence };
}

export function notKnown(sentence: string, evidence?: Evidence): Judgement {
  return { state: 'not-known', sentence, evidence };
}

/** For a fact that is not known: says why. */
export function unknownFact(fact: Exclude<Fact<unknown>, { state: 'known' }>, evidence?: Evidence): Judgement {
  const because = fact.state === 'pending' ? 'it is still being found out' : fact.because;
  return notKnown(`Not known because ${because}.`, evidence);
}

/** Warnings and errors of some rules: one of them is a reason to fail a test. */
export function findingsOf(
  { snapshot }: ReadinessContext,
  rules: RegExp,
): readonly { readonly message: string; readonly evidence: Evidence }[] {
  const loud: readonly Severity[] = ['error', 'warning'];
  return snapshot.result.findings
    .filter(({ rule, severity }) => rules.test(rule) && loud.includes(severity))
    .map(({ message, uri, start, end }) => {
      const file = snapshot.project.files.find((one) => one.uri === uri);
      return { message, evidence: file?.yaml.placeAt(start, end) ?? { uri } };
    });
}

/** The place of a spec's key, for evidence. */
export function keyOf(
  node: { readonly keyPlace: Place | undefined; readonly place: Place } | undefined,
): Place | undefined {
  return node === undefined ? undefined : (node.keyPlace ?? node.place);
}
