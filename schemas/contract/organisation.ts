/** People, access, support, price and service levels of a data contract. */
import * as z from 'zod';
import { authoritativeDefinitions, contractText, customProperties, singleValue, stableId, tags } from './common.ts';

export const role = z
  .strictObject({
    id: stableId(),
    role: contractText().meta({ description: 'Name of the role that gives access.' }),
    description: contractText().optional().meta({ description: 'What it is for.' }),
    access: contractText()
      .optional()
      .meta({ description: 'What it allows.', suggests: { read: 'Reading.', write: 'Writing.' } }),
    firstLevelApprovers: contractText().optional().meta({ description: 'Who approves first.' }),
    secondLevelApprovers: contractText().optional().meta({ description: 'Who approves next.' }),
    customProperties: customProperties('v3.0.1'),
  })
  .meta({ closedSince: 'v3.1.0' });

const day = (description: string) =>
  contractText()
    .optional()
    .meta({ description, samples: ['"2026-11-02"'] });

const teamMember = z
  .strictObject({
    id: stableId(),
    username: contractText()
      .optional()
      .meta({ description: 'Name or e-mail address of the person.', neededSince: 'v3.1.0' }),
    name: contractText().optional().meta({ description: 'Name as it is shown.', since: 'v3.0.2' }),
    description: contractText().optional().meta({ description: 'What the person does here.', since: 'v3.0.2' }),
    role: contractText()
      .optional()
      .meta({ description: 'Such as `owner` or `data steward`.', suggests: { owner: '', 'data steward': '' } }),
    dateIn: day('First day in the team.'),
    dateOut: day('Last day in the team.'),
    replacedByUsername: contractText().optional().meta({ description: 'Who came after.' }),
    tags: tags().meta({ since: 'v3.1.0', description: 'Words by which the person is found.' }),
    customProperties: customProperties('v3.1.0'),
    authoritativeDefinitions: authoritativeDefinitions('v3.1.0'),
  })
  .meta({ closedSince: 'v3.1.0' });

const namedTeam = z
  .strictObject({
    id: stableId(),
    name: contractText().optional().meta({ description: 'Name of the team.' }),
    description: contractText().optional().meta({ description: 'What the team answers for.' }),
    members: z.array(teamMember).optional().meta({ description: 'Who is in it.' }),
    tags: tags(),
    customProperties: customProperties(),
    authoritativeDefinitions: authoritativeDefinitions(),
  })
  .meta({ closedSince: 'v3.1.0' });

/** A named team since v3.1.0; a list of members before, which newer files may still have. */
export const team = () =>
  z
    .union([namedTeam, z.array(teamMember)])
    .optional()
    .meta({ description: 'Who answers for the data.' });

const supportItem = z
  .strictObject({
    id: stableId(),
    channel: contractText().meta({ description: 'Name of the channel.' }),
    url: contractText().optional().meta({ description: 'Its address.', neededBefore: 'v3.1.0' }),
    description: contractText().optional().meta({ description: 'What it is for.' }),
    tool: contractText()
      .optional()
      .meta({
        description: 'Where people talk.',
        suggests: { email: '', slack: '', teams: '', discord: '', ticket: '', googlechat: '', other: '' },
      }),
    scope: contractText()
      .optional()
      .meta({
        description: 'What is talked about.',
        suggests: { interactive: '', announcements: '', issues: '', notifications: '' },
      }),
    invitationUrl: contractText().optional().meta({ description: 'Where one asks to join.' }),
    customProperties: customProperties('v3.1.0'),
  })
  .meta({ closedSince: 'v3.1.0' });

export const support = () => z.array(supportItem).optional().meta({ description: 'Where help and news are found.' });

export const price = () =>
  z
    .strictObject({
      id: stableId(),
      priceAmount: z.number().optional().meta({ description: 'What one unit costs.' }),
      priceCurrency: contractText()
        .optional()
        .meta({ description: 'Its currency.', samples: ['USD', 'EUR'] }),
      priceUnit: contractText().optional().meta({ description: 'What is paid for, such as `megabyte`.' }),
    })
    .meta({ closedSince: 'v3.1.0' })
    .optional()
    .meta({ description: 'What the data costs.' });

const serviceLevel = z
  .strictObject({
    id: stableId(),
    property: contractText().meta({
      description: 'What is promised.',
      suggests: {
        availability: 'Share of time in which the data can be read.',
        throughput: 'Data per time.',
        errorRate: 'Share of requests or rows that fail.',
        generalAvailability: 'Since when it may be relied on.',
        endOfSupport: 'Until when faults are repaired.',
        endOfLife: 'Until when it exists.',
        retention: 'How long data is kept.',
        frequency: 'How often it is renewed.',
        latency: 'How old the newest data is.',
        timeToDetect: 'Until a fault is seen.',
        timeToNotify: 'Until users hear of it.',
        timeToRepair: 'Until it is repaired.',
      },
    }),
    value: singleValue().meta({ description: 'How much of it.' }),
    valueExt: singleValue().optional().meta({ description: 'A second value, where one is not enough.' }),
    unit: contractText()
      .optional()
      .meta({
        description: 'Unit of the value.',
        suggests: { d: 'Days.', h: 'Hours.', m: 'Minutes.', y: 'Years.', percent: 'Of a hundred.' },
      }),
    element: contractText().optional().meta({ description: 'Column that is meant, as `object.column`.' }),
    driver: contractText()
      .optional()
      .meta({ description: 'Why it matters.', suggests: { regulatory: '', analytics: '', operational: '' } }),
    description: contractText().optional().meta({ description: 'The promise in words.', since: 'v3.1.0' }),
    scheduler: contractText().optional().meta({ description: 'What starts the check.', since: 'v3.1.0' }),
    schedule: contractText().optional().meta({ description: 'When it starts.', since: 'v3.1.0' }),
  })
  .meta({ closedSince: 'v3.1.0' });

export const serviceLevels = () =>
  z
    .array(serviceLevel)
    .optional()
    .meta({ description: 'What is promised about freshness, availability and the like.' });
