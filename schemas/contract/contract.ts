/**
 * A data contract in the Open Data Contract Standard, as its newest version that we know has it.
 *
 * Older versions know fewer keys and words, and some closed their lists of keys later: the fields say since when
 * (`since`, `closedSince`, `neededSince`, `neededBefore`), and `server/src/contract/` holds a file to the version that
 * its `apiVersion` names. Written from the facts of the standard, whose text it does not copy.
 */
import * as z from 'zod';
import { choice } from '../scalars.ts';
import { authoritativeDefinitions, contractText, customProperties, tags } from './common.ts';
import { price, role, serviceLevels, support, team } from './organisation.ts';
import { context, schemaObject } from './schemaObjects.ts';
import { server } from './servers.ts';

const description = z
  .strictObject({
    usage: contractText().optional().meta({ description: 'What the data may be used for, and how.' }),
    purpose: contractText().optional().meta({ description: 'Why the data exists.' }),
    limitations: contractText().optional().meta({ description: 'What it cannot tell.' }),
    authoritativeDefinitions: authoritativeDefinitions('v3.0.1'),
    customProperties: customProperties('v3.0.1'),
  })
  .meta({ isOpen: true });

export const contract = z.strictObject({
  apiVersion: contractText().meta({
    description: 'Version of the Open Data Contract Standard that the file follows.',
    samples: ['v3.1.0', 'v3.0.2', 'v3.0.1', 'v3.0.0'],
  }),
  kind: choice([['DataContract', 'A data contract.']]).meta({ description: 'Always `DataContract`.' }),
  id: contractText().meta({ description: 'Identity of the contract, such as a UUID; it never changes.' }),
  name: contractText().optional().meta({ description: 'Name of the contract.' }),
  version: contractText().meta({ description: 'Version of this contract, such as `1.2.0`.', samples: ['1.0.0'] }),
  status: contractText()
    .optional()
    .meta({
      description: 'Where the contract stands in its life.',
      neededBefore: 'v3.2.0',
      suggests: { proposed: '', draft: '', active: '', deprecated: '', retired: '' },
    }),
  tenant: contractText().optional().meta({ description: 'Organisation to which the data belongs.' }),
  domain: contractText().optional().meta({ description: 'Part of the business that the data is about.' }),
  dataProduct: contractText().optional().meta({ description: 'Data product to which the contract belongs.' }),
  description: description.optional().meta({ description: 'Purpose, use and limits.' }),
  tags: tags(),
  servers: z.array(server).optional().meta({ description: 'Where the data lies. Plumbline never connects to it.' }),
  schema: z.array(schemaObject).optional().meta({ description: 'Tables, topics or files, with their columns.' }),
  support: support(),
  price: price(),
  team: team(),
  roles: z.array(role).optional().meta({ description: 'Roles that give access.' }),
  slaDefaultElement: contractText()
    .optional()
    .meta({ description: 'Column that service levels mean, unless they say another.' }),
  slaProperties: serviceLevels(),
  authoritativeDefinitions: authoritativeDefinitions('v3.0.1'),
  customProperties: customProperties(),
  contractCreatedTs: contractText()
    .optional()
    .meta({ description: 'When the contract was made.', samples: ['"2026-11-02T09:31:00Z"'] }),
  context: context(),
});

export type ContractShape = z.input<typeof contract>;
