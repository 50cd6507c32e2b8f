interface Waiter {
  readonly position: number;
  resolve(): void;
  reject(error: Error): void;
}

/** Those who wait until a position is reached. */
export class PositionWaiters {
  private waiters: Waiter[] = [];
  private over: string | undefined;

  wait(position: number, reached: number): Promise<void> {
    if (reached >= position) return Promise.resolve();
    if (this.over !== undefined) return Promise.reject(new Error(this.over));
    return new Promise((resolve, reject) => this.waiters.push({ position, resolve, reject }));
  }

  reached(position: number): void {
    if (this.waiters.length === 0) return;
    const arrived = this.waiters.filter((waiter) => waiter.position <= position);
    this.waiters = this.waiters.filter((waiter) => waiter.position > position);
    for (const waiter of arrived) waiter.resolve();
  }

  /** Nothing will be reached any more. */
  giveUp(why: string): void {
    this.over = why;
    for (const waiter of this.waiters.splice(0)) waiter.reject(new Error(why));
  }
}
