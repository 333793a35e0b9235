import type { View } from './view.js';

const common: Readonly<Record<string, RegExp>> = {
  en: /\b(?:the|of|and|to|that|which|information|received|your)\b/giu,
  es: /\b(?:el|los|las|del|que|por|una|información|recibida|su)\b/giu,
  fr: /\b(?:le|les|des|du|que|dans|une|informations|reçues|votre)\b/giu,
};

/** The language a letter is written in, by its commonest words: `en`, `es` or `fr`. */
export function languageOf(view: View): string {
  const counts = Object.entries(common).map(
    ([language, words]) => [language, (view.text.match(words) ?? []).length] as const,
  );
  return counts.reduce((most, next) => (next[1] > most[1] ? next : most))[0];
}
