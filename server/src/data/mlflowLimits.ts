/** How much of an MLflow store is read: far more than a project compares, and little enough to keep. */

/** Runs, newest first. */
export const mlflowRunLimit = 2000;
/** Metrics, and parameters, of one run. */
export const mlflowValueLimit = 1000;
/** Characters of a name or a parameter. */
export const mlflowTextLimit = 500;
