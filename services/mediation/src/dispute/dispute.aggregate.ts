import { aggregate } from '@fengqiao/platform';
import { namedId } from '@fengqiao/security';
import { mayActOn } from './dispute.authorise';
import { disputeDecider } from './dispute.decide';
import { disputeCommands } from './dispute.http';
import { disputePapers } from '../papers/papers';
import { presentDispute } from './dispute.present';

/** The digits of a division code that name its county. */
const COUNTY_DIGITS = 6;

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
  // A record of another register is the same record whoever imports it; numbers of one register are its county's own.
  idFrom: (command, actor) => (command.type === 'ImportDispute' ? namedId('import', JSON.stringify([actor.division.slice(0, COUNTY_DIGITS), command.externalSource, command.externalNumber])) : undefined),
  present: presentDispute,
  papers: disputePapers,
  numbered: { kind: '人调', office: (state) => (state.status === 'unregistered' ? '' : state.facts.registered.officeId) },
});
