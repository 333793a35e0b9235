/** A thumbprint as an argument (RFC 7638, 43 characters of base64url) that begins like an option, as one of 64 does. */
const keyLikeOption = /^-[A-Za-z0-9_-]{42}$/;

/** The arguments with such thumbprints behind the end of the options, where nobody takes them for one. */
export function withKeysBehind(typed: readonly string[]): readonly string[] {
  const keys = typed.filter((word) => keyLikeOption.test(word));
  return keys.length === 0 || typed.includes('--')
    ? typed
    : [...typed.filter((word) => !keys.includes(word)), '--', ...keys];
}
