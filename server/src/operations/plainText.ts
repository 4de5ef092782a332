/** User text without anything that a terminal would obey, for those who print. */
export { plainText } from '../report/plainText.ts';
