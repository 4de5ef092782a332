/** Labels: what the right answer means, who says so, and how labels of new data arrive. */
import * as z from 'zod';
import {
  cell,
  choice,
  className,
  freeMap,
  mapOf,
  path,
  person,
  quantity,
  reference,
  text,
  wholeNumber,
} from '../scalars.ts';
import { tasks } from '../tasks.ts';

const labelSources = [
  ['outcome', 'What really happened, seen later.'],
  ['human', 'People look and decide.'],
  ['heuristic', 'A rule guesses it.'],
  ['synthetic', 'It was made together with the data.'],
] as const;

const human = { source: ['human'] };

const guideline = z.strictObject({
  path: path().meta({ description: 'File with the guideline.', samples: ['docs/labels.md'] }),
  version: z
    .union([wholeNumber(), text()])
    .optional()
    .meta({
      description: 'Version of the guideline; labels made under another one may mean something else.',
      need: { when: 'people make the labels', rule: 'label/no-guideline' },
      samples: ['2'],
    }),
});

const agreement = z.strictObject({
  measure: choice([
    ['percent', 'Share of items with equal opinions.'],
    ['cohen-kappa', 'Two people, beyond chance.'],
    ['fleiss-kappa', 'Several people, beyond chance.'],
    ['krippendorff-alpha', 'Any number of people, also with gaps.'],
    ['iou', 'Overlap of boxes or masks.'],
    ['dice', 'Overlap of masks.'],
  ]).meta({ description: 'How agreement between people is measured.' }),
  target: quantity('ratio')
    .optional()
    .meta({ description: 'Agreement that is aimed for.', samples: ['0.80'] }),
  limit: quantity('ratio')
    .optional()
    .meta({
      description: 'Lowest agreement that is still acceptable.',
      rules: ['label/agreement-low'],
      samples: ['0.70'],
    }),
  measured: quantity('ratio')
    .optional()
    .meta({ description: 'Agreement that was reached.', rules: ['label/agreement-low'], samples: ['0.78'] }),
});

const newData = z.strictObject({
  method: choice(labelSources).meta({ description: 'How labels of fresh data come about.' }),
  rate: quantity('ratio').meta({ description: 'Share of fresh rows that get a label.', samples: ['100 %', '2 %'] }),
  delay: quantity('time').meta({
    description: 'Time until the label is there. Quality cannot be known sooner.',
    rules: ['label/delay-exceeds-window', 'split/no-embargo'],
    samples: ['1 day'],
  }),
  owner: person().meta({ description: 'Who sees to it that labels arrive.' }),
  queue: path()
    .optional()
    .meta({ description: 'File of rows or images that were picked for labelling.', samples: ['labels/queue.csv'] }),
});

const assist = z.strictObject({
  model: reference('model').meta({
    description: 'Model that proposes labels: one of this project, or the name of another.',
    otherwise: 'text',
  }),
  accepted: quantity('ratio').meta({
    description: 'Share of proposals that people leave unchanged.',
    samples: ['70 %'],
  }),
});

const label = z.strictObject({
  of: reference('data').meta({ description: 'Data source that carries the label.' }),
  task: choice(tasks).meta({ description: 'What is answered.', rules: ['metric/wrong-task'] }),
  source: choice(labelSources).meta({ description: 'Who or what says the right answer.' }),
  definition: text()
    .optional()
    .meta({
      description: 'What the label means, in one sentence that two people would read alike.',
      samples: ['arrives 15 minutes late or more'],
    }),
  classes: z
    .union([
      z.array(className()),
      freeMap('class', cell().meta({ description: 'Value of the label column that means this class.' })),
    ])
    .optional()
    .meta({
      description: 'Names of the classes: a list when the column holds these names, else each name with its value.',
      need: {
        when: 'the task has classes',
        given: {
          task: tasks.map(([task]) => task).filter((task) => task !== 'regression' && task !== 'keypoints'),
        },
      },
      rules: ['model/class-count-mismatch', 'ref/unresolved', 'yaml/norway'],
      samples: ['{late: true, on-time: false}', '[weather, carrier, airport, security]'],
    }),
  positive: className()
    .optional()
    .meta({
      description: 'The class that one looks for; precision and recall speak of it.',
      need: { when: 'the task has two classes', given: { task: ['binary-classification'] } },
      appliesWhen: { task: ['binary-classification'] },
      samples: ['late'],
    }),
  annotations: path()
    .optional()
    .meta({
      description:
        'What is true of pictures: a COCO file for boxes, or a folder of masks (PNG, the number of the class in each pixel) with the names of the pictures.',
      appliesWhen: { task: ['object-detection', 'semantic-segmentation', 'instance-segmentation', 'keypoints'] },
      samples: ['data/boxes.json', 'data/masks'],
    }),
  guideline: guideline.optional().meta({
    description: 'Rules by which people decide.',
    need: { when: 'people make the labels', rule: 'label/no-guideline', given: human },
    samples: ['{path: docs/labels.md, version: 2}'],
  }),
  per_item: wholeNumber(1)
    .optional()
    .meta({
      description: 'Opinions per item. Agreement can only be measured with two or more.',
      need: { when: 'people make the labels', rule: 'label/no-agreement', given: human },
      samples: ['2'],
    }),
  agreement: agreement.optional().meta({
    description: 'How far people agree. No model can be better than its labels.',
    need: { when: 'people make the labels', rule: 'label/no-agreement', given: human },
    rules: ['label/agreement-low'],
    samples: ['{measure: cohen-kappa, target: 0.80, limit: 0.70, measured: 0.78}'],
  }),
  error_rate: quantity('ratio')
    .optional()
    .meta({
      description: 'Share of labels that are wrong; it is the ceiling of every quality measure.',
      rules: ['metric/above-label-ceiling'],
      samples: ['3 %'],
    }),
  new_data: newData.optional().meta({
    description: 'How labels of fresh data arrive after launch. Without them nobody sees that the world has changed.',
    need: { when: 'a model learns from this label', rule: 'label/no-collection-plan' },
    samples: ['{method: outcome, rate: 100 %, delay: 1 day, owner: ops@example.com}'],
  }),
  tool: text()
    .optional()
    .meta({ description: 'Tool in which labels are made.', samples: ['label-studio'] }),
  assist: assist.optional().meta({ description: 'Labels proposed by a model, and how many are left unchanged.' }),
});

export const labels = mapOf('label', label.meta({ id: 'label', description: 'One label.' }));

export type LabelShape = z.infer<typeof label>;
