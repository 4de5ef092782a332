/** Begin of the name of a worker's folder for temporary files; the worker removes no folder with another name. */
export const scratchPrefix = 'plumbline-worker-';
