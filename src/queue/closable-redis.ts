// An ioredis connection that can also be closed while its server is away. Knows no job.
import { Redis, type RedisOptions } from 'ioredis';

/** As `new Redis(url, options)`; connects when told to. */
export function createClosableRedis(url: string): Redis {
  // BullMQ asks for endless retries: a command waits for the server to come back.
  return makeClosable(new Redis(url, { maxRetriesPerRequest: null, lazyConnect: true }));
}

/**
 * ioredis 6 never reports `end` when it is disconnected between two attempts to reconnect: it only stops the timer.
 * BullMQ's workers wait for that `end` when they close, so a shutdown soon after a loss would hang.
 */
function makeClosable(redis: Redis): Redis {
  redis.disconnect = (reconnect = false) => {
    // Between two attempts there is no socket to close, as in `wait`, whose way out does report `end`.
    if (!reconnect && redis.status === 'reconnecting') redis.status = 'wait';
    Redis.prototype.disconnect.call(redis, reconnect);
  };
  // BullMQ duplicates the connection for each worker's blocking reads.
  redis.duplicate = ((override?: Partial<RedisOptions>) =>
    makeClosable(Redis.prototype.duplicate.call(redis, override) as Redis)) as Redis['duplicate'];
  return redis;
}
