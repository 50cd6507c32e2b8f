import { AppendOutcomeUnknown, type EventStore } from '@fengqiao/event-store';
import { accept, refuse, toInstant, millisOf, type Actor, type DecideContext, type Decision, type DomainEvent, type Instant } from '@fengqiao/kernel';
import type { Directory, Office, Officer } from '@fengqiao/security';
import { handMovedClock, smallDirectory } from '@fengqiao/testing';
import { z } from 'zod';
import { aggregate } from './aggregate';
import { CommandPipeline, type CommandRequest, type PipelinePorts } from './pipeline';

/* A toy aggregate, a toy world and stores with faults, for the specs of the platform. */

type Noted = DomainEvent<'toy.v1.Noted', { readonly text: string; readonly office: string; readonly approvedBy: string }>;
export interface Note {
  readonly office: string;
  readonly texts: readonly string[];
}
type Texts = { readonly text: string };
type Named = Texts & { readonly id: string };
export type NoteCommand = ({ readonly type: 'OpenNote' } & Texts) | ({ readonly type: 'AddNote' } & Texts) | ({ readonly type: 'AddTwice' } & Texts) | ({ readonly type: 'PinNote' } & Named) | ({ readonly type: 'CopyNote' } & Named);

const body = z.strictObject({ text: z.string() });
const label = { zh: '便笺', en: 'note' };

/** What decide was told, in order; a spec empties it. */
export const told: { readonly command: NoteCommand; readonly state: Note | undefined; readonly context: DecideContext<Directory> }[] = [];

/** Notes of an office; texts `no`, `never` and `boom` are refused, forbidden and a bug. */
export const notes = aggregate<Note | undefined, NoteCommand, Noted, Directory>({
  context: 'toy',
  name: 'note',
  collection: 'notes',
  label,
  decider: { initial: undefined, decide, evolve: (state, { data }) => ({ office: state?.office ?? data.office, texts: [...(state?.texts ?? []), data.text] }) },
  commands: {
    OpenNote: { label, path: '', creates: true, body, roles: ['officeClerk'] },
    AddNote: { label, path: 'lines', body, roles: ['officeClerk'], claimable: true },
    AddTwice: { label, path: 'twice', body, roles: ['officeClerk'] },
    PinNote: { label, path: 'pin', creates: true, body: body.extend({ id: z.string() }), roles: ['officeClerk'] },
    CopyNote: { label, path: 'copy', creates: true, once: true, body: body.extend({ id: z.string() }), roles: ['officeClerk'] },
  },
  authorise: (actor, state) => state === undefined || actor.officeId === state.office,
  jurisdiction: (state, _command, actor) => (state === undefined ? actor.division : `${actor.division}!`),
  present: (state) => state && { texts: [...state.texts] },
  numbered: { kind: '便', office: (state) => state?.office ?? '' },
  idFrom: (command, actor) => (command.type === 'PinNote' ? command.id : command.type === 'CopyNote' ? `${actor.division.slice(0, 6)} ${command.id}` : undefined),
});

function decide(command: NoteCommand, state: Note | undefined, context: DecideContext<Directory>): Decision<Noted> {
  told.push({ command, state, context });
  const { text } = command;
  if (text === 'boom') throw new Error('a bug of ours');
  if (text === 'no') return refuse('NOTE_REFUSED', '不行', 'no', '/text');
  if (text === 'never') return { ok: false, refusal: { kind: 'forbidden', code: 'NOT_YOURS', zh: '无', en: 'none' } };
  if (state?.texts.includes(text)) return accept();
  const noted = (said: string): Noted => ({ type: 'toy.v1.Noted', data: { text: said, office: context.actor.officeId, approvedBy: context.approvedBy } });
  return command.type === 'AddTwice' ? accept(noted(text), noted(`${text}, again`)) : accept(noted(text));
}

const office = (id: string, level: number, parentId: string, division: string): Office => ({ id, name: id, kind: 'justiceOffice', level, parentId, division });
const officer = (account: string, officeId: string, ...roles: string[]): Officer => ({ personId: `person of ${account}`, account, name: account, officeId, roles });

export const directory = smallDirectory(
  [office('county', 4, '', '330681'), office('township', 3, 'county', '330681109'), office('village', 2, 'township', '330681109201'), office('sibling', 3, 'county', '330681110')],
  [
    officer('clerk', 'township', 'officeClerk'), officer('colleague', 'township', 'officeClerk'), officer('director', 'township', 'officeDirector'), officer('chair', 'village', 'committeeChair'),
    officer('head', 'county', 'bureauHead'), officer('countyOperator', 'county', 'operator'), officer('stranger', 'sibling', 'officeClerk'), officer('siblingDirector', 'sibling', 'officeDirector'),
  ],
);
export const clerk: Actor = directory.actor('clerk');

export const START = '2026-11-22T07:00:00.000Z' as Instant;
export const after = (ms: number): Instant => toInstant(millisOf(START) + ms);

/** A pipeline on a store, with readable ids in place of derived ones: `c1` and so on, where the prefix is `c`. */
export function toyWorld(store: EventStore, more: Partial<PipelinePorts> = {}, prefix = 'c') {
  const clock = handMovedClock(START);
  const pipeline = new CommandPipeline({
    store, clock, directory,
    seal: async (_type, data) => data,
    bodyMark: (value) => JSON.stringify(value),
    createdStreamId: (commandId) => `of ${commandId}`,
    eventId: (stream, commandId, index) => `${stream} ${commandId}#${index}`,
    ...more,
  });
  let n = 0;
  /** Runs a command; each has an id of its own unless one is named. */
  const run = (type: NoteCommand['type'], text: string, request: Partial<CommandRequest> = {}) => {
    n += 1;
    return pipeline.execute(notes, { type, body: { text }, actor: clerk, commandId: `${prefix}${n}`, correlation: `r${n}`, ...request });
  };
  return { clock, pipeline, run, open: (text: string, request: Partial<CommandRequest> = {}) => run('OpenNote', text, request), add: (text: string, request: Partial<CommandRequest> = {}) => run('AddNote', text, { id: 'of c1', ...request }) };
}

/** What becomes of an append: it works, another writer is first, or its outcome is unknown though it was written, or was not. */
export type Fate = 'works' | 'conflict' | 'unknownWritten' | 'unknownLost';

/** A store whose next appends meet these fates, one after the other; then all work. */
export function fatefulStore(store: EventStore, fates: Fate[]): EventStore {
  let others = 0;
  return new Proxy(store, {
    get: (target, name) => {
      const value = Reflect.get(target, name) as unknown;
      if (name !== 'append') return typeof value === 'function' ? value.bind(target) : value;
      return async (...[stream, expected, events, now]: Parameters<EventStore['append']>) => {
        const fate = fates.shift() ?? 'works';
        if (fate === 'unknownLost') throw new AppendOutcomeUnknown(stream, new Error('planted'));
        if (fate === 'conflict') {
          others += 1;
          const [first] = events;
          const revision = (await target.read(stream)).length - 1;
          if (first) await target.append(stream, revision < 0 ? 'none' : revision, [{ ...first, id: `other ${others}`, data: { ...first.data, text: `other ${others}` }, meta: { ...first.meta, command: { id: `other ${others}`, body: '' } } }], now);
        }
        const appended = await target.append(stream, expected, events, now);
        if (fate === 'unknownWritten') throw new AppendOutcomeUnknown(stream, new Error('planted'));
        return appended;
      };
    },
  });
}
