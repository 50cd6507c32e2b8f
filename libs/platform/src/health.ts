export interface HealthState {
  /** False only when this process cannot do its own first duty. */
  readonly ready: boolean;
  readonly degraded: readonly { readonly part: string; readonly zh: string; readonly en: string }[];
  /** The domain's time where it is not the real one. */
  readonly clock?: TrainingTime;
}

/** Where the time of a training stands, as people and programs read it. */
export interface TrainingTime {
  readonly kind: 'training';
  readonly now: string;
  /** The same in Asia/Shanghai, to the minute. */
  readonly local: string;
  readonly speed: number;
}

type Check = () => { readonly ready?: boolean; readonly zh: string; readonly en: string } | undefined;

/** Collects what each part says of itself: nothing where all is well, a sentence where it is degraded, `ready: false` where it stands. */
export class Health {
  private readonly checks = new Map<string, Check>();

  /** `clock` tells the domain's time where it is not the real one. */
  constructor(private readonly clock: () => TrainingTime | undefined = () => undefined) {}

  add(part: string, check: Check): void {
    this.checks.set(part, check);
  }

  state(): HealthState {
    const told = [...this.checks].flatMap(([part, check]) => {
      const said = check();
      return said ? [{ part, said }] : [];
    });
    const clock = this.clock();
    return {
      ready: told.every(({ said }) => said.ready !== false),
      degraded: told.map(({ part, said }) => ({ part, zh: said.zh, en: said.en })),
      ...(clock && { clock }),
    };
  }
}
