import { eventType, eventTypes, type FieldInfo } from '@fengqiao/contracts';

/** Facts that hand their subject over to another office: the type, and the field that names the office. */
export const HANDOVERS: ReadonlyMap<string, string> = new Map(eventTypes().filter(({ handsOver }) => handsOver !== '').map(({ type, handsOver }) => [type, handsOver]));

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
