/** Parts that many places of a data contract share, and what a field says about the versions that know it. */
import * as z from 'zod';
import type { ContractVersion } from './versions.ts';

declare module 'zod' {
  interface GlobalMeta {
    /** The version of a data contract that brought this key; absent for those of the oldest. */
    since?: ContractVersion;
    /** Versions that brought single words of a list. */
    valuesSince?: Readonly<Record<string, ContractVersion>>;
    /** The version from which on keys that are not listed are refused; absent when they always are. */
    closedSince?: ContractVersion;
    /** Whether keys that are not listed are never refused, only ignored. */
    isOpen?: boolean;
    /** The version from which on an optional key is needed. */
    neededSince?: ContractVersion;
    /** The first version that no longer needs this optional key. */
    neededBefore?: ContractVersion;
  }
}

/** Any text, the empty one included, as the standard has it. */
export const contractText = () => z.string();

/** A value of any form, which is somebody else's business. */
export const anything = () => z.unknown();

/** A single value of any type. */
export const singleValue = () => z.union([z.string(), z.number(), z.boolean()]);

export const stableId = () =>
  z
    .string()
    .regex(/^[A-Za-z0-9_-]+$/)
    .optional()
    .meta({
      description: 'Stable name of this element, so that others can point at it: letters, digits, `-` and `_`.',
      since: 'v3.1.0',
    });

export const tags = () =>
  z
    .array(contractText())
    .optional()
    .meta({ description: 'Words by which the element is found and sorted.', samples: ['[finance, sensitive]'] });

const customProperty = z
  .strictObject({
    id: stableId(),
    property: contractText()
      .optional()
      .meta({ description: 'Name of the property, in camelCase.', neededSince: 'v3.1.0' }),
    value: anything().optional().meta({ description: 'Its value, in any form.', neededSince: 'v3.1.0' }),
    description: contractText().optional().meta({ description: 'What the property means.', since: 'v3.1.0' }),
  })
  .meta({ closedSince: 'v3.1.0' });

export const customProperties = (since?: ContractVersion) =>
  z
    .array(customProperty)
    .optional()
    .meta({ description: 'Properties that the standard does not have.', ...(since === undefined ? {} : { since }) });

const authoritativeDefinition = z
  .strictObject({
    id: stableId(),
    url: contractText().meta({ description: 'Address of the definition.' }),
    type: contractText().meta({
      description: 'What is found there.',
      suggests: {
        businessDefinition: 'What it means to the business.',
        transformationImplementation: 'The code that makes it.',
        videoTutorial: 'A film that explains it.',
        tutorial: 'A text that explains it.',
        implementation: 'Where it is kept.',
      },
    }),
    description: contractText().optional().meta({ description: 'What the definition says.', since: 'v3.1.0' }),
  })
  .meta({ closedSince: 'v3.1.0' });

export const authoritativeDefinitions = (since?: ContractVersion) =>
  z
    .array(authoritativeDefinition)
    .optional()
    .meta({
      description: 'Where the meaning is laid down for good.',
      ...(since === undefined ? {} : { since }),
    });
