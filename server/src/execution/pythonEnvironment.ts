/** The environment variables of a run: a list of our own, with little of what surrounds us. */
import { existsSync } from 'node:fs';
import path from 'node:path';
import process from 'node:process';

/** Variables that programs need to start at all. */
const inherited = ['SystemRoot', 'windir', 'LD_LIBRARY_PATH', 'DYLD_LIBRARY_PATH', 'CONDA_PREFIX'];

/** One thread, so that sums are added in one order. */
const threadVariables = [
  'OMP_NUM_THREADS',
  'MKL_NUM_THREADS',
  'OPENBLAS_NUM_THREADS',
  'NUMEXPR_NUM_THREADS',
  'VECLIB_MAXIMUM_THREADS',
  'BLIS_NUM_THREADS',
  'LOKY_MAX_CPU_COUNT',
  'TF_NUM_INTRAOP_THREADS',
  'TF_NUM_INTEROP_THREADS',
];

/** Where libraries keep data that was fetched earlier, which a run may read: variable → place below the home folder. */
const fetchedData: Readonly<Record<string, string>> = {
  SCIKIT_LEARN_DATA: 'scikit_learn_data',
  SEABORN_DATA: '.cache/seaborn',
  KERAS_HOME: '.keras',
  NLTK_DATA: 'nltk_data',
  TORCH_HOME: '.cache/torch',
  HF_HOME: '.cache/huggingface',
};

/**
 * @param executable absolute path of the interpreter
 * @param scratch folder of the verification; the home and temporary folder of the run are made below it by the caller
 */
export function pythonEnvironment(executable: string, scratch: string): Record<string, string> {
  const variables: Record<string, string> = {
    PATH: [path.dirname(executable), ...(process.platform === 'win32' ? [] : ['/usr/bin', '/bin'])].join(
      path.delimiter,
    ),
    HOME: path.join(scratch, 'home'),
    USERPROFILE: path.join(scratch, 'home'),
    TMPDIR: path.join(scratch, 'temporary'),
    TEMP: path.join(scratch, 'temporary'),
    TMP: path.join(scratch, 'temporary'),
    MPLCONFIGDIR: path.join(scratch, 'home', 'matplotlib'),
    LANG: 'C.UTF-8',
    TZ: 'UTC',
    MPLBACKEND: 'Agg',
    PYTHONHASHSEED: '0',
    PYTHONDONTWRITEBYTECODE: '1',
    PYTHONIOENCODING: 'utf-8',
    CUDA_VISIBLE_DEVICES: '',
    TF_CPP_MIN_LOG_LEVEL: '3',
  };
  for (const name of threadVariables) variables[name] = '1';
  for (const name of inherited) {
    const value = process.env[name];
    if (value !== undefined) variables[name] = value;
  }
  const home = process.env['HOME'] ?? process.env['USERPROFILE'];
  if (home !== undefined) {
    // Packages that a user installed for himself are found below the home folder, which is another one now.
    const base = path.join(home, '.local');
    if (process.platform !== 'win32' && existsSync(base)) variables['PYTHONUSERBASE'] = base;
    for (const [name, place] of Object.entries(fetchedData)) {
      const folder = path.join(home, place);
      if (existsSync(folder)) variables[name] = folder;
    }
  }
  return variables;
}
