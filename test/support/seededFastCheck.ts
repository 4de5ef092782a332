/**
 * What tests get as fast-check: it draws the same values in every run, so that a run of all tests says the same twice.
 * Others are drawn with PLUMBLINE_PROPERTY_SEED=N, or `random` for new ones each time.
 */
import fc from 'fast-check';

const wanted = process.env['PLUMBLINE_PROPERTY_SEED'] ?? '20261121';
if (wanted !== 'random') fc.configureGlobal({ seed: Number(wanted) });

export * from 'fast-check';
export default fc;
