import { aggregate } from '@fengqiao/platform';
import { mayActOn } from './dispute.authorise';
import { disputeDecider } from './dispute.decide';
import { disputeCommands } from './dispute.http';
import { presentDispute } from './dispute.present';

/** Disputes (人民调解案件): streams mediation.dispute-<uuid>, routes under /v1/mediation/disputes. */
export const disputes = aggregate({
  context: 'mediation',
  name: 'dispute',
  collection: 'disputes',
  label: { zh: '人民调解案件', en: 'dispute' },
  decider: disputeDecider,
  commands: disputeCommands,
  authorise: mayActOn,
  jurisdiction: (state, command, actor) => (state.status !== 'unregistered' ? state.facts.registered.division : command.type === 'RegisterDispute' ? (command.division ?? actor.division) : actor.division),
  present: presentDispute,
  numbered: { kind: '人调', office: (state) => (state.status === 'unregistered' ? '' : state.facts.registered.officeId) },
});
