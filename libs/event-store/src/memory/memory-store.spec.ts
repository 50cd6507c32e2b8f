import { describeEventStoreConformance } from '../conformance';
import { MemoryEventStore, emptyMemoryLog } from '.';

describeEventStoreConformance('the memory store', async () => {
  const log = emptyMemoryLog();
  return { open: async () => new MemoryEventStore(log), dispose: async () => undefined };
});
