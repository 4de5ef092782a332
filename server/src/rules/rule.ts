/** What a rule is: one small object that looks at a project and says what is wrong. */
import type { Fact, Facts } from '../../../schemas/facts.ts';
import type { SpecShape } from '../../../schemas/spec.ts';
import type { Fix } from '../spec/edits.ts';
import type { ObjectNode } from '../spec/located.ts';
import type { Project } from '../spec/project.ts';
import type { Suppression } from '../spec/suppressions.ts';
import type { Place } from '../yaml/place.ts';

export type Severity = 'error' | 'warning' | 'info' | 'hint';

/** E error, W warning, I information, H hint, – off. */
type Letter = 'E' | 'W' | 'I' | 'H' | '–';

/** Severities in the phases poc, pilot and production. */
export type Severities = `${Letter}/${Letter}/${Letter}`;

/** What is told about a rule, whatever it looks at: for its page, its severity and those who name it. */
export interface RuleText {
  /** `group/what-is-wrong`; once released, it stays. */
  readonly id: string;
  readonly severity: Severities;
  /** What it finds, as a noun phrase without a full stop: "a limit that is stricter than its target". */
  readonly finds: string;
  /** Why that matters and what to do, in whole sentences, for the rule's page. */
  readonly why: string;
  /** Whether it offers quick fixes. */
  readonly hasFix?: boolean;
  /**
   * Rules that would report the same cause with less insight; their findings that begin on the same line are dropped.
   * A trailing `*` stands for any ending.
   */
  readonly supersedes?: readonly string[];
}

/**
 * What must parse before a rule says anything, because it reports what is not there: the section of the finding, its
 * file, or every spec file of the project. `behind` holds back what stands behind a mistake in the same entry, where
 * text may be read as something else.
 */
export type Waits = 'behind' | 'section' | 'file' | 'project';

export interface Rule extends RuleText {
  /** Nothing unless said: the rule speaks of what is there. */
  readonly waits?: Waits;
  /** Looks at the project; never waits, never throws on anything a user can write. */
  check(context: RuleContext): Iterable<Finding>;
  /** Looks at what the other rules did, after all of them. */
  conclude?(context: RuleContext, outcome: Outcome): Iterable<Finding>;
}

/** What the other rules did. */
export interface Outcome {
  /** Rules that lacked a fact, each with the reasons. */
  readonly notChecked: readonly { readonly rule: string; readonly because: string }[];
  /** For each suppression that silenced something, the rule ids that it silenced. */
  readonly usedSuppressions: ReadonlyMap<Suppression, ReadonlySet<string>>;
  /** Whether a rule exists, is on, and had all the facts it asked for. */
  readonly isChecked: (rule: string) => boolean;
}

export interface RuleContext {
  readonly project: Project;
  /** The joined spec: `project.spec`. */
  readonly spec: ObjectNode<SpecShape>;
  readonly facts: Facts;
  /** All rules that can be named: those of this check, on or off, and those of notebooks. */
  readonly rules: readonly RuleText[];
  /**
   * The value of a fact if it is known. When it is not, the rule stays silent about what needs it, and
   * `spec/not-checked` will say that and why.
   */
  readonly know: <Value>(fact: Fact<Value>) => Value | undefined;
  /**
   * What a search finds in a part of the spec, such as a metric: what it found last, while the part and everything else
   * that it looked at are the same.
   *
   * @param search names the search, by identity
   * @param find must look at nothing but the part and its own context
   */
  readonly findIn: (
    part: object,
    search: object,
    find: (context: RuleContext) => Iterable<Finding>,
  ) => readonly Finding[];
}

export interface Finding {
  readonly place: Place;
  /** One sentence: what, where, what next, with the numbers it used. */
  readonly message: string;
  readonly related?: readonly Related[];
  readonly fixes?: readonly Fix[];
  /** Other places where rules that this one supersedes would report the same cause. */
  readonly sameCause?: readonly Place[];
  /** Speaks no louder than this, whatever the rule may, because it is less sure. */
  readonly atMost?: Severity;
  /** How the editor may draw it besides underlining. */
  readonly tag?: 'unnecessary' | 'deprecated';
}

/** Another place that belongs to a finding. */
export interface Related {
  readonly place: Place;
  readonly message: string;
}

/** The group of a rule id: what stands before the slash. */
export function groupOf(id: string): string {
  return id.split('/', 1)[0] ?? id;
}
