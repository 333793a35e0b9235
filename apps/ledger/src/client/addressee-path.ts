/** An addressee as it stands in a path: a code in capitals, however it was typed; an other actor's id as it is. */
export const addresseePath = (named: string): string =>
  encodeURIComponent(/^[a-z]{3}$/iu.test(named) ? named.toUpperCase() : named.toLowerCase());
