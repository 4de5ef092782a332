/** Rules about the people behind a project: who fills a role, who has agreed, who owns a figure. */
import { lacks } from '../spec/located.ts';
import type { AnyNode, ObjectNode } from '../spec/located.ts';
import type { Fix } from '../spec/edits.ts';
import { listOf } from '../spec/words.ts';
import { fillKey } from './fillKey.ts';
import { metricsOf, metricsOfKind } from './metricView.ts';
import type { Finding, Rule, RuleContext } from './rule.ts';

type Place = AnyNode['place'];

/** Departments that must answer for a project, and agree to its goals. */
const departments = ['business', 'data_science', 'engineering', 'operations'];

/** A section that maps roles, with what stands there empty or cannot be read. */
type RoleSection = 'team' | 'approvals';

function mapOf({ fields }: RuleContext['spec'], section: RoleSection) {
  return section === 'team' ? fields.team : fields.approvals;
}

/** Roles that have no entry, or an empty one; undefined while the section cannot be read. */
function findLackingRoles({ spec }: RuleContext, section: RoleSection, roles: readonly string[]) {
  if (spec.unreadable.has(section)) return undefined;
  const map = mapOf(spec, section);
  return roles.filter((role) => map?.entries.has(role) !== true && map?.unreadable.has(role) !== true);
}

/** The key of a section, else the first key of the spec. */
function placeOf({ project, spec }: RuleContext, section: RoleSection): Place | undefined {
  return mapOf(spec, section)?.keyPlace ?? spec.empty.get(section) ?? project.files[0]?.yaml.entries[0]?.keyPlace;
}

function* findMissingRoles(context: RuleContext): Generator<Finding> {
  const missing = findLackingRoles(context, 'team', departments) ?? [];
  const place = placeOf(context, 'team');
  if (missing.length === 0 || place === undefined) return;
  const verb = missing.length === 1 ? 'is' : 'are';
  yield { place, message: `${listOf(missing)} ${verb} not named: say in \`team\` who answers for it.` };
}

function* findMissingSponsor(context: RuleContext): Generator<Finding> {
  const missing = findLackingRoles(context, 'team', ['sponsor']) ?? [];
  const place = placeOf(context, 'team');
  if (missing.length === 0 || place === undefined) return;
  yield {
    place,
    message: 'Nobody pays for the project: name the `sponsor` in `team`, who decides whether it goes on.',
  };
}

function* findMissingSignoffs(context: RuleContext): Generator<Finding> {
  const missing = findLackingRoles(context, 'approvals', departments) ?? [];
  const place = placeOf(context, 'approvals');
  if (missing.length > 0 && place !== undefined) {
    const verb = missing.length === 1 ? 'has' : 'have';
    yield {
      place,
      message: `${listOf(missing)} ${verb} not approved the goals: ask, and write the answer into \`approvals\`.`,
    };
  }
  for (const [role, { fields }] of context.spec.fields.approvals?.entries ?? []) {
    const { status } = fields;
    if (status?.value === 'pending') {
      yield {
        place: status.place,
        message: `\`${role}\` has been asked and has not answered: wait for it, or ask again.`,
      };
    } else if (status?.value === 'refused') {
      const reason = fields.reason === undefined ? '' : ` (${fields.reason.text.replace(/\s+/g, ' ')})`;
      yield {
        place: status.place,
        message: `\`${role}\` does not agree${reason}: change what it refuses, or settle it before going on.`,
      };
    }
  }
}

function* findOwnerless({ spec }: RuleContext): Generator<Finding> {
  for (const { id, node } of metricsOfKind(spec, 'business')) yield* findNoOwner(`The business metric \`${id}\``, node);
  for (const [id, node] of spec.fields.monitoring?.fields.checks?.entries ?? []) {
    yield* findNoOwner(`The check \`${id}\``, node);
  }
}

function* findNoOwner<Shape extends { owner?: unknown }>(what: string, node: ObjectNode<Shape>): Generator<Finding> {
  if (!lacks(node, 'owner')) return;
  const empty = node.empty.get('owner');
  const fix: Fix = { title: 'Add `owner`', changes: [fillKey(node, 'owner', '')], isPreferred: true };
  yield {
    place: empty ?? node.keyPlace ?? node.place,
    message: `${what} has no owner of its own: name who answers for it.`,
    fixes: empty === undefined ? [fix] : [],
  };
}

/** Where a spec says that an outside body has a say, and in which words. */
function findRegulation({ spec }: RuleContext): { readonly place: Place; readonly because: string } | undefined {
  const { affects, economics } = spec.fields;
  if (affects?.value === 'safety') return { place: affects.place, because: 'a wrong answer can hurt people' };
  for (const [outcome, severity] of economics?.fields.severity?.entries ?? []) {
    if (severity.value === 'injury') return { place: severity.place, because: `\`${outcome}\` can hurt people` };
  }
  for (const { id, node } of metricsOf(spec)) {
    const basis = node.fields.justification?.fields.basis;
    if (basis?.value === 'regulation') {
      return { place: basis.place, because: `a law or norm asks for the goals of \`${id}\`` };
    }
  }
  return undefined;
}

function* findMissingAuthority(context: RuleContext): Generator<Finding> {
  const isMissing = (findLackingRoles(context, 'approvals', ['authority']) ?? []).length > 0;
  const regulated = isMissing ? findRegulation(context) : undefined;
  if (regulated === undefined) return;
  yield {
    place: regulated.place,
    message: `Here ${regulated.because}, and \`approvals\` names no \`authority\`: say which body has agreed, or with \`status: not-required\` why none has to.`,
  };
}

export const govRoleRules: readonly Rule[] = [
  {
    id: 'gov/no-signoff',
    severity: 'I/W/E',
    waits: 'project',
    finds: 'a role that has not approved the goals',
    why: 'A spec is the contract between departments: the business pays for the goals, engineering builds for them, operations lives with them. Each says that it has read a revision and agrees, or why it need not.',
    check: findMissingSignoffs,
  },
  {
    id: 'gov/role-missing',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'a project without a name for business, data science, engineering or operations',
    why: 'Most projects die at the seam between two departments. Somebody must answer on each side of it.',
    check: findMissingRoles,
  },
  {
    id: 'gov/no-sponsor',
    severity: 'I/W/W',
    waits: 'project',
    finds: 'a project without a sponsor',
    why: 'Whoever pays decides whether it goes on. Without that person nobody stops a project that has missed its limits, and nobody defends one that has not.',
    check: findMissingSponsor,
  },
  {
    id: 'gov/no-owner',
    severity: 'I/W/E',
    waits: 'section',
    finds: 'a business metric or a monitoring check without an owner of its own',
    why: 'The owner of the project cannot answer for every figure. A business metric has somebody who may change its goals, and a check has somebody who is called.',
    hasFix: true,
    check: findOwnerless,
  },
  {
    id: 'gov/approval-missing',
    severity: 'I/W/E',
    waits: 'project',
    finds: 'a regulated domain without the agreement of an authority',
    why: 'Where people can be hurt, or a law sets the goals, an outside body may have to agree: medical devices, aviation, a works council. Ask early, or write down why nobody has to be asked.',
    check: findMissingAuthority,
  },
];
