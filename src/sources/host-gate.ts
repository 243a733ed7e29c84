// Lets a few requests to a host through at a time, within this process; the others wait in the order they came.

export type HostGate = <Result>(host: string, work: () => Promise<Result>) => Promise<Result>;

export function createHostGate(atOnce: number): HostGate {
  const running = new Map<string, number>();
  const queues = new Map<string, (() => void)[]>();
  return async (host, work) => {
    if ((running.get(host) ?? 0) >= atOnce) {
      await new Promise<void>((resolve) => {
        const queue = queues.get(host);
        if (queue) queue.push(resolve);
        else queues.set(host, [resolve]);
      });
    } else {
      running.set(host, (running.get(host) ?? 0) + 1);
    }
    try {
      return await work();
    } finally {
      const next = queues.get(host)?.shift();
      if (next) next();
      else {
        queues.delete(host);
        const left = (running.get(host) ?? 1) - 1;
        if (left > 0) running.set(host, left);
        else running.delete(host);
      }
    }
  };
}
