import { expect, test } from 'vitest';
import { sortImports } from '../../../../server/src/notebook/promote/sortImports.ts';

test('imports stand in the order of isort: plain ones first, one line for a module, one for a renamed name', () => {
  const texts = [
    'from keras import layers',
    'from PIL import Image',
    'import torch',
    'from keras import backend as K',
    'import numpy as np',
    'from keras import Sequential',
    'import torch',
  ];
  expect(sortImports(texts)).toEqual([
    'import numpy as np',
    'import torch',
    'from keras import Sequential, layers',
    'from keras import backend as K',
    'from PIL import Image',
  ]);
  expect(sortImports(['from keras import layers', 'from keras import backend as K'])).toEqual([
    'from keras import backend as K',
    'from keras import layers',
  ]);
});
