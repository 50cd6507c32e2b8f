/** The last used values by name, at most `limit` of them. */
export interface Recent<V> {
  get(name: string): V | undefined;
  set(name: string, value: V): V;
  delete(name: string): void;
}

/** A bounded cache: the one that was not asked for the longest makes room. A Map keeps the order of insertion. */
export function recent<V>(limit: number): Recent<V> {
  const values = new Map<string, V>();
  return {
    get(name) {
      const value = values.get(name);
      if (value === undefined) return undefined;
      values.delete(name);
      values.set(name, value);
      return value;
    },
    set(name, value) {
      values.delete(name);
      values.set(name, value);
      if (values.size > limit) values.delete(values.keys().next().value as string);
      return value;
    },
    delete(name) {
      values.delete(name);
    },
  };
}
