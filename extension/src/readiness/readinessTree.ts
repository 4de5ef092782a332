/** The tree of the view Readiness: projects, sections, tests. It knows no editor, so that it can be tested. */
import type { Readiness, ReadinessPoint, ReadinessSection } from '../../../schemas/readiness.ts';
import type { SourceLocation } from '../../../schemas/sourceLocation.ts';
import type { Localization } from '../status.ts';

/** One line of the tree. */
export interface ReadinessNode {
  /** Equal for the same line after a refresh, so that it stays open and selected. */
  readonly id: string;
  readonly label: string;
  /** Stands behind the label, paler. */
  readonly description: string;
  readonly tooltip: string;
  /** For screen readers, in whole sentences. */
  readonly spoken: string;
  readonly icon: 'project' | 'section' | 'full' | 'half' | 'failed' | 'unknown';
  /** What a click opens. */
  readonly opens: SourceLocation | undefined;
  readonly children: readonly ReadinessNode[];
}

/** The lines at the top: the sections of the only project, else the projects. */
export function readinessTree(projects: readonly Readiness[], l10n: Localization): readonly ReadinessNode[] {
  const [first, ...others] = projects;
  if (first === undefined) return [];
  return others.length === 0 ? sectionsOf(first, l10n) : projects.map((project) => projectNode(project, l10n));
}

/** The score of the only project in a few words; undefined when there are several or none. */
export function readinessHead(projects: readonly Readiness[], l10n: Localization): string | undefined {
  const [first, ...others] = projects;
  return first === undefined || others.length > 0 ? undefined : l10n.t('{0} of 7', first.score);
}

function projectNode(project: Readiness, l10n: Localization): ReadinessNode {
  const label = project.project ?? l10n.t('Unnamed project');
  const description = l10n.t('{0} of 7', project.score);
  return {
    id: project.specUri,
    label,
    description,
    tooltip: project.verdict,
    spoken: `${label}: ${description}. ${project.verdict}.`,
    icon: 'project',
    opens: undefined,
    children: sectionsOf(project, l10n),
  };
}

function sectionsOf({ specUri, sections }: Readiness, l10n: Localization): readonly ReadinessNode[] {
  return sections.map((section: ReadinessSection): ReadinessNode => {
    const description = l10n.t('{0} of 7', section.points);
    return {
      id: `${specUri} ${section.id}`,
      label: section.title,
      description,
      tooltip: l10n.t('The score of a project is the least of its four sections.'),
      spoken: `${section.title}: ${description}.`,
      icon: 'section',
      opens: undefined,
      children: section.tests.map((test) => pointNode(specUri, test, l10n)),
    };
  });
}

function pointNode(specUri: string, point: ReadinessPoint, l10n: Localization): ReadinessNode {
  const { icon, words } = stateOf(point, l10n);
  return {
    id: `${specUri} ${point.id}`,
    label: point.title,
    description: words,
    tooltip: point.evidence === undefined ? point.sentence : `${point.sentence} (${point.evidence.label})`,
    spoken: `${point.title}: ${words}. ${point.sentence}`,
    icon,
    opens: point.evidence,
    children: [],
  };
}

function stateOf(
  { state, points }: ReadinessPoint,
  l10n: Localization,
): Pick<ReadinessNode, 'icon'> & { words: string } {
  switch (state) {
    case 'earned':
      return { icon: points === 1 ? 'full' : 'half', words: String(points) };
    case 'failed':
      return { icon: 'failed', words: l10n.t('failed') };
    case 'not-known':
      return { icon: 'unknown', words: l10n.t('not known') };
  }
}
