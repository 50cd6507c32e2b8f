export interface HealthState {
  /** False only when this process cannot do its own first duty. */
  readonly ready: boolean;
  readonly degraded: readonly { readonly part: string; readonly zh: string; readonly en: string }[];
}

type Check = () => { readonly ready?: boolean; readonly zh: string; readonly en: string } | undefined;

/** Collects what each part says of itself: nothing where all is well, a sentence where it is degraded, `ready: false` where it stands. */
export class Health {
  private readonly checks = new Map<string, Check>();

  add(part: string, check: Check): void {
    this.checks.set(part, check);
  }

  state(): HealthState {
    const told = [...this.checks].flatMap(([part, check]) => {
      const said = check();
      return said ? [{ part, said }] : [];
    });
    return {
      ready: told.every(({ said }) => said.ready !== false),
      degraded: told.map(({ part, said }) => ({ part, zh: said.zh, en: said.en })),
    };
  }
}
