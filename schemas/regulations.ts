/** Privacy laws that a data source can fall under, and the legal bases that each of them knows. */

/** Legal bases of GDPR Article 6(1) and grounds of HIPAA, with what they say. */
export const legalBases = [
  ['art-6-1-a', 'Consent of the person.'],
  ['art-6-1-b', 'Needed for a contract with the person.'],
  ['art-6-1-c', 'Needed for a legal obligation.'],
  ['art-6-1-d', 'Needed to protect somebody’s life.'],
  ['art-6-1-e', 'Needed for a task in the public interest.'],
  ['art-6-1-f', 'Legitimate interest, weighed against the interests of the person.'],
  ['authorization', 'HIPAA: the patient has signed an authorization.'],
  ['deidentified', 'HIPAA: de-identified by expert determination or safe harbor.'],
  ['limited-data-set', 'HIPAA: a limited data set under a data use agreement.'],
] as const;

export type LegalBasis = (typeof legalBases)[number][0];

/** Exceptions of GDPR Article 9(2) that allow special categories of personal data. */
export const specialCategoryBases = [
  ['art-9-2-a', 'Explicit consent of the person.'],
  ['art-9-2-b', 'Employment, social security and social protection law.'],
  ['art-9-2-c', 'Vital interests of a person who cannot consent.'],
  ['art-9-2-d', 'Members of a political, philosophical, religious or trade-union body.'],
  ['art-9-2-e', 'Made public by the person.'],
  ['art-9-2-f', 'Legal claims and courts.'],
  ['art-9-2-g', 'Substantial public interest.'],
  ['art-9-2-h', 'Medicine, health and social care.'],
  ['art-9-2-i', 'Public health.'],
  ['art-9-2-j', 'Archives, research and statistics.'],
] as const;

export interface Regulation {
  /** The word in the spec. */
  readonly name: string;
  readonly description: string;
  /** Bases of which one must be stated; empty when the law has no such closed list. */
  readonly bases: readonly LegalBasis[];
}

const gdprBases = ['art-6-1-a', 'art-6-1-b', 'art-6-1-c', 'art-6-1-d', 'art-6-1-e', 'art-6-1-f'] as const;

/** In the order in which completion offers them. */
export const regulations = [
  { name: 'gdpr', description: 'General Data Protection Regulation of the European Union.', bases: gdprBases },
  { name: 'uk-gdpr', description: 'The United Kingdom’s version of the GDPR.', bases: gdprBases },
  {
    name: 'hipaa',
    description: 'Health Insurance Portability and Accountability Act of the United States.',
    bases: ['authorization', 'deidentified', 'limited-data-set'],
  },
  { name: 'ccpa', description: 'California Consumer Privacy Act, as amended by the CPRA.', bases: [] },
  { name: 'lgpd', description: 'General Data Protection Law of Brazil.', bases: [] },
  { name: 'fadp', description: 'Federal Act on Data Protection of Switzerland.', bases: [] },
  { name: 'pipl', description: 'Personal Information Protection Law of China.', bases: [] },
  { name: 'appi', description: 'Act on the Protection of Personal Information of Japan.', bases: [] },
  { name: 'pipeda', description: 'Personal Information Protection and Electronic Documents Act of Canada.', bases: [] },
  { name: 'dpdp', description: 'Digital Personal Data Protection Act of India.', bases: [] },
] as const satisfies readonly Regulation[];
