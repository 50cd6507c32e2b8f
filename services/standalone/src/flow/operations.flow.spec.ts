import { accountOf } from './county.scenes';
import { openFlow } from './flow-kit.scenes';

describe('stopping', () => {
  it('does not wait for those who listen to a stream', async () => {
    const flow = await openFlow();
    const listening = await flow.follow(accountOf('county', 'dutyOfficer'), '/v1/views/escalations/stream');
    await flow.close();
    await listening.ended;
  }, 20_000);
});
