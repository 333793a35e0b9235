/** An article that may stand before a name in running text. */
const article = /^(?:the|la|le|les|el|los|las) |^l'/u;

/** How two printed names of an addressee are compared: without case, accents, articles, and what kind of apostrophe, dash or space. */
export const comparableName = (name: string): string =>
  name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[‘’ʼ`]/gu, "'")
    .replace(/\p{Pd}/gu, '-')
    .replace(/[\s\u200b-\u200d\u2060]+/gu, ' ')
    .trim()
    .replace(article, '')
    .replace(/[.,;]+$/u, '');
