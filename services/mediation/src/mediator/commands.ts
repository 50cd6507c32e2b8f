/* What may be asked of a mediator. */

export interface EngageMediator {
  readonly type: 'EngageMediator';
  /** A person of the directory. */
  readonly personId: string;
  /** The office of the committee that engages; the actor's own where absent. */
  readonly officeId?: string;
  readonly source: string;
  readonly fullTime: boolean;
  readonly engagedOn: string;
}

export type MediatorCommand =
  | EngageMediator
  | { readonly type: 'TrainMediator'; readonly kind: 'induction' | 'yearly'; readonly trainedOn: string; readonly hours: number; readonly trainer: string }
  | { readonly type: 'GradeMediator'; readonly grade: string; readonly validTo?: string }
  | { readonly type: 'RegisterMediator'; readonly certificate: string; readonly fullTime: boolean }
  /** `number` is 1 for the first warning: one already recorded changes nothing. */
  | { readonly type: 'WarnMediator'; readonly number: number; readonly ground: string; readonly note: string }
  | { readonly type: 'RecordCorrection'; readonly warningId: string }
  | { readonly type: 'RemoveMediator'; readonly ground: string; readonly removedFrom: string; readonly note?: string };

export type CommandOf<T extends MediatorCommand['type']> = Extract<MediatorCommand, { type: T }>;
