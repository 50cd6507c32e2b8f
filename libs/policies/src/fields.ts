import { eventType, type FieldInfo } from '@fengqiao/contracts';

/** The fields along a path such as `discoveredAt` or `terms.dueDate`, outermost first; undefined where the event has no such path. */
export function fieldsAlong(type: string, path: string): readonly FieldInfo[] | undefined {
  let inside: readonly FieldInfo[] | undefined = eventType(type)?.fields;
  const along: FieldInfo[] = [];
  for (const name of path.split('.')) {
    const field: FieldInfo | undefined = inside?.find(({ jsonName }) => jsonName === name);
    if (!field) return undefined;
    along.push(field);
    inside = field.kind === 'message' ? field.fields : undefined;
  }
  return along;
}
