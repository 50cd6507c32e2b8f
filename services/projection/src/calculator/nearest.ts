/** The ids that look most like what was asked for, at most `most`, the nearest first. */
export function nearest(asked: string, ids: readonly string[], most = 6): readonly string[] {
  const wanted = plain(asked);
  return [...new Set(ids)]
    .map((id) => ({ id, far: wanted !== '' && plain(id).startsWith(`${wanted}.`) ? 0 : distance(wanted, plain(id)) }))
    .sort((a, b) => a.far - b.far || (a.id < b.id ? -1 : 1))
    .slice(0, most)
    .map(({ id }) => id);
}

/** `la5` and `LA-05` are the same to who types in a hurry. */
function plain(id: string): string {
  return id.slice(0, 60).toUpperCase().replace(/[^A-Z0-9.]/g, '').replace(/(^|[A-Z.])0+(?=\d)/g, '$1');
}

/** How many letters must be put in, taken out or changed (Levenshtein). */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const changed = (row[j - 1] as number) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(changed, (row[j] as number) + 1, (next[j - 1] as number) + 1));
    }
    row = next;
  }
  return row[b.length] as number;
}
