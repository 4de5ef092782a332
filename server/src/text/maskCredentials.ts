/** Hides credentials that stand in addresses, wherever text is shown. */

/** User and password between `//` and `@`; a text that was cut before its `@` is hidden to its end. */
const userInfo =
  /(?<=[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@'"`<>]{1,500}(?=@)|(?<=[a-z][a-z0-9+.-]{0,30}:\/\/)[^\s/@:'"`<>]{1,200}:(?!\d{1,5}…)[^\s/@'"`<>…]{1,500}(?=…)/gi;

/** Values of parameters that are keys. */
const parameters =
  /(?<=[?&;][a-z0-9_.-]{0,40}(?:token|key|sig|signature|secret|password|passwd|pwd|credential)=)[^\s&;#'"`<>]{1,500}/gi;

/** The text with a star for each character of a credential, so that places in it stay true. */
export function maskCredentials(text: string): string {
  const star = (found: string): string => '*'.repeat(found.length);
  return text.replace(userInfo, star).replace(parameters, star);
}
