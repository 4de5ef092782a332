/** Data sources: where they lie, who owns them, which version, what their columns mean, and what the law says. */
import * as z from 'zod';
import { legalBases, regulations, specialCategoryBases } from '../regulations.ts';
import {
  cell,
  choice,
  column,
  date,
  environment,
  expression,
  formerIds,
  freeMap,
  glob,
  idMap,
  mapOf,
  part,
  path,
  person,
  quantity,
  text,
  wholeNumber,
} from '../scalars.ts';

const engine = z.strictObject({
  kind: choice([
    ['duckdb', 'A DuckDB database file.'],
    ['trino', 'A Trino or Starburst cluster.'],
  ]).meta({ description: 'Which engine holds the table.' }),
  connection: environment().meta({
    description:
      'Variable of the environment that holds the connection string, or the path of a DuckDB file. The string itself never stands in a file: it would be committed.',
    rules: ['data/secret'],
    samples: ['"env:PLUMBLINE_TRINO"', '"env:PLUMBLINE_DUCKDB"'],
  }),
});

const access = z.strictObject({
  status: choice([
    ['granted', 'The data may be used.'],
    ['requested', 'Has been asked for.'],
    ['denied', 'Was refused.'],
  ]).meta({ description: 'Whether the data may be used.', rules: ['data/access-not-granted'] }),
  by: person().optional().meta({ description: 'Who grants it.' }),
  expires: date()
    .optional()
    .meta({ description: 'Last day of the permission.', rules: ['data/access-not-granted'], samples: ['2027-06-30'] }),
});

const version = z.strictObject({
  dvc: path()
    .optional()
    .meta({ description: 'DVC file that pins the bytes.', samples: ['data/flights.parquet.dvc'] }),
  git: path()
    .optional()
    .meta({ description: 'File or folder that git itself tracks.', samples: ['data/digits'] }),
  md5: text()
    .optional()
    .meta({
      description: 'MD5 hash of the file, as 32 hexadecimal digits.',
      samples: ['d41d8cd98f00b204e9800998ecf8427e'],
    }),
  s3: z
    .strictObject({
      bucket: text().meta({ description: 'Name of the bucket.' }),
      key: text().meta({ description: 'Key of the object.' }),
      version_id: text().meta({
        description: 'Version of the object; `null` is that of a bucket without versions and pins nothing.',
      }),
    })
    .optional()
    .meta({ description: 'Version of an S3 object.' }),
  pachyderm: z
    .strictObject({
      repo: text().meta({ description: 'Name of the repository.' }),
      branch: text().optional().meta({ description: 'Branch, for the reader; the commit pins.' }),
      commit: text().meta({ description: 'Commit of the repository.' }),
    })
    .optional()
    .meta({ description: 'Commit of a Pachyderm repository.' }),
  table_version: text()
    .optional()
    .meta({ description: 'Snapshot of a versioned table (Iceberg, Delta, Hudi).', samples: ['"8214"'] }),
});

const group = z.strictObject({
  column: column().meta({ description: 'Column that names the group.' }),
  across_splits: choice([
    ['apart', 'A group lies in one split only: patients, devices, users that production has not seen.'],
    ['shared', 'A group may lie in several splits: production sees the same ones again.'],
  ])
    .optional()
    .meta({
      description: 'Whether one group may lie in several splits.',
      standard: 'apart; shared when the splits are cut by time',
      rules: ['split/group-leak'],
    }),
});

const columnRoles = z.strictObject({
  label: column()
    .optional()
    .meta({
      description: 'Column that holds the answer; never an input.',
      need: { when: 'a model learns from this source', rule: 'spec/missing-key' },
      rules: ['data/target-as-input'],
      samples: ['late'],
    }),
  time: column()
    .optional()
    .meta({
      description: 'Column with the moment at which the answer is needed. Splits by time and drift windows follow it.',
      rules: ['split/time-leak', 'split/no-embargo'],
      samples: ['date'],
    }),
  group: z
    .union([column(), group])
    .optional()
    .meta({
      description:
        'Column of things that have several rows, such as patients or devices; their rows are not independent.',
      rules: ['split/group-leak'],
      samples: ['origin', '{column: origin, across_splits: shared}'],
    }),
  weight: column().optional().meta({ description: 'Column with the weight of each row.' }),
  id: column().optional().meta({ description: 'Column that names each row, used to match runs and splits.' }),
  after: z
    .array(column())
    .optional()
    .meta({
      description: 'Columns that are known only after the answer is needed. As inputs they would leak the future.',
      rules: ['data/known-after-decision'],
      samples: ['[delay]'],
    }),
});

const privacyNeed = {
  when: 'the source holds personal data',
  rule: 'privacy/no-basis',
  given: { personal_data: ['true'] },
} as const;

const privacy = z.strictObject({
  personal_data: z.boolean().meta({
    description: 'Whether a row can be traced to a living person, directly or together with other data.',
    rules: ['privacy/no-basis'],
  }),
  regulation: z
    .array(choice(regulations.map(({ name, description }) => [name, description] as const)))
    .optional()
    .meta({ description: 'Laws that apply.', need: privacyNeed, samples: ['[gdpr]'] }),
  basis: choice(legalBases)
    .optional()
    .meta({ description: 'Legal basis on which the data is used.', need: privacyNeed }),
  purpose: text()
    .optional()
    .meta({ description: 'What the data is used for; other uses need another basis.', need: privacyNeed }),
  fields: z
    .array(column())
    .optional()
    .meta({
      description: 'Columns with personal data. Profiles keep no values of them.',
      need: privacyNeed,
      samples: ['[note]'],
    }),
  categories: z
    .array(text())
    .optional()
    .meta({ description: 'Kinds of personal data, in words.', need: privacyNeed, samples: ['[names of staff]'] }),
  special_categories: z
    .union([z.literal('none'), z.array(choice(specialCategoryBases))])
    .optional()
    .meta({
      description:
        'Exceptions of GDPR Article 9(2) that allow health, biometric, genetic and similar data; `none` when there is no such data.',
      need: { ...privacyNeed, rule: 'privacy/special-category' },
      samples: ['none', '[art-9-2-j]'],
    }),
  retention: quantity('time')
    .optional()
    .meta({
      description: 'How long the data is kept.',
      need: { ...privacyNeed, rule: 'privacy/retention-missing' },
      samples: ['12 months'],
    }),
  residency: z
    .array(text())
    .optional()
    .meta({
      description: 'Regions in which the data may lie: `EU`, `EEA`, or ISO 3166 country codes.',
      need: privacyNeed,
      rules: ['privacy/residency'],
      samples: ['[EU]', '[EU, US]'],
    }),
});

const scenario = z.strictObject({
  where: expression().meta({
    description: 'Condition over columns that selects the rows of the scenario.',
    samples: ['"extract(month from date) in (1, 2)"'],
  }),
  min_rows: freeMap('class', wholeNumber(1).meta({ description: 'Least number of rows of this class.' }))
    .optional()
    .meta({
      description: 'Least number of rows of each class that must be represented.',
      rules: ['data/scenario-undersampled'],
      samples: ['{late: 20000, on-time: 80000}'],
    }),
});

const dataSource = z.strictObject({
  path: glob()
    .optional()
    .meta({
      description:
        'File, pattern or folder inside the workspace: CSV, TSV, JSON lines or Parquet, or a folder of images. Quote a pattern that starts with `*`.',
      need: { when: 'there is no engine', without: ['engine'] },
      rules: ['ref/unresolved', 'ref/outside-workspace', 'yaml/glob-alias'],
      samples: ['data/flights.parquet'],
    }),
  index: path()
    .optional()
    .meta({
      description: 'Table with more columns for a folder of images, joined on the column `image`.',
      appliesWhen: { modality: ['image'] },
      samples: ['data/digits/index.csv'],
    }),
  engine: engine.optional().meta({
    description: 'Engine that holds the table, when it is no file.',
    need: { when: 'there is no path', without: ['path'] },
    samples: ['{kind: trino, connection: "env:PLUMBLINE_TRINO"}'],
  }),
  table: text()
    .optional()
    .meta({
      description: 'Name of the table in the engine.',
      need: { when: 'there is no path', without: ['path'] },
      samples: ['ops.delay_notes'],
    }),
  modality: choice([
    ['table', 'Rows and columns.'],
    ['image', 'A folder of images.'],
    ['text', 'Written language.'],
    ['audio', 'Sound.'],
    ['time-series', 'Measurements in order of time.'],
  ]).meta({ description: 'What kind of data it is. It decides which rules and panels apply.' }),
  contract: part()
    .optional()
    .meta({
      description:
        'Data contract (Open Data Contract Standard) and the schema object in it that describes this source.',
      rules: ['data/no-contract', 'contract/invalid', 'data/column-missing'],
      samples: ['contracts/flights.odcs.yaml#flights'],
    }),
  owner: person()
    .optional()
    .meta({
      description: 'Who answers for the source: its meaning, its changes, its faults.',
      need: { when: 'always', rule: 'data/no-owner' },
    }),
  access: access.optional().meta({
    description: 'Whether and how long the data may be used.',
    rules: ['data/access-not-granted'],
    samples: ['{status: granted, by: data-office@example.com, expires: 2027-06-30}'],
  }),
  version: version.optional().meta({
    description:
      'What pins the bytes: exactly one of DVC, git, MD5, S3, Pachyderm or a table version. `latest` pins nothing.',
    need: { when: 'always', rule: 'data/unversioned' },
    rules: ['data/version-unresolved'],
    samples: ['{dvc: data/flights.parquet.dvc}', '{git: data/digits}'],
  }),
  size: quantity('data')
    .optional()
    .meta({ description: 'Size of the original.', rules: ['data/big-local-copy'], samples: ['13.5 MB'] }),
  location: text()
    .optional()
    .meta({
      description: 'Address of the original, for the reader; it is never opened.',
      samples: ['s3://lake/flights/'],
    }),
  derive: freeMap('column', expression().meta({ description: 'How the column is computed.' }))
    .optional()
    .meta({
      description: 'Columns that are computed on reading, with one meaning for every engine.',
      samples: ['{late: "delay >= 15", hour: "extract(hour from date)"}'],
    }),
  roles: columnRoles.optional().meta({
    description: 'What single columns are for: label, time, group, weight, id, and what is known only afterwards.',
    need: { when: 'a model learns from this source', rule: 'spec/missing-key' },
    samples: ['{label: late, time: date, after: [delay]}'],
  }),
  collection: freeMap('free', cell().meta({ description: 'How it was.' }))
    .optional()
    .meta({
      description: 'How the data was recorded, in free keys, so that production can be compared with it.',
      need: {
        when: 'modality is image or audio, or the data comes from sensors',
        rule: 'data/collection-undescribed',
        given: { modality: ['image', 'audio', 'time-series'] },
      },
      suggests: {
        how: 'By which means.',
        rate: 'How often.',
        place: 'Where.',
        device: 'With which device.',
        resolution: 'In which resolution.',
        angle: 'From which angle.',
        lighting: 'In which light.',
      },
      samples: ['{device: flatbed, resolution: 28x28, lighting: lamp}'],
    }),
  privacy: privacy.meta({
    description: 'Whether there is personal data, and on which legal basis it is used.',
    samples: ['{personal_data: false}'],
  }),
  quality_duties: freeMap('column', person().meta({ description: 'Who answers for the column.' }))
    .optional()
    .meta({
      description: 'Who answers for the quality of which column.',
      rules: ['data/quality-duty-unassigned'],
      samples: ['{delay: carriers@example.com}'],
    }),
  scenarios: idMap(scenario.meta({ description: 'A condition that must be represented.' }))
    .optional()
    .meta({
      description: 'Conditions of production that the data must represent, such as night, winter or a new device.',
      rules: ['data/scenario-undersampled'],
    }),
  renamed_from: formerIds(),
});

export const dataSources = mapOf('data', dataSource.meta({ id: 'data-source', description: 'One data source.' }));

export type DataSourceShape = z.infer<typeof dataSource>;
