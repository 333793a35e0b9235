/** Edits of source text. Each throws when the text is not as it expects, so that nothing is written half. */

export function demand(index, what) {
  if (index < 0) throw new Error(`cannot find ${what}`);
  return index;
}

export const insertAt = (text, index, addition) => text.slice(0, index) + addition + text.slice(index);

/** Inserts before the first `mark` at or after the first `from`. */
export function insertBefore(text, from, mark, addition) {
  const start = demand(text.indexOf(from), `"${from}"`);
  return insertAt(text, demand(text.indexOf(mark, start), `"${mark}" after "${from}"`), addition);
}

/** Adds a name to the import from a module, or the import itself after the last one. */
export function withImport(text, name, module) {
  const statement = new RegExp(`import \\{([^}]*)\\} from '${module.replaceAll('.', '\\.')}';`).exec(text);
  if (statement === null) {
    const all = [...text.matchAll(/^import [\s\S]*?;\n/gm)];
    const last = all.at(-1);
    return insertAt(
      text,
      last === undefined ? 0 : last.index + last[0].length,
      `import { ${name} } from '${module}';\n`,
    );
  }
  const names = statement[1]
    .split(',')
    .map((one) => one.trim())
    .filter((one) => one !== '');
  const plain = (one) => one.replace('type ', '');
  if (names.some((one) => plain(one) === plain(name))) return text;
  const sorted = [...names, name].sort((a, b) => plain(a).toLowerCase().localeCompare(plain(b).toLowerCase()));
  return text.replace(statement[0], `import { ${sorted.join(', ')} } from '${module}';`);
}

/** Adds an export to an index whose statements are ordered by the module they name. */
export function withExport(text, names, module) {
  const later = [...text.matchAll(/^export [\s\S]*?from '([^']+)';\n/gm)].find(([, from]) => from > module);
  return insertAt(text, later?.index ?? text.length, `export { ${names} } from '${module}';\n`);
}

/** Adds a member before the end of the first exported class. */
export const withMember = (text, member) => insertBefore(text, '\nexport class ', '\n}\n', `\n\n${member}`);

/** Adds a type to its kind of stream. */
export function withWord(text, kind, name) {
  const list = new RegExp(`^ {2}'?${kind}'?: \\[([^\\]]*)\\]`, 'm').exec(text);
  if (list === null) throw new Error(`there is no kind of stream ${kind}`);
  const words = [...list[1].matchAll(/'(\w+)'/g)].map(([, word]) => word);
  const all = [...new Set([...words, name])].map((word) => `'${word}'`).join(', ');
  return text.replace(list[0], `  ${list[0].includes("'" + kind) ? `'${kind}'` : kind}: [${all}]`);
}
