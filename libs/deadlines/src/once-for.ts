/** Makes something of an object once and keeps it as long as the object lives: a rule in force says the same of every obligation. */
export function onceFor<K extends object, V extends object>(make: (key: K) => V): (key: K) => V {
  const made = new WeakMap<K, V>();
  return (key) => {
    const known = made.get(key);
    if (known) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
}

/** What several hold may be changed by none of them. */
export function frozen<T extends object>(shared: readonly T[]): readonly T[] {
  for (const each of shared) Object.freeze(each);
  return shared;
}
