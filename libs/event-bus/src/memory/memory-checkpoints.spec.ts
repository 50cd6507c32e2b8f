import { describeCheckpointConformance } from '../conformance';
import { memoryCheckpoints } from '.';

describeCheckpointConformance('the memory checkpoint store', async () => {
  const checkpoints = memoryCheckpoints();
  return { checkpoints, reopen: async () => checkpoints, dispose: async () => undefined };
});
