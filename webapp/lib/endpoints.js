// @ts-check
/* Lists of endpoints: searching them, and grouping them by tag. */

const wordsOf = line => `${line.method} ${line.path} ${line.tag} ${line.summary}`.toLowerCase();

/** Those in which every word occurs. */
export function matching(lines, asked) {
  const words = asked.toLowerCase().split(/\s+/).filter(Boolean);
  return lines.filter(line => words.every(word => wordsOf(line).includes(word)));
}

/** As [tag, description, lines], tags in the document's order, those without one last. */
export function groupsOf({ lines, tags }) {
  const byTag = new Map(tags.map(({ name }) => [name, []]));
  for (const line of lines) {
    if (!byTag.has(line.tag)) byTag.set(line.tag, []);
    byTag.get(line.tag).push(line);
  }
  const words = new Map(tags.map(({ name, description }) => [name, description]));
  return [...byTag].filter(([, list]) => list.length)
    .sort(([a], [b]) => Number(a === '') - Number(b === ''))
    .map(([tag, list]) => [tag, words.get(tag) ?? '', list]);
}
