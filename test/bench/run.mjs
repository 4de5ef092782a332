// `npm run bench`: our speed as ratios against named peers in one run, with figures for this machine beside them.
import './bench.ts';
