import type { FoldedEvent } from '@fengqiao/kernel';
import type { Draft, Fold, Log } from './fold';
import type { ViewDocument, ViewStore } from './port';

/** What a replay needs to fold one stream for a view. */
export interface GatheringParts<D> {
  readonly fold: Fold<D>;
  readonly store: ViewStore<D>;
  readonly log: Pick<Log, 'read'>;
  /** Called when there is something to write, once until it is released. */
  held(gathered: Gathered<D>): Promise<void> | undefined;
}

/** What a replay holds of one stream for one view, without showing it. */
export class Gathered<D> {
  private view: ViewDocument<D> | undefined;
  /** The view, where it may be changed in place. */
  private draft: Draft<D> | undefined;

  constructor(private readonly stream: string, private readonly parts: GatheringParts<D>) {}

  /** Folds the next event of the stream, in the order of the log. There is something to wait for only where the log or the store has to be asked. */
  take(event: FoldedEvent): Promise<void> | undefined {
    const { fold } = this.parts;
    if (this.draft) return fold.advanceDraft(this.draft, event) ? undefined : this.again(event);
    if (!this.view) return this.fromStore(event);
    const after = fold.advanceNow(this.stream, this.view, [event]);
    if (after === 'gap') return this.fromLog(this.view, event);
    this.view = after;
    return undefined;
  }

  /** Gives what is held, and holds it no longer: it will be shown. */
  release(): ViewDocument<D> | undefined {
    const { view } = this;
    this.view = undefined;
    this.draft = undefined;
    return view;
  }

  private async fromStore(event: FoldedEvent): Promise<void> {
    const before = await this.parts.store.get(this.stream);
    const after = this.parts.fold.advanceNow(this.stream, before, [event]);
    if (after === 'gap') await this.fromLog(before, event);
    else if (after && after !== before) await this.hold(after);
  }

  private async fromLog(before: ViewDocument<D> | undefined, event: FoldedEvent): Promise<void> {
    const after = await this.parts.fold.advance(this.stream, before, [event]);
    if (after && after !== before) await this.hold(after);
  }

  /** A draft may be spoilt by the very event that parks the document: then it is folded once more, from the log, as live would. */
  private async again(event: FoldedEvent): Promise<void> {
    const { fold, log } = this.parts;
    this.view = await fold.advance(this.stream, undefined, [...(await log.read(this.stream)), event]);
    this.draft = undefined;
  }

  private hold(view: ViewDocument<D>): Promise<void> | undefined {
    const isFirst = this.view === undefined;
    this.draft = this.parts.fold.draftOf(view);
    this.view = this.draft ?? view;
    return isFirst ? this.parts.held(this) : undefined;
  }
}
