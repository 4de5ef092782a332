/** Objects (tables, topics, files) and properties (columns, fields) of a data contract. */
import * as z from 'zod';
import { choice } from '../scalars.ts';
import {
  anything,
  authoritativeDefinitions,
  contractText,
  customProperties,
  singleValue,
  stableId,
  tags,
} from './common.ts';
import { logicalTypeOptions, logicalTypes } from './logicalTypes.ts';
import { quality } from './quality.ts';

const endpoint = (description: string) => z.union([z.string(), z.array(z.string())]).meta({ description });

const relationshipOfColumn = z.strictObject({
  type: contractText()
    .optional()
    .meta({
      description: 'Kind of the relationship.',
      standard: 'foreignKey',
      suggests: { foreignKey: 'Values are keys there.' },
    }),
  to: endpoint('The column that is pointed at: `object.column`, or `/schema/<id>/properties/<id>`.'),
  customProperties: customProperties(),
});

const relationshipOfObject = relationshipOfColumn.extend({
  from: endpoint('The column, or the list of columns, that points.'),
});

const synonym = z.strictObject({
  id: stableId(),
  synonym: contractText().meta({ description: 'The other name.' }),
  description: contractText().optional().meta({ description: 'Where it is used.' }),
  locale: contractText().optional().meta({ description: 'Its language, such as `de-DE`.' }),
  source: contractText().optional().meta({ description: 'Who calls it so.' }),
  status: contractText().optional().meta({ description: 'Such as `approved`.' }),
  customProperties: customProperties(),
});

const statement = z.strictObject({
  id: contractText().optional().meta({ description: 'Stable name.' }),
  question: contractText().meta({ description: 'A question about the data.' }),
  answer: contractText().optional().meta({ description: 'Its answer, such as a query.' }),
  authoritativeDefinitions: authoritativeDefinitions(),
  tags: tags(),
  customProperties: customProperties(),
});

const contextConstraint = z.strictObject({
  id: contractText().optional().meta({ description: 'Stable name.' }),
  constraint: contractText().meta({ description: 'What holds, in words.' }),
  authoritativeDefinitions: authoritativeDefinitions(),
  tags: tags(),
  customProperties: customProperties(),
});

/** What programs that read the data by language should know. */
export const context = () =>
  z
    .union([
      contractText(),
      z.strictObject({
        instructions: contractText().optional().meta({ description: 'How the data is to be used.' }),
        verifiedStatements: z.array(statement).optional().meta({ description: 'Questions with answers that hold.' }),
        constraints: z.array(contextConstraint).optional().meta({ description: 'What always holds.' }),
      }),
    ])
    .optional()
    .meta({ description: 'What programs that read the data by language should know.', since: 'v3.2.0' });

/** What objects and properties share. */
const elementFields = {
  id: stableId(),
  physicalName: contractText().optional().meta({ description: 'Name in the store, where it differs from `name`.' }),
  description: contractText().optional().meta({ description: 'What it means.' }),
  businessName: contractText().optional().meta({ description: 'Name that the business uses.' }),
  synonyms: z.array(synonym).optional().meta({ description: 'Other names.', since: 'v3.2.0' }),
  authoritativeDefinitions: authoritativeDefinitions(),
  tags: tags(),
  customProperties: customProperties(),
  quality: quality(),
};

const enumValue = z.strictObject({
  value: singleValue().meta({ description: 'The value as it stands in the data.' }),
  label: contractText().optional().meta({ description: 'What people read.' }),
  id: stableId(),
  description: contractText().optional().meta({ description: 'What it means.' }),
  customProperties: customProperties(),
  authoritativeDefinitions: authoritativeDefinitions(),
  tags: tags(),
});

const flag = (description: string) => z.boolean().optional().meta({ description, standard: 'false' });
const position = (description: string) => z.int().optional().meta({ description });

const propertyFields = {
  ...elementFields,
  physicalType: contractText().optional().meta({ description: 'Type in the store, such as `VARCHAR(3)`.' }),
  logicalType: choice(logicalTypes)
    .optional()
    .meta({
      description: 'What the values are.',
      valuesSince: { timestamp: 'v3.1.0', time: 'v3.1.0', map: 'v3.2.0' },
    }),
  logicalTypeOptions: logicalTypeOptions.optional().meta({ description: 'What the type allows, more exactly.' }),
  required: flag('Whether every row has a value.'),
  unique: flag('Whether no value is there twice.'),
  primaryKey: flag('Whether the column is (part of) the primary key.'),
  primaryKeyPosition: position('Place in a primary key of several columns, from 1.'),
  partitioned: flag('Whether the data is cut by this column.'),
  partitionKeyPosition: position('Place in a partition key of several columns, from 1.'),
  semanticType: choice([
    ['column', 'A value that is stored.'],
    ['measure', 'A value that is aggregated when asked for.'],
    ['dimension', 'What values are grouped by.'],
  ])
    .optional()
    .meta({ description: 'Role in questions about the data.', standard: 'column', since: 'v3.2.0' }),
  classification: contractText()
    .optional()
    .meta({
      description:
        'How sensitive the values are. Values of `personal`, `restricted`, `confidential` and the like are never shown.',
      suggests: {
        public: 'Anybody may see them.',
        internal: 'For the organisation.',
        restricted: 'For a few; masked in every output.',
        confidential: 'Secret; masked in every output.',
        personal: 'About a person; masked in every output.',
      },
    }),
  encryptedName: contractText().optional().meta({ description: 'Column that holds the encrypted values.' }),
  transformSourceObjects: z
    .array(contractText())
    .optional()
    .meta({ description: 'Objects from which the values are made.' }),
  transformLogic: contractText().optional().meta({ description: 'How they are made, as code.' }),
  transformDescription: contractText().optional().meta({ description: 'How they are made, in words.' }),
  examples: z.array(anything()).optional().meta({ description: 'Values as they occur.' }),
  enum: z.array(enumValue).optional().meta({ description: 'All values that occur.', since: 'v3.2.0' }),
  criticalDataElement: flag('Whether the business stands or falls with it.'),
  relationships: z
    .array(relationshipOfColumn)
    .optional()
    .meta({ description: 'Columns that this one points at.', since: 'v3.1.0' }),
};

const itemBase = z.strictObject({
  name: contractText().optional().meta({ description: 'Name of the element.' }),
  ...propertyFields,
});

const propertyBase = z.strictObject({
  name: contractText().meta({ description: 'Name of the column.' }),
  ...propertyFields,
});

/** Properties below a property. */
interface Nested {
  items?: ItemValue | undefined;
  properties?: PropertyValue[] | undefined;
}

/** An element of a list, a key or a value of a map: a property that need not have a name. */
export interface ItemValue extends z.input<typeof itemBase>, Nested {}

/** A column, or a part of one. */
export interface PropertyValue extends z.input<typeof propertyBase>, Nested {
  map?: { key: ItemValue; value: ItemValue } | undefined;
}

const nestedFields = {
  items: z
    .lazy(() => itemProperty)
    .optional()
    .meta({ description: 'What the elements of a list are.' }),
  properties: z
    .array(z.lazy(() => property))
    .optional()
    .meta({ description: 'Parts of an object.' }),
};

const itemProperty: z.ZodType<ItemValue, ItemValue> = itemBase.extend(nestedFields);

const mapForm = z.strictObject({
  key: itemProperty.meta({ description: 'What the keys are.' }),
  value: itemProperty.meta({ description: 'What the values are.' }),
});

const property: z.ZodType<PropertyValue, PropertyValue> = propertyBase.extend({
  ...nestedFields,
  map: mapForm.optional().meta({ description: 'What keys and values of a map are.', since: 'v3.2.0' }),
});

export const schemaObject = z.strictObject({
  name: contractText().meta({ description: 'Name of the object, by which specs name it.' }),
  ...elementFields,
  physicalType: contractText()
    .optional()
    .meta({
      description: 'What it is in the store.',
      suggests: { table: '', view: '', topic: '', file: '' },
    }),
  logicalType: choice([['object', 'Named parts.']])
    .optional()
    .meta({ description: 'Always `object`.' }),
  dataGranularityDescription: contractText()
    .optional()
    .meta({ description: 'What one row stands for, such as `One row per flight`.' }),
  properties: z.array(property).optional().meta({ description: 'The columns.' }),
  relationships: z
    .array(relationshipOfObject)
    .optional()
    .meta({ description: 'Columns that point at columns of other objects.', since: 'v3.1.0' }),
  context: context(),
});
