const VOID = new Set(['meta', 'br']);
const TAG = /^<(\/?)([a-z][a-z0-9]*)((?:\s+[a-z-]+="[^"<>]*")*)\s*>/;

/** What is wrong with a page as markup: a tag not opened, not closed or not quoted, a bare `<` or `&`; none of it in a whole page. */
export function structureFaults(page: string): readonly string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const rest = page.replace(/^<!doctype html>\s*/, '').replace(/<style>[^<]*<\/style>/, '<style></style>');
  for (let index = 0; index < rest.length; ) {
    const character = rest[index];
    if (character === '&' && !/^&(amp|lt|gt|quot|#39|#96);/.test(rest.slice(index, index + 7))) faults.push(`a bare & at ${rest.slice(index, index + 20)}`);
    if (character === '>') faults.push(`a bare > at ${rest.slice(Math.max(0, index - 20), index + 1)}`);
    if (character !== '<') {
      index += 1;
      continue;
    }
    const tag = TAG.exec(rest.slice(index));
    if (!tag) return [...faults, `no tag at ${rest.slice(index, index + 40)}`];
    const [whole, closing, name] = tag as unknown as [string, string, string];
    if (closing === '') open.push(...(VOID.has(name) ? [] : [name]));
    else if (open.pop() !== name) return [...faults, `</${name}> closes nothing`];
    index += whole.length;
  }
  return [...faults, ...open.map((name) => `<${name}> stays open`)];
}
